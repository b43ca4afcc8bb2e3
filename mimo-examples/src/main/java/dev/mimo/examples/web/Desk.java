package dev.mimo.examples.web;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentBuilder;
import dev.mimo.agent.AgentListener;
import dev.mimo.environment.Environment;
import dev.mimo.permission.Approver;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionInfo;
import dev.mimo.session.SessionStore;
import dev.mimo.session.Transcript;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a server: what people say goes in, what agents do can be watched. Whoever has to be asked is asked by a
 * pause, so that an answer may take days, and no thread waits for it.
 *
 * <p>When it is closed, turns at work are cancelled; the next one over the same store goes on with them, and with what a crash
 * has cut off. Safe for use by several threads.
 */
public final class Desk implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Desk.class.getName());

    /** How long turns may take to end when it is closed. */
    private static final Duration GRACE = Duration.ofSeconds(4);

    private static final String STOPPED = "the server was stopped";
    private static final String GO_ON = "The server was restarted while you worked. Look where you were, and go on.";

    private final Function<SessionId, AgentBuilder> agents;
    private final SessionStore store;
    private final Environment environment;
    private final Map<SessionId, Conversation> conversations = new ConcurrentHashMap<>();
    private volatile boolean closing;

    private Desk(Function<SessionId, AgentBuilder> agents, SessionStore store, Environment environment) {
        this.agents = agents;
        this.store = store;
        this.environment = environment;
    }

    /**
     * Takes up the sessions of the store, and goes on with what was at work when the process before ended.
     *
     * @param agents who works in a session: a new builder each time, with all but the store, the environment and an approver
     * @param store not closed by this
     */
    public static Desk open(Function<SessionId, AgentBuilder> agents, SessionStore store, Environment environment) {
        Desk desk = new Desk(agents, store, environment);
        store.list().forEach(desk::takeUp);
        return desk;
    }

    /** Begins a session with what a person says; gives its id. */
    SessionId begin(String text) {
        requireOpen();
        SessionId id = SessionId.of(environment.ids().next("web"));
        Past none = new Past(Past.title(text), Past.Ending.OVER, List.of());
        Conversation conversation = add(id, none, environment.clock().instant());
        try {
            conversation.say(text);
        } catch (RuntimeException e) {
            conversations.remove(id);
            throw e;
        }
        return id;
    }

    /** Goes on with a session; refused while a turn runs in it. */
    void say(SessionId id, String text) {
        requireOpen();
        conversation(id).say(text);
    }

    /** Answers what a person was asked. What else was asked in the same step is asked again. */
    void answer(SessionId id, String call, Approver.Answer answer) {
        requireOpen();
        conversation(id).goOn(Map.of(call, answer));
    }

    void cancel(SessionId id) {
        conversation(id).cancel("stopped by the person");
    }

    /** The one touched last first. */
    List<Conversation.Row> rows() {
        return conversations.values().stream()
                .map(Conversation::row)
                .sorted(Comparator.comparing(Conversation.Row::touched).reversed())
                .toList();
    }

    /** Throws {@link Refusal} when there is none. */
    Conversation conversation(SessionId id) {
        Conversation found = conversations.get(id);
        if (found == null) {
            throw new Refusal(404, "no_such_session", "there is no session " + id);
        }
        return found;
    }

    /** What was said in it; null before its first entry. */
    @Nullable
    Transcript transcript(SessionId id) {
        return store.find(id);
    }

    /** Takes nothing new, cancels what runs, waits at most 4 s for it to end, and lets go of all readers. */
    @Override
    public void close() {
        closing = true;
        conversations.values().forEach(conversation -> conversation.stop(STOPPED));
        long deadline = System.nanoTime() + GRACE.toNanos();
        try {
            for (Conversation conversation : conversations.values()) {
                if (!conversation.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
                    LOG.log(System.Logger.Level.WARNING, "a turn did not end in time: {0}", conversation.row());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void requireOpen() {
        if (closing) {
            throw new Refusal(503, "stopping", "the server is being stopped");
        }
    }

    private Conversation add(SessionId id, Past past, Instant touched) {
        Conversation conversation =
                new Conversation(id, listener -> agent(id, listener), environment.clock(), past, touched);
        conversations.put(id, conversation);
        return conversation;
    }

    private Agent agent(SessionId id, AgentListener listener) {
        return agents.apply(id)
                .store(store)
                .environment(environment)
                .approver(null)
                .listener(listener)
                .build();
    }

    private void takeUp(SessionInfo info) {
        Transcript transcript = store.find(info.id());
        Past past = transcript == null ? null : Past.find(transcript, STOPPED);
        if (past == null) {
            return;
        }
        Conversation conversation = add(info.id(), past, info.lastWritten());
        try {
            if (past.ending() == Past.Ending.CUT) {
                conversation.goOn(Map.of());
            } else if (past.ending() == Past.Ending.STOPPED) {
                conversation.say(GO_ON);
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "session " + info.id() + " could not be gone on with", e);
        }
    }
}
