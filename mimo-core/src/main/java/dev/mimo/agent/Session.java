package dev.mimo.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Event;
import dev.mimo.environment.Resources;
import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.Role;
import dev.mimo.permission.Approver;
import dev.mimo.permission.PermissionGate;
import dev.mimo.session.Entry;
import dev.mimo.session.Plan;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionLog;
import dev.mimo.session.SessionStore;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import dev.mimo.tool.RecordSchema;
import dev.mimo.tool.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One conversation with an agent, open for writing. It holds the session's lease until it is closed; one turn runs at a
 * time. Safe for use by several threads.
 */
public final class Session implements AutoCloseable {

    private final Setup setup;
    private final SessionId id;
    private final Origin origin;
    private final SessionStore store;
    private final Recorder recorder;
    private final PermissionGate gate;
    private final Resources resources = new Resources();
    private final Publisher between;
    private @Nullable Turn current;
    private boolean closed;

    /** Opens it. */
    Session(Setup setup, SessionId id, Origin origin) {
        this.setup = setup;
        this.id = id;
        this.origin = origin;
        store = origin.store(setup);
        between = new Publisher(id, "", setup, origin.publisher());
        SessionLog log = store.open(id);
        try {
            recorder = new Recorder(log);
            if (log.transcript().size() == 0) {
                recorder.append(new Entry.Opened(setup.name, origin.parentId()));
            }
            gate = origin.gate(setup, this::isOwnFile);
            if (setup.grants != null) {
                gate.keepIn(setup.grants);
            }
            recorder.see(SessionView::grants).forEach(gate::grant);
            setup.hooks.forEach(hook -> hook.opened(this));
        } catch (RuntimeException | Error e) {
            log.close();
            throw e;
        }
    }

    public SessionId id() {
        return id;
    }

    /** Runs one turn on this thread and blocks until it ends. */
    public Outcome run(String text) {
        return run(Input.of(text));
    }

    /**
     * Runs one turn on this thread and blocks until it ends. A paused or cut turn before it is given up: its open calls are
     * settled as not run.
     *
     * @throws TurnRunning when another turn runs in this session
     */
    public Outcome run(Input input) {
        Turn turn = begin(input, null);
        return finish(turn.work(Map.of()));
    }

    /**
     * Runs one turn and gives its answer as a record; see {@link Agent#run(Input, Class)}.
     *
     * @throws AnswerException when the turn ended without an answer that fits
     */
    public <T extends Record> T run(Input input, Class<T> type) {
        AnswerFormat format = new AnswerFormat(RecordSchema.of(type), object -> RecordSchema.bind(object, type));
        Outcome outcome = finish(begin(input, format).work(Map.of()));
        if (!outcome.isDone()) {
            throw new AnswerException("no answer: " + outcome.type() + ": " + outcome.text(), outcome);
        }
        return RecordSchema.bind(format.parse(outcome.text()), type);
    }

    /**
     * Starts a turn on a thread of the environment and returns at once.
     *
     * @throws TurnRunning when another turn runs in this session
     */
    public Turn start(Input input) {
        return start(input, event -> {});
    }

    /** As {@link #start(Input)}; {@code listener} hears this turn alone, from its first step on, sub-agents included. */
    public Turn start(Input input, AgentListener listener) {
        Turn turn = begin(input, null);
        turn.hear(listener);
        turn.start(Map.of());
        return turn;
    }

    /**
     * Goes on with a turn that was paused, or that a crash cut, on a thread of the environment. Sub-agents that were at work
     * for it go on as well.
     *
     * @param answers what people said, by the call id of the {@linkplain Outcome.Paused#questions question}; what is not
     *     answered is asked again. Empty after a crash
     * @throws TurnRunning when a turn runs in this session
     * @throws IllegalStateException when there is nothing to go on with, or something is missing that only the host can give:
     *     see the other method of this name
     */
    public Turn resume(Map<String, Approver.Answer> answers) {
        return resume(answers, Map.of(), null);
    }

    /**
     * The same for a turn whose input had a goal or attributes, which are not stored: when this object did not begin the
     * turn, they are to be given again. Its limits and the form of its answer are stored and hold on; what it had spent before
     * counts, and the time it had worked.
     *
     * @param goal null when there is none, or it is known still
     */
    public Turn resume(
            Map<String, Approver.Answer> answers, Map<String, Object> attributes, @Nullable StopCondition goal) {
        Map<String, Approver.Answer> given = Map.copyOf(answers);
        Turn turn = goOn(attributes, goal);
        turn.start(given);
        return turn;
    }

    /** Whether the last turn was paused or cut by a crash, so that {@link #resume} can go on with it. */
    public synchronized boolean isResumable() {
        return (current == null || current.isOver()) && recorder.see(SessionView::turn) != null;
    }

    public Transcript transcript() {
        return recorder.transcript();
    }

    /** The conversation as a model sees it; a snapshot. */
    public List<Message> messages() {
        return recorder.messages();
    }

    /** The task tree as it stands. */
    public Plan plan() {
        return recorder.see(SessionView::plan);
    }

    /**
     * Keeps something with the session, durably.
     *
     * @param kind whose it is and what; lower case with underscores
     */
    public void note(String kind, ObjectNode data) {
        recorder.append(new Entry.Noted(kind, data));
    }

    /** Tells the agent's listeners what happened: as an event of the turn that runs, else of none. Any thread. */
    public void tell(Event event) {
        Turn running;
        synchronized (this) {
            running = current;
        }
        if (running == null || !running.tell(event)) {
            between.emit(event);
        }
    }

    /** What was {@linkplain #note kept} last under that kind, here or in another process; null when nothing was. */
    public @Nullable ObjectNode findNote(String kind) {
        return recorder.see(view -> view.noted(kind));
    }

    /**
     * Takes back what a turn did to files, its sub-agents and processes included. What others have written since stays, and
     * is reported. The conversation stays as it is.
     *
     * @param turn {@link Turn#id}, or that of an {@linkplain Outcome.Account account}
     * @throws TurnRunning when a turn runs in this session
     * @throws IllegalArgumentException when this session has had no such turn
     * @throws IllegalStateException when no part of the agent can take back what was done
     */
    public synchronized Reverted revert(String turn) {
        return reverter(turn).revert(id, turn);
    }

    /**
     * Takes back all that was done to files after a step of a turn, in that turn and in later ones.
     *
     * @param step 0 is the turn's beginning
     * @throws TurnRunning when a turn runs in this session
     * @throws IllegalArgumentException when this session has had no such turn, or the step is negative
     * @throws IllegalStateException when no part of the agent can take back what was done
     */
    public synchronized Reverted rewind(String turn, int step) {
        if (step < 0) {
            throw new IllegalArgumentException("a turn has no step " + step + ": 0 is its beginning");
        }
        return reverter(turn).rewind(id, turn, step);
    }

    private Reverter reverter(String turn) {
        requireIdle();
        if (setup.reverter == null) {
            throw new IllegalStateException("agent \"" + setup.name
                    + "\" cannot take back what it did: build it with a part that can, such as Undo.in(folder)");
        }
        List<String> turns = turns();
        if (!turns.contains(turn)) {
            throw new IllegalArgumentException("session \"" + id + "\" has had no turn \"" + turn + "\"; "
                    + (turns.isEmpty() ? "it has had none" : "its last was \"" + turns.get(turns.size() - 1) + "\""));
        }
        return setup.reverter;
    }

    private List<String> turns() {
        try (Stream<Stored> entries = transcript().stream(0)) {
            return entries.map(Stored::entry)
                    .filter(Entry.TurnStarted.class::isInstance)
                    .map(entry -> ((Entry.TurnStarted) entry).turn())
                    .toList();
        }
    }

    /**
     * Cancels a running turn, waits for its end, ends background jobs and gives the lease back.
     *
     * @throws IllegalStateException on the thread that works on the turn, such as in a listener
     */
    @Override
    public void close() {
        Turn running;
        synchronized (this) {
            if (closed) {
                return;
            }
            if (current != null && current.isOwnThread()) {
                throw new IllegalStateException(
                        "session \"" + id + "\" is at work on this very thread: cancel the turn");
            }
            closed = true;
            running = current;
        }
        if (running != null && !running.isOver()) {
            running.cancel("the session was closed");
            running.joinQuietly();
        }
        try {
            setup.hooks.forEach(hook -> hook.closing(this));
        } finally {
            try {
                resources.close();
            } finally {
                recorder.close();
            }
        }
    }

    synchronized Turn begin(Input input, @Nullable AnswerFormat format) {
        requireIdle();
        giveUp("given up for a new input");
        String name = setup.environment.ids().next("turn");
        TurnScope scope = new TurnScope(this, name, input, format);
        List<Content> content = new ArrayList<>(input.content());
        if (format != null) {
            content.add(Content.text(format.instruction()));
        }
        Message.User message = new Message.User(content, null);
        try {
            recorder.append(
                    new Entry.TurnStarted(name, TurnTerms.of(input, format).toJson()),
                    new Entry.MessageAdded(message, null));
        } catch (RuntimeException e) {
            scope.cancellation.close();
            throw e;
        }
        String model = scope.model().facts().ref().toString();
        return become(new Turn(scope), new TurnEvent.TurnStarted(message.text(), model));
    }

    private Turn become(Turn turn, TurnEvent first) {
        current = turn;
        try {
            turn.emit(first);
        } catch (Error e) {
            turn.fail(e);
            throw e;
        }
        return turn;
    }

    /** Takes up the turn that was paused or cut; nothing runs yet. */
    synchronized Turn goOn(Map<String, Object> attributes, @Nullable StopCondition goal) {
        requireIdle();
        String unfinished = recorder.see(SessionView::turn);
        if (unfinished == null) {
            throw new IllegalStateException("session \"" + id + "\" has no turn to go on with");
        }
        Turn before = current != null && current.id().equals(unfinished) ? current : null;
        TurnTerms terms = TurnTerms.read(
                recorder.see(SessionView::terms), "terms of turn " + unfinished + " of session \"" + id + "\"");
        Input input = before == null ? Input.of("resumed") : before.input();
        for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
            input = input.attribute(attribute.getKey(), attribute.getValue());
        }
        input = terms.again(goal == null ? input : input.goal(goal));
        AnswerFormat format = before == null ? terms.format() : before.format();
        TurnScope scope = new TurnScope(this, unfinished, input, format);
        scope.goOn();
        return become(
                new Turn(scope),
                new TurnEvent.TurnResumed(scope.model().facts().ref().toString()));
    }

    /** Ends a turn that was paused or cut and will not be gone on with; those of its sub-agents as well. */
    void giveUp(String why) {
        Turn.giveUp(store, recorder, why);
    }

    private void requireIdle() {
        if (closed) {
            throw new IllegalStateException("session \"" + id + "\" is closed");
        }
        if (current != null && !current.isOver()) {
            throw new TurnRunning(id, current.id());
        }
    }

    private boolean isOwnFile(Path realPath) {
        try {
            return realPath.startsWith(recorder.folder().toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    private static Outcome finish(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed && failed.error() instanceof Error error) {
            throw error;
        }
        return outcome;
    }

    Setup setup() {
        return setup;
    }

    SessionStore store() {
        return store;
    }

    Recorder recorder() {
        return recorder;
    }

    Resources resources() {
        return resources;
    }

    PermissionGate gate() {
        return gate;
    }

    Origin origin() {
        return origin;
    }

    Model model() {
        return origin.model(setup);
    }

    Role role() {
        return origin.role();
    }

    @Nullable
    Workspace workspace() {
        return origin.workspace(setup);
    }
}
