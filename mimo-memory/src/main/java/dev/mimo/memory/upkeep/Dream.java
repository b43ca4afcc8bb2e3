package dev.mimo.memory.upkeep;

import dev.mimo.environment.EventSink;
import dev.mimo.environment.FileBusy;
import dev.mimo.environment.MimoException;
import dev.mimo.environment.PrivateFiles;
import dev.mimo.environment.ProcessLock;
import dev.mimo.memory.layer.Flaw;
import dev.mimo.memory.layer.Flaws;
import dev.mimo.memory.layer.MarkdownMemoryStore;
import dev.mimo.memory.upkeep.UpkeepLedger.Snapshot;
import dev.mimo.model.Budget;
import dev.mimo.model.Json;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.Role;
import dev.mimo.session.MemoryConflict;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts the memory of a project in order: one of two that say the same, of two that speak against each other the one that
 * holds, nothing about files that are gone or that nobody has seen for long, and no more than fits.
 *
 * <p>Code finds what is wrong; a model is asked only where that is a matter of judgement, and what it answers is checked.
 * What the user said is never changed. A run that would change more than 30 % of the entries changes none. All of a run's
 * changes come at once, and {@link #rollback} takes them back.
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

    /** What current entries may take, in tokens. */
    private static final long MEMORY = 10_000;

    /** More pairs are asked about by the next run. */
    private static final int MOST_PAIRS = 40;

    private final Terms terms;
    private final MemoryScope.Project project;
    private final @Nullable Path workspace;
    private final @Nullable Model model;
    private final EventSink events;

    private Dream(
            Terms terms,
            MemoryScope.Project project,
            @Nullable Path workspace,
            @Nullable Model model,
            EventSink events) {
        this.terms = terms;
        this.project = project;
        this.workspace = workspace;
        this.model = model;
        this.events = events;
    }

    /**
     * What all dreams under a root share.
     *
     * @param maxTokens what models may take for one plan
     */
    public record Terms(MarkdownMemoryStore layers, UpkeepLedger ledger, Clock clock, long maxTokens) {}

    /**
     * The dream of a project, without a model: what code cannot settle is left as it is.
     *
     * @param workspace where files that entries speak of are looked for; null: none is missed
     */
    public static Dream of(Terms terms, MemoryScope.Project project, @Nullable Path workspace) {
        return new Dream(terms, project, workspace, null, EventSink.none());
    }

    /** Asks {@code other} where judgement is needed; it is to be charged, retried and limited already. */
    public Dream model(Model other) {
        return new Dream(terms, project, workspace, other, events);
    }

    /** Tells {@code other} what was done. */
    public Dream events(EventSink other) {
        return new Dream(terms, project, workspace, model, other);
    }

    /**
     * What would be changed; changes nothing.
     *
     * @throws UpkeepFailed when the model's answer is no use
     * @throws StoreException when the memory cannot be understood
     */
    public DreamPlan plan() {
        var layer = terms.layers().read(project);
        if (layer.fault() != null) {
            throw new StoreException(layer.fault(), null);
        }
        List<Change> changes = new ArrayList<>();
        List<Flaw> doubtful = new ArrayList<>();
        int most = DreamPlan.mostChanged(layer.entries().size());
        for (Flaw flaw : new Flaws(terms.clock().instant(), workspace, MEMORY).find(layer.entries())) {
            if (flaw.kind().isDoubtful()) {
                doubtful.add(flaw);
            } else if (flaw.kind() != Flaw.Kind.OVER_BUDGET || changes.size() < most) {
                changes.add(change(flaw));
            }
        }
        Budget budget = Budget.unlimited().child(terms.maxTokens(), null);
        changes.addAll(judged(doubtful, layer.entries(), budget));
        return new DreamPlan(
                project, layer.entries(), changes, budget.spent().usage().total());
    }

    private static Change change(Flaw flaw) {
        String last = flaw.entries().get(flaw.entries().size() - 1);
        return switch (flaw.kind()) {
            case DUPLICATE -> new Change.Merge(last, flaw.entries().get(0), null, flaw.reason());
            case FORGOTTEN -> new Change.Drop(last, flaw.reason());
            case GONE, EXPIRED, OVER_BUDGET, SIMILAR, CONTRADICTION -> new Change.Retire(last, flaw.reason());
        };
    }

    private List<Change> judged(List<Flaw> doubtful, List<MemoryEntry> entries, Budget budget) {
        if (model == null || doubtful.isEmpty()) {
            return List.of();
        }
        Map<String, MemoryEntry> byId = new LinkedHashMap<>();
        entries.forEach(entry -> byId.put(entry.id(), entry));
        List<Flaw> asked = doubtful.subList(0, Math.min(doubtful.size(), MOST_PAIRS));
        ModelCall call = ModelCall.of(Role.UPKEEP).withBudget(budget).withEvents(events);
        return new DreamQuestion(asked, byId).ask(model, call);
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

    /** Plans, and applies what may be; whatever comes of it is noted and told. */
    public UpkeepRun run() {
        return alone(this::planned);
    }

    /** The same when it is due: the last success is 7 days ago. Null when it is not, or somebody else is at it. */
    public @Nullable UpkeepRun runDue() {
        Schedule schedule = schedule();
        if (!schedule.isDue(project.id())) {
            return null;
        }
        try {
            // Who held the lock meanwhile may have done it.
            return this.<@Nullable UpkeepRun>alone(() -> schedule.isDue(project.id()) ? planned() : null);
        } catch (UpkeepBusy e) {
            return null;
        }
    }

    private UpkeepRun planned() {
        try {
            DreamPlan plan = plan();
            UpkeepRun run = plan.findRefusal() == null ? applied(plan) : noted(run(UpkeepRun.Status.REFUSED, plan));
            schedule().succeeded(project.id());
            return run;
        } catch (MimoException e) {
            schedule().failed(project.id());
            var report = Json.object().put("project", project.id()).put("failure", e.getMessage());
            return noted(new UpkeepRun(
                    newId(), JOB, project.id(), terms.clock().instant(), UpkeepRun.Status.FAILED, report));
        }
    }

    private UpkeepRun applied(DreamPlan plan) {
        if (plan.changes().isEmpty()) {
            return noted(run(UpkeepRun.Status.NOTHING, plan));
        }
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
            return settled(run, UpkeepRun.Status.ROLLED_BACK);
        });
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
        events.emit(new UpkeepEvent.UpkeepFinished(run));
        return run;
    }

    private UpkeepRun settled(UpkeepRun run, UpkeepRun.Status status) {
        terms.ledger().settle(run.id(), status);
        UpkeepRun now = run.with(status);
        events.emit(new UpkeepEvent.UpkeepFinished(now));
        return now;
    }

    private Schedule schedule() {
        return new Schedule(terms.ledger(), JOB, INTERVAL, terms.clock());
    }

    private static String newId() {
        return "dream-" + UUID.randomUUID().toString().substring(0, 8);
    }
}
