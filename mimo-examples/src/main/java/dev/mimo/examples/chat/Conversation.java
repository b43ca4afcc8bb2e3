package dev.mimo.examples.chat;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentListener;
import dev.mimo.agent.Input;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.Session;
import dev.mimo.agent.Turn;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Environment;
import dev.mimo.examples.coder.Coder;
import dev.mimo.examples.coder.Project;
import dev.mimo.examples.coder.Settings;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.judge.MaxMode;
import dev.mimo.judge.SessionGoal;
import dev.mimo.memory.MimoMemory;
import dev.mimo.memory.upkeep.Distill;
import dev.mimo.memory.upkeep.Dream;
import dev.mimo.model.BudgetedModel;
import dev.mimo.permission.Approver;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionStore;
import dev.mimo.undo.Undo;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The session that is talked in, and the turn that runs in it. Another model or mode is another agent, with which the same
 * session is opened again. For the thread that reads the keyboard, but for what says otherwise.
 */
final class Conversation implements AutoCloseable {

    private final Surroundings around;
    private final Floor floor;
    private final Approver person;
    private final AgentListener listener;
    private final MimoMemory memory;
    private final Undo undo;
    private final MaxSwitch max = new MaxSwitch();
    private Coder coder;
    private Agent agent;
    private Session session;
    private SessionGoal goal;
    private @Nullable Turn turn;
    private volatile Cancellation.@Nullable Source beside;
    private volatile @Nullable Outcome outcome;

    /** Opens the session of that id, or a new one. */
    Conversation(Surroundings around, Floor floor, Approver person, AgentListener listener, Opening opening) {
        this.around = around;
        this.floor = floor;
        this.person = person;
        this.listener = listener;
        this.memory = Coder.memory(around.home());
        this.undo = Coder.undo(around.home());
        try {
            coder = coder(opening.settings());
            agent = agent();
            session = opening.session() == null ? agent.session() : agent.session(opening.session());
            goal = SessionGoal.of(session);
        } catch (RuntimeException e) {
            if (coder != null) {
                coder.close();
            }
            memory.close();
            throw e;
        }
        note();
    }

    /**
     * What is talked about.
     *
     * @param session null for a new one
     */
    record Opening(Settings settings, @Nullable SessionId session) {}

    Session session() {
        return session;
    }

    /** When the work is done; holds for each turn. */
    SessionGoal goal() {
        return goal;
    }

    /** On which steps several replies are drafted. */
    MaxSwitch max() {
        return max;
    }

    Coder coder() {
        return coder;
    }

    Settings settings() {
        return coder.settings();
    }

    SessionStore store() {
        return memory.sessions();
    }

    Undo undo() {
        return undo;
    }

    /** How the last turn ended; null before. Any thread. */
    @Nullable
    Outcome outcome() {
        return outcome;
    }

    /** Goes on in another session, or in the same one with other settings. What cannot be opened leaves all as it is. */
    void open(Opening opening) {
        Coder before = coder;
        Agent agentBefore = agent;
        SessionId id = session.id();
        coder = coder(opening.settings());
        try {
            agent = agent();
            boolean same = id.equals(opening.session());
            if (same) {
                session.close();
            }
            Session next = opening.session() == null ? agent.session() : agent.session(opening.session());
            if (!same) {
                session.close();
            }
            session = next;
            goal = SessionGoal.of(session);
            before.close();
        } catch (RuntimeException e) {
            coder.close();
            coder = before;
            agent = agentBefore;
            throw e;
        }
        note();
    }

    void start(Input input) {
        run(session.start(input.goal(goal)));
    }

    /** Goes on with a turn that was paused or cut off. */
    void resume() {
        run(session.resume(Map.of(), Map.of(), goal));
    }

    /** Tells the agent at work; false when it has just ended. */
    boolean steer(String text) {
        Turn working = turn;
        if (working == null) {
            return false;
        }
        try {
            working.steer(text);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    void cancel() {
        Cancellation.Source work = beside;
        if (work != null) {
            work.cancel("interrupted");
        } else if (turn != null) {
            turn.cancel("interrupted");
        }
    }

    /** Does something in the place of a turn, on another thread, until it is done or cancelled; it says itself what comes of it. */
    void work(Consumer<Cancellation> body) {
        Cancellation.Source signal = new Cancellation.Source();
        beside = signal;
        floor.working(true);
        Environment.standard().executor().execute(() -> {
            try {
                body.accept(signal);
            } finally {
                beside = null;
                floor.working(false);
            }
        });
    }

    /** Proposes what was done again and again in the project, with the model that is talked with. */
    Distill distill() {
        return memory.distill(settings().workspace()).model(new BudgetedModel(coder.model()));
    }

    /** Puts what is remembered of the project in order, with the model that is talked with. */
    Dream dream() {
        return memory.dream(settings().workspace()).model(new BudgetedModel(coder.model()));
    }

    @Override
    public void close() {
        try {
            session.close();
        } finally {
            coder.close();
            memory.close();
        }
    }

    private void run(Turn started) {
        turn = started;
        floor.working(true);
        started.toCompletionStage().whenComplete((ended, error) -> {
            outcome = ended;
            floor.working(false);
        });
    }

    private Coder coder(Settings settings) {
        Project project = Project.of(settings, around.home());
        return new Coder(around, settings, project.load(memory.assets(settings.workspace())));
    }

    private Agent agent() {
        return coder.agent(Coder.Manner.TOGETHER, memory, undo)
                .maxMode(MaxMode.of(MaxSwitch.CANDIDATES).when(max))
                .approver(person)
                .listener(listener)
                .build();
    }

    private void note() {
        session.note(Settings.NOTE, settings().toJson());
    }
}
