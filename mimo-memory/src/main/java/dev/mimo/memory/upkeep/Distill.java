package dev.mimo.memory.upkeep;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.environment.Environment;
import dev.mimo.environment.EventSink;
import dev.mimo.model.Model;
import dev.mimo.session.MemoryConflict;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the sessions of a project did again and again into skills, custom agents and commands, and proposes them: they
 * act only once a person has accepted them.
 *
 * <p>Code finds what repeats in the raw history: the same steps, three times at least, in two sessions at least. A model names
 * it and writes it up, and what it writes is checked: it can hold no command, path or address that was not used. Nothing that
 * is there is ever overwritten.
 *
 * <pre>{@code
 * Distill distill = memory.distill(workspace).model(model);
 * DistillPlan plan = distill.plan();
 * System.out.println(plan.toMarkdown());
 * distill.apply(plan);
 * distill.proposals().forEach(proposed -> System.out.println(proposed.id() + ": " + proposed.because()));
 * distill.accept("skill-release");
 * }</pre>
 *
 * <p>Immutable; safe for use by several threads. Its methods block. Two that work on the same project, in any processes, do
 * not run at the same time: the second fails at once.
 */
public final class Distill {

    static final String JOB = "distill";
    private static final Duration INTERVAL = Duration.ofDays(30);

    private final Dream.Terms terms;
    private final MemoryScope.Project project;
    private final @Nullable Path workspace;
    private final Use use;
    private final UpkeepJob job;
    private final AssetFiles proposed;
    private final AssetFiles accepted;

    private Distill(Dream.Terms terms, MemoryScope.Project project, @Nullable Path workspace, Use use) {
        this.terms = terms;
        this.project = project;
        this.workspace = workspace;
        this.use = use;
        job = new UpkeepJob(JOB, INTERVAL, project, terms, use);
        Path folder = Objects.requireNonNull(terms.layers().file(project).getParent());
        proposed = new AssetFiles(folder.resolve("proposed"));
        accepted = new AssetFiles(folder.resolve("assets"));
    }

    /** Where accepted assets stand: {@code skills}, {@code agents} and {@code commands} below it. */
    public Path assets() {
        return accepted.top();
    }

    /**
     * What is distilled of a project, without a model: procedures are found, and nothing is proposed.
     *
     * @param workspace whose assets in {@code .mimo}, {@code .claude} and {@code .agents} are not proposed again; null: none
     */
    public static Distill of(Dream.Terms terms, MemoryScope.Project project, @Nullable Path workspace) {
        return new Distill(terms, project, workspace, Use.NOTHING);
    }

    /** Asks {@code other} to name procedures and write them up; it is to be charged, retried and limited already. */
    public Distill model(Model other) {
        return with(use.withModel(other));
    }

    /** Tells {@code other} what was done. */
    public Distill events(EventSink other) {
        return with(use.withEvents(other));
    }

    /** Takes timers from {@code other}, and ends when it is closed; the process's own when left out. */
    public Distill environment(Environment other) {
        return with(use.withEnvironment(other));
    }

    /** Ends early on {@code signal}; nothing is proposed then, and it is tried again the next time. */
    public Distill cancellation(Cancellation signal) {
        return with(use.withCancellation(signal));
    }

    private Distill with(Use other) {
        return new Distill(terms, project, workspace, other);
    }

    /**
     * What would be proposed; writes nothing.
     *
     * @throws UpkeepFailed when the model's answer is no use, or does not come in time
     * @throws CancelledException when it was cancelled, or the thread was interrupted
     * @throws StoreException when the history cannot be read
     */
    public DistillPlan plan() {
        return job.limited(call -> planner().plan(use.model(), call));
    }

    private DistillPlanner planner() {
        List<AssetFiles> known = new ArrayList<>(List.of(accepted, proposed));
        if (workspace != null) {
            for (String place : List.of(".mimo", ".claude", ".agents")) {
                known.add(new AssetFiles(workspace.resolve(place)));
            }
        }
        return new DistillPlanner(terms.material(), project, known, mark());
    }

    private DistillMark mark() {
        return DistillMark.read(job.findMark());
    }

    /**
     * Proposes what a plan has, all of it or nothing.
     *
     * @throws UpkeepBusy when somebody else works on the project
     * @throws MemoryConflict when something else stands where a proposal would
     */
    public UpkeepRun apply(DistillPlan plan) {
        return job.alone(this::recover, () -> applied(plan));
    }

    /** Plans, and proposes; whatever comes of it is noted and told. */
    public UpkeepRun run() {
        return job.alone(this::recover, this::planned);
    }

    /**
     * The same when it is due: the last success is 30 days ago, and a session has grown since. Null when it is not, or somebody
     * else is at it.
     */
    public @Nullable UpkeepRun runDue() {
        return job.runDue(() -> planner().hasNews(), this::recover, this::planned);
    }

    private UpkeepRun planned() {
        return job.noting(() -> {
            DistillPlan plan = plan();
            job.requireGoingOn();
            return applied(plan);
        });
    }

    private UpkeepRun applied(DistillPlan plan) {
        List<Asset> assets = plan.assets();
        UpkeepRun run = assets.isEmpty()
                ? job.noted(UpkeepRun.Status.NOTHING, plan.toJson())
                : written(job.run(UpkeepRun.Status.APPLYING, plan.toJson()), assets);
        job.putMark(DistillMark.read(plan.mark()).write());
        job.schedule().succeeded(project.id());
        return run;
    }

    /** What is written counts from the moment in which the run is settled: before, {@link #proposals} does not tell it. */
    private UpkeepRun written(UpkeepRun run, List<Asset> assets) {
        for (Asset asset : assets) {
            if (proposed.find(asset.file()) != null || accepted.find(asset.file()) != null) {
                throw new MemoryConflict("there is a " + asset.id() + " already; make a new plan");
            }
        }
        terms.ledger().add(run, null);
        assets.forEach(proposed::write);
        return job.settled(run, UpkeepRun.Status.APPLIED);
    }

    /** A run that was cut off has proposed nothing. */
    private void recover(UpkeepRun run) {
        assets(run).stream()
                .filter(asset -> asset.text().equals(proposed.find(asset.file())))
                .forEach(asset -> proposed.remove(asset.file()));
        terms.ledger().settle(run.id(), UpkeepRun.Status.ABANDONED);
    }

    /** What waits for a person's word, the oldest first. */
    public List<Proposed> proposals() {
        List<Proposed> waiting = new ArrayList<>();
        for (UpkeepRun run : runs()) {
            for (JsonNode finding : run.report().path("findings")) {
                if (run.status() == UpkeepRun.Status.APPLIED && finding.has("asset")) {
                    Asset asset = asset(finding.path("asset"));
                    if (proposed.find(asset.file()) != null) {
                        waiting.add(
                                0,
                                new Proposed(
                                        asset.id(),
                                        asset.kind(),
                                        asset.name(),
                                        run.id(),
                                        finding.path("because").asText(),
                                        proposed.file(asset)));
                    }
                }
            }
        }
        return List.copyOf(waiting);
    }

    /**
     * Makes a proposal, as it stands in its file now, an asset of the project: the next session has it.
     *
     * @return where it stands now
     * @throws UpkeepFailed when no such proposal waits
     * @throws MemoryConflict when another asset stands there
     */
    public Path accept(String id) {
        return accept(id, accepted);
    }

    /** The same, but for {@code .mimo} in a repository, where others find it as well. */
    public Path accept(String id, Path repository) {
        return accept(id, new AssetFiles(repository.resolve(".mimo")));
    }

    private Path accept(String id, AssetFiles to) {
        return job.alone(this::recover, () -> {
            Proposed waiting = waiting(id);
            String text = proposed.find(waiting.file());
            if (text == null) {
                throw new UpkeepFailed("proposal " + id + " has gone");
            }
            Asset asset = new Asset(waiting.kind(), waiting.name(), text);
            // In this order, so that it is never nowhere: to accept it once more does no harm.
            to.write(asset);
            job.putMark(mark().accepting(id).write());
            proposed.remove(asset.file());
            return to.file(asset);
        });
    }

    /**
     * Removes a proposal, or an asset of the project that was accepted; the same procedure is not proposed again.
     *
     * @throws UpkeepFailed when there is no such proposal or asset
     */
    public void reject(String id) {
        job.alone(this::recover, () -> {
            Asset.Kind kind = kind(id);
            Asset named = new Asset(kind, id.substring(kind.label().length() + 1), "");
            boolean waits = proposed.find(named.file()) != null;
            if (!waits && accepted.find(named.file()) == null) {
                throw new UpkeepFailed("there is no proposal and no asset " + id);
            }
            job.putMark(mark().rejecting(id).write());
            (waits ? proposed : accepted).remove(named.file());
            return id;
        });
    }

    private static Asset.Kind kind(String id) {
        Asset.Kind kind = Asset.Kind.find(id.substring(0, Math.max(0, id.indexOf('-'))));
        if (kind == null || !Asset.isName(id.substring(id.indexOf('-') + 1))) {
            throw new UpkeepFailed("\"" + id + "\" is no proposal: their ids are like skill-release");
        }
        return kind;
    }

    private Proposed waiting(String id) {
        return proposals().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new UpkeepFailed("no proposal " + id + " waits"));
    }

    /**
     * Takes back all proposals of a run.
     *
     * @throws UpkeepFailed when no such run stands, or one of its proposals was accepted: reject that first
     * @throws MemoryConflict when one was changed since
     */
    public UpkeepRun rollback(String run) {
        return job.alone(this::recover, () -> {
            UpkeepRun standing = job.standing(run);
            List<Asset> assets = assets(standing);
            for (Asset asset : assets) {
                if (mark().accepted().contains(asset.id())) {
                    throw new UpkeepFailed(asset.id() + " was accepted; reject it first");
                }
                String text = proposed.find(asset.file());
                if (text != null && !text.equals(asset.text())) {
                    throw new MemoryConflict(proposed.file(asset) + " was changed since; reject " + asset.id());
                }
            }
            assets.forEach(asset -> proposed.remove(asset.file()));
            return job.settled(standing, UpkeepRun.Status.ROLLED_BACK);
        });
    }

    private static List<Asset> assets(UpkeepRun run) {
        List<Asset> assets = new ArrayList<>();
        run.report().path("findings").forEach(finding -> {
            if (finding.has("asset")) {
                assets.add(asset(finding.path("asset")));
            }
        });
        return assets;
    }

    private static Asset asset(JsonNode json) {
        Asset.Kind kind = Objects.requireNonNull(
                Asset.Kind.find(json.path("kind").asText()), json.path("kind").asText());
        return new Asset(kind, json.path("name").asText(), json.path("text").asText());
    }

    /** When it is next due, should there be anything new; null when it was never thought of. */
    public @Nullable Instant findDue() {
        return job.schedule().findDue(project.id());
    }

    /** What was distilled of this project, the last run first. */
    public List<UpkeepRun> runs() {
        return job.runs().stream().filter(run -> run.job().equals(JOB)).toList();
    }
}
