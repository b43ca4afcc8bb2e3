package dev.mimo.memory.upkeep;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.environment.Environment;
import dev.mimo.environment.EventSink;
import dev.mimo.memory.layer.MarkdownMemoryStore;
import dev.mimo.memory.upkeep.UpkeepLedger.Snapshot;
import dev.mimo.model.Model;
import dev.mimo.session.MemoryConflict;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.StoreException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    private final UpkeepJob job;
    private final boolean planOnly;

    private Dream(Terms terms, MemoryScope.Project project, @Nullable Path workspace, Use use, boolean planOnly) {
        this.terms = terms;
        this.project = project;
        this.workspace = workspace;
        this.use = use;
        this.planOnly = planOnly;
        job = new UpkeepJob(JOB, INTERVAL, project, terms, use);
    }

    /** What all dreams under a root share. */
    public record Terms(
            MarkdownMemoryStore layers,
            UpkeepLedger ledger,
            DreamMaterial material,
            Clock clock,
            UpkeepLimits limits) {}

    /**
     * The dream of a project, without a model: what code cannot settle is left as it is.
     *
     * @param workspace where files that entries speak of are looked for; null: none is missed
     */
    public static Dream of(Terms terms, MemoryScope.Project project, @Nullable Path workspace) {
        return new Dream(terms, project, workspace, Use.NOTHING, false);
    }

    /** Asks {@code other} where judgement is needed; it is to be charged, retried and limited already. */
    public Dream model(Model other) {
        return with(use.withModel(other));
    }

    /** Tells {@code other} what was done. */
    public Dream events(EventSink other) {
        return with(use.withEvents(other));
    }

    /** Takes timers from {@code other}, and ends when it is closed; the process's own when left out. */
    public Dream environment(Environment other) {
        return with(use.withEnvironment(other));
    }

    /** Ends early on {@code signal}; what it would have changed is as it was, and it is tried again the next time. */
    public Dream cancellation(Cancellation signal) {
        return with(use.withCancellation(signal));
    }

    /** Lets {@link #run} and {@link #runDue} only note what they would change. */
    public Dream planOnly() {
        return new Dream(terms, project, workspace, use, true);
    }

    private Dream with(Use other) {
        return new Dream(terms, project, workspace, other, planOnly);
    }

    /**
     * What would be changed; changes nothing.
     *
     * @throws UpkeepFailed when the model's answer is no use, or does not come in time
     * @throws CancelledException when it was cancelled, or the thread was interrupted
     * @throws StoreException when the memory cannot be understood
     */
    public DreamPlan plan() {
        return job.limited(call -> planner().plan(use.model(), call));
    }

    private DreamPlanner planner() {
        return new DreamPlanner(terms, project, workspace, mark());
    }

    private DreamMark mark() {
        return DreamMark.read(job.findMark());
    }

    /**
     * Makes the changes of a plan, all at once; a crash leaves all or none.
     *
     * @throws UpkeepFailed when it goes too far
     * @throws UpkeepBusy when somebody else works on the project
     * @throws MemoryConflict when the memory is not what the plan was made for
     */
    public UpkeepRun apply(DreamPlan plan) {
        return job.alone(this::recover, () -> {
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
        return job.alone(this::recover, this::planned);
    }

    /**
     * The same when it is due: the last success is 7 days ago, and since then memory has changed or a session has grown. Null
     * when it is not, or somebody else is at it.
     */
    public @Nullable UpkeepRun runDue() {
        return job.runDue(() -> planner().hasNews(), this::recover, this::planned);
    }

    private UpkeepRun planned() {
        return job.noting(() -> {
            DreamPlan plan = plan();
            job.requireGoingOn();
            boolean refused = plan.findRefusal() != null;
            if (!refused && !(planOnly && !plan.changes().isEmpty())) {
                return applied(plan);
            }
            job.schedule().succeeded(project.id());
            return job.noted(refused ? UpkeepRun.Status.REFUSED : UpkeepRun.Status.PLANNED, plan.toJson());
        });
    }

    private UpkeepRun applied(DreamPlan plan) {
        UpkeepRun run = plan.changes().isEmpty() ? job.noted(UpkeepRun.Status.NOTHING, plan.toJson()) : replaced(plan);
        DreamMark seen = DreamMark.read(plan.mark()).withMemory(terms.layers().content(project));
        job.putMark(seen.write());
        job.schedule().succeeded(project.id());
        return run;
    }

    private UpkeepRun replaced(DreamPlan plan) {
        var draft = terms.layers().draft(project, now -> {
            if (!plan.project().equals(project) || !now.equals(plan.before())) {
                throw new MemoryConflict("the memory of " + project.id() + " is not what the plan was made for");
            }
            return plan.after();
        });
        UpkeepRun run = job.run(UpkeepRun.Status.APPLYING, plan.toJson());
        terms.ledger().add(run, new Snapshot(draft.before(), draft.after()));
        terms.layers().replace(project, draft.before(), draft.after());
        return job.settled(run, UpkeepRun.Status.APPLIED);
    }

    /**
     * Puts back what the file held before a run, byte for byte.
     *
     * @throws UpkeepFailed when no such run stands
     * @throws UpkeepBusy when somebody else works on the project
     * @throws MemoryConflict when the file has changed since; later runs are rolled back first
     */
    public UpkeepRun rollback(String id) {
        return job.alone(this::recover, () -> {
            UpkeepRun run = job.standing(id);
            Snapshot snapshot = snapshot(id);
            // A rollback that was cut off has put it back already.
            if (!Arrays.equals(terms.layers().content(project), snapshot.before())) {
                terms.layers().replace(project, snapshot.after(), snapshot.before());
            }
            DreamMark now = mark().settling(undone(run)).withMemory(snapshot.before());
            job.putMark(now.write());
            return job.settled(run, UpkeepRun.Status.ROLLED_BACK);
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

    /** What was dreamt of this project, the last run first. */
    public List<UpkeepRun> runs() {
        return job.runs().stream().filter(run -> run.job().equals(JOB)).toList();
    }

    /** A run that was cut off has changed all or nothing: which of both is told by the file. */
    private void recover(UpkeepRun run) {
        boolean done = Arrays.equals(
                terms.layers().content(project), snapshot(run.id()).after());
        terms.ledger().settle(run.id(), done ? UpkeepRun.Status.APPLIED : UpkeepRun.Status.ABANDONED);
    }

    /** When it is next due, should there be anything new; null when it was never thought of. */
    public @Nullable Instant findDue() {
        return job.schedule().findDue(project.id());
    }

    private Snapshot snapshot(String id) {
        Snapshot snapshot = terms.ledger().findSnapshot(id);
        if (snapshot == null) {
            throw new UpkeepFailed("run " + id + " has no snapshot");
        }
        return snapshot;
    }
}
