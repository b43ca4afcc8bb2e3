package dev.mimo.agent;

import dev.mimo.environment.MimoException;
import dev.mimo.session.SessionId;

/** A turn runs in the session already: wait for it, steer it, or use another session. */
public final class TurnRunning extends MimoException {

    private static final long serialVersionUID = 1L;

    public TurnRunning(SessionId session, String turn) {
        super("turn " + turn + " runs in session \"" + session + "\"; wait for it or steer it");
    }
}
