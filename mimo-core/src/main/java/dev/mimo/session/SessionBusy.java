package dev.mimo.session;

/** A session is open elsewhere: wait for it, or use another session. Nothing was changed. */
public final class SessionBusy extends StoreException {

    private static final long serialVersionUID = 1L;

    public SessionBusy(SessionId id, String holder) {
        super("session \"" + id + "\" is in use by " + holder, null);
    }
}
