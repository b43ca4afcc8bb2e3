package dev.mimo.examples.web;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentEvent;
import dev.mimo.agent.AgentListener;
import dev.mimo.agent.Input;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.Session;
import dev.mimo.agent.Turn;
import dev.mimo.agent.TurnEvent;
import dev.mimo.model.ReplyWithdrawn;
import dev.mimo.model.TextDelta;
import dev.mimo.permission.Approver;
import dev.mimo.session.Entry;
import dev.mimo.session.SessionBusy;
import dev.mimo.session.SessionId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One session on the page: at most one turn at a time, and any number of readers. It is opened with its first turn and stays
 * open, for an open session knows which files were read and what runs in the background. Safe for use by several threads.
 */
final class Conversation {

    private final SessionId id;
    private final Function<AgentListener, Agent> agent;
    private final Clock clock;
    private final Set<Watcher> watchers = new HashSet<>();
    private final StringBuilder reply = new StringBuilder();
    private String title;
    private State state = State.IDLE;
    private List<Entry.Question> questions;
    private Instant touched;
    private @Nullable Session session;
    private @Nullable Turn turn;

    Conversation(SessionId id, Function<AgentListener, Agent> agent, Clock clock, Past past, Instant touched) {
        this.id = id;
        this.agent = agent;
        this.clock = clock;
        this.title = past.title();
        this.questions = past.questions();
        this.touched = touched;
        state = past.ending() == Past.Ending.PAUSED ? State.PAUSED : State.IDLE;
    }

    /** In the list of sessions. */
    record Row(SessionId id, String title, State state, Instant touched) {}

    synchronized Row row() {
        return new Row(id, title, state, touched);
    }

    /** Begins a turn. One that waits for an answer is given up by it. */
    synchronized void say(String text) {
        begin(session -> session.start(Input.of(text)));
    }

    /** Goes on with the turn that was paused or cut off, with what a person has said. */
    synchronized void goOn(Map<String, Approver.Answer> answers) {
        Set<String> asked = new HashSet<>();
        questions.forEach(question -> asked.add(question.callId()));
        if (!asked.containsAll(answers.keySet())) {
            throw new Refusal(
                    409, "not_asked", "nobody waits for an answer to that call; it may have been given already");
        }
        begin(session -> session.resume(answers));
    }

    /** Ends the turn at work soon. */
    synchronized void cancel(String why) {
        if (turn == null) {
            throw new Refusal(409, "not_running", "nothing runs in this session");
        }
        turn.cancel(why);
    }

    /** Tells a new reader all that is new from now on. */
    synchronized Watcher watch() {
        Watcher watcher = new Watcher(reply.toString(), state);
        watchers.add(watcher);
        return watcher;
    }

    synchronized void leave(Watcher watcher) {
        watchers.remove(watcher);
    }

    /** Cancels what runs; readers are told how it ends, and then that nothing follows. */
    synchronized void stop(String why) {
        if (turn != null) {
            turn.cancel(why);
        }
    }

    /**
     * Waits until no turn runs, at most for so long, closes the session, and lets go of the readers.
     *
     * @return whether it has ended; one that has not ends with its environment
     */
    boolean close(Duration atMost) throws InterruptedException {
        boolean ended = awaitEnd(atMost);
        Session opened;
        synchronized (this) {
            opened = session;
            watchers.forEach(Watcher::end);
        }
        if (ended && opened != null) {
            opened.close();
        }
        return ended;
    }

    private synchronized boolean awaitEnd(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (turn != null && System.nanoTime() < deadline) {
            wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        }
        return turn == null;
    }

    /** What the agent does in this session; on its thread. */
    private synchronized void hear(AgentEvent event) {
        if (!event.session().equals(id)) {
            // Sub-agents have sessions of their own; the page shows the calls that they are made by.
            return;
        }
        if (event.event() instanceof TextDelta delta) {
            reply.append(delta.text());
            watchers.forEach(watcher -> watcher.said(delta.text()));
        } else if (event.event() instanceof TurnEvent.ReplyFinished
                || event.event() instanceof ReplyWithdrawn
                || event.event() instanceof TurnEvent.TurnEnded) {
            reply.setLength(0);
            watchers.forEach(Watcher::beginAfresh);
        } else {
            watchers.forEach(Watcher::grew);
        }
    }

    private void begin(Function<Session, Turn> first) {
        if (turn != null) {
            throw new Refusal(409, "busy", "a turn is at work in this session: wait for its end, or stop it");
        }
        Turn begun = first.apply(open());
        turn = begun;
        become(State.RUNNING, List.of());
        begun.toCompletionStage().thenAccept(this::finish);
    }

    private Session open() {
        if (session == null) {
            try {
                session = agent.apply(this::hear).session(id);
            } catch (SessionBusy e) {
                throw new Refusal(409, "busy", "another program has this session open: " + e.getMessage());
            }
        }
        return session;
    }

    /** On the turn's thread, when all was told. */
    private synchronized void finish(Outcome outcome) {
        turn = null;
        if (outcome instanceof Outcome.Paused paused) {
            become(State.PAUSED, paused.questions());
        } else {
            become(State.IDLE, List.of());
        }
        notifyAll();
    }

    private void become(State now, List<Entry.Question> open) {
        state = now;
        questions = open;
        touched = clock.instant();
        watchers.forEach(watcher -> watcher.became(now));
    }
}
