package dev.mimo.memory.upkeep;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.environment.Environment;
import dev.mimo.environment.EventSink;
import dev.mimo.environment.FileBusy;
import dev.mimo.environment.MimoException;
import dev.mimo.environment.PrivateFiles;
import dev.mimo.environment.ProcessLock;
import dev.mimo.memory.layer.MarkdownMemoryStore;
import dev.mimo.memory.upkeep.UpkeepLedger.Snapshot;
import dev.mimo.model.Budget;
import dev.mimo.model.Json;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.Role;
import dev.mimo.session.MemoryConflict;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts the memory of a project in order: one of two that say the same, of two that speak against each other the one that
 * holds, nothing about files that are gone or that nobody has seen for long, and no more than fits.
 *
 * <p>Code finds what is wrong; a model is asked only where that is a matter of judgement, and what it answers is checked.
 * What the user said is never changed. What several sessions saw and nobody remembers is added. A run that would take away
 * more than 30 % of the entries changes none. All of a run's changes come at once, and {@link #rollback} takes them back.
 * What a model left as it is, and what was taken back, is not looked at again until its words change.
 *
 * <pre>{@code
 * Dream dream = memory.dream(workspace);
 * DreamPlan plan = dream.plan();
 * System.out.println(plan.toMarkdown());
 * UpkeepRun run = dream.apply(plan);
 * dream.rollback(run.id());
 * }</pre>
 *
 * <p>Immutable; safe for use by several threads. Its methods block. Two that change the same project, in any processes, do
 * not run at the same time: the second fails at once.
 */
public final class Dream {

    static final String JOB = "dream";
    private static final Duration INTERVAL = Duration.ofDays(7);

    private final Terms terms;
    private final MemoryScope.Project project;
    private final @Nullable Path workspace;
    private final Use use;

    private Dream(Terms terms, MemoryScope.Project project, @Nullable Path workspace, Use use) {
        this.terms = terms;
        this.project = project;
        this.workspace = workspace;
        this.use = use;
    }

    /** What all dreams under a root share. */
    public record Terms(
            MarkdownMemoryStore layers,
            UpkeepLedger ledger,
            DreamMaterial material,
            Clock clock,
            UpkeepLimits limits) {}

    /** What a host lets a dream use. */
    private record Use(@Nullable Model model, EventSink events, Environment environment, Cancellation cancellation) {}

    /**
     * The dream of a project, without a model: what code cannot settle is left as it is.
     *
     * @param workspace where files that entries speak of are looked for; null: none is missed
     */
    public static Dream of(Terms terms, MemoryScope.Project project, @Nullable Path workspace) {
        Use use = new Use(null, EventSink.none(), Environment.standard(), Cancellation.never());
        return new Dream(terms, project, workspace, use);
    }

    /** Asks {@code other} where judgement is needed; it is to be charged, retried and limited already. */
    public Dream model(Model other) {
        return with(new Use(other, use.events, use.environment, use.cancellation));
    }

    /** Tells {@code other} what was done. */
    public Dream events(EventSink other) {
        return with(new Use(use.model, other, use.environment, use.cancellation));
    }

    /** Takes timers from {@code other}, and ends when it is closed; the process's own when left out. */
    public Dream environment(Environment other) {
        return with(new Use(use.model, use.events, other, use.cancellation));
    }

    /** Ends early on {@code signal}; what it would have changed is as it was, and it is tried again the next time. */
    public Dream cancellation(Cancellation signal) {
        return with(new Use(use.model, use.events, use.environment, signal));
    }

    private Dream with(Use other) {
        return new Dream(terms, project, workspace, other);
    }

    /**
     * What would be changed; changes nothing.
     *
     * @throws UpkeepFailed when the model's answer is no use, or does not come in time
     * @throws CancelledException when it was cancelled, or the thread was interrupted
     * @throws StoreException when the memory cannot be understood
     */
    public DreamPlan plan() {
        Duration most = terms.limits().deadline();
        String late = "the deadline of " + most.toSeconds() + " s is over";
        Cancellation.Source signal = Cancellation.Source.under(use.cancellation);
        List<Cancellation.Registration> waiting = new ArrayList<>();
        try {
            waiting.add(use.environment.life().onCancel(() -> signal.cancel("the environment was closed")));
            waiting.add(use.environment.scheduler().after(most, () -> signal.cancel(late)));
            DreamPlan plan = planner().plan(use.model, call(signal));
            signal.throwIfCancelled();
            return plan;
        } catch (CancelledException e) {
            throw late.equals(signal.reason()) ? new UpkeepFailed(late) : e;
        } finally {
            waiting.forEach(Cancellation.Registration::close);
            signal.close();
        }
    }

    private ModelCall call(Cancellation signal) {
        UpkeepLimits limits = terms.limits();
        return ModelCall.of(Role.UPKEEP)
                .withBudget(Budget.unlimited().child(limits.tokens(), limits.cost()))
                .withEvents(use.events)
                .withCancellation(signal);
    }

    private DreamPlanner planner() {
        return new DreamPlanner(terms, project, workspace, mark());
    }

    private DreamMark mark() {
        return DreamMark.read(terms.ledger().findMark(JOB, project.id()));
    }

    /**
     * Makes the changes of a plan, all at once; a crash leaves all or none.
     *
     * @throws UpkeepFailed when it goes too far
     * @throws UpkeepBusy when somebody else works on the project
     * @throws MemoryConflict when the memory is not what the plan was made for
     */
    public UpkeepRun apply(DreamPlan plan) {
        return alone(() -> {
            String refusal = plan.findRefusal();
            if (refusal != null) {
                throw new UpkeepFailed("refused: " + refusal);
            }
            return applied(plan);
        });
    }

    /**
     * Plans, and applies what may be; whatever comes of it is noted and told.
     *
     * @throws CancelledException when it was cancelled, or the thread was interrupted: then nothing was changed or noted
     */
    public UpkeepRun run() {
        return alone(this::planned);
    }

    /**
     * The same when it is due: the last success is 7 days ago, and since then memory has changed or a session has grown. Null
     * when it is not, or somebody else is at it.
     */
    public @Nullable UpkeepRun runDue() {
        if (!isDue()) {
            return null;
        }
        try {
            // Who held the lock meanwhile may have done it.
            return this.<@Nullable UpkeepRun>alone(() -> isDue() ? planned() : null);
        } catch (UpkeepBusy e) {
            return null;
        }
    }

    private boolean isDue() {
        return schedule().isDue(project.id()) && planner().hasNews();
    }

    private UpkeepRun planned() {
        try {
            DreamPlan plan = plan();
            requireGoingOn();
            if (plan.findRefusal() == null) {
                return applied(plan);
            }
            schedule().succeeded(project.id());
            return noted(run(UpkeepRun.Status.REFUSED, plan));
        } catch (CancelledException e) {
            throw e;
        } catch (MimoException e) {
            requireGoingOn();
            schedule().failed(project.id());
            var report = Json.object().put("project", project.id()).put("failure", e.getMessage());
            return noted(new UpkeepRun(
                    newId(), JOB, project.id(), terms.clock().instant(), UpkeepRun.Status.FAILED, report));
        }
    }

    /** Being cut off is no failure, whatever it looked like. */
    private void requireGoingOn() {
        use.cancellation.throwIfCancelled();
        use.environment.life().throwIfCancelled();
        if (Thread.currentThread().isInterrupted()) {
            throw new CancelledException("the thread was interrupted");
        }
    }

    private UpkeepRun applied(DreamPlan plan) {
        UpkeepRun run = plan.changes().isEmpty() ? noted(run(UpkeepRun.Status.NOTHING, plan)) : replaced(plan);
        DreamMark seen = DreamMark.read(plan.mark()).withMemory(terms.layers().content(project));
        terms.ledger().putMark(JOB, project.id(), seen.write());
        schedule().succeeded(project.id());
        return run;
    }

    private UpkeepRun replaced(DreamPlan plan) {
        var draft = terms.layers().draft(project, now -> {
            if (!plan.project().equals(project) || !now.equals(plan.before())) {
                throw new MemoryConflict("the memory of " + project.id() + " is not what the plan was made for");
            }
            return plan.after();
        });
        UpkeepRun run = run(UpkeepRun.Status.APPLYING, plan);
        terms.ledger().add(run, new Snapshot(draft.before(), draft.after()));
        terms.layers().replace(project, draft.before(), draft.after());
        return settled(run, UpkeepRun.Status.APPLIED);
    }

    /**
     * Puts back what the file held before a run, byte for byte.
     *
     * @throws UpkeepFailed when no such run stands
     * @throws UpkeepBusy when somebody else works on the project
     * @throws MemoryConflict when the file has changed since; later runs are rolled back first
     */
    public UpkeepRun rollback(String id) {
        return alone(() -> {
            UpkeepRun run = runs().stream()
                    .filter(one -> one.id().equals(id) && one.status() == UpkeepRun.Status.APPLIED)
                    .findFirst()
                    .orElseThrow(() -> new UpkeepFailed("no run " + id + " of " + project.id() + " stands"));
            Snapshot snapshot = snapshot(id);
            // A rollback that was cut off has put it back already.
            if (!Arrays.equals(terms.layers().content(project), snapshot.before())) {
                terms.layers().replace(project, snapshot.after(), snapshot.before());
            }
            DreamMark now = mark().settling(undone(run)).withMemory(snapshot.before());
            terms.ledger().putMark(JOB, project.id(), now.write());
            return settled(run, UpkeepRun.Status.ROLLED_BACK);
        });
    }

    /** What was taken back is not done again, as long as the words are the same. */
    private static List<String> undone(UpkeepRun run) {
        List<String> keys = new ArrayList<>();
        for (JsonNode change : run.report().path("changes")) {
            String word = change.path("what").asText().equals("add") ? "text" : "was";
            keys.add(DreamMark.undone(change.path(word).asText()));
        }
        return keys;
    }

    /** From when on {@link #runDue} runs, if something is new by then; null when it was never asked. */
    public @Nullable Instant findDue() {
        return schedule().findDue(project.id());
    }

    /** What was done to this project, the last run first. */
    public List<UpkeepRun> runs() {
        return terms.ledger().runs(project.id());
    }

    /** A run that was cut off has changed all or nothing: which of both is told by the file. */
    private void recover() {
        for (UpkeepRun run : runs()) {
            if (run.status() == UpkeepRun.Status.APPLYING) {
                boolean done = Arrays.equals(
                        terms.layers().content(project), snapshot(run.id()).after());
                terms.ledger().settle(run.id(), done ? UpkeepRun.Status.APPLIED : UpkeepRun.Status.ABANDONED);
            }
        }
    }

    private Snapshot snapshot(String id) {
        Snapshot snapshot = terms.ledger().findSnapshot(id);
        if (snapshot == null) {
            throw new UpkeepFailed("run " + id + " has no snapshot");
        }
        return snapshot;
    }

    private <T extends @Nullable Object> T alone(Supplier<T> work) {
        Path file = terms.layers().file(project).resolveSibling(".upkeep.lock");
        try {
            PrivateFiles.createFolders(Objects.requireNonNull(file.getParent()));
            ProcessLock held = ProcessLock.take(file);
            try {
                recover();
                return work.get();
            } finally {
                held.close();
            }
        } catch (FileBusy e) {
            throw new UpkeepBusy("upkeep of " + project.id() + " is run by " + e.holder());
        } catch (IOException e) {
            throw new StoreException("cannot lock " + file + ": " + e, e);
        }
    }

    private UpkeepRun run(UpkeepRun.Status status, DreamPlan plan) {
        return new UpkeepRun(newId(), JOB, project.id(), terms.clock().instant(), status, plan.toJson());
    }

    private UpkeepRun noted(UpkeepRun run) {
        terms.ledger().add(run, null);
        use.events.emit(new UpkeepEvent.UpkeepFinished(run));
        return run;
    }

    private UpkeepRun settled(UpkeepRun run, UpkeepRun.Status status) {
        terms.ledger().settle(run.id(), status);
        UpkeepRun now = run.with(status);
        use.events.emit(new UpkeepEvent.UpkeepFinished(now));
        return now;
    }

    private Schedule schedule() {
        return new Schedule(terms.ledger(), JOB, INTERVAL, terms.clock());
    }

    private static String newId() {
        return "dream-" + UUID.randomUUID().toString().substring(0, 8);
    }
}
