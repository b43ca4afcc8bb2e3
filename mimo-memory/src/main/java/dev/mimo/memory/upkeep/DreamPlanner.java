package dev.mimo.memory.upkeep;

import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.memory.layer.Flaw;
import dev.mimo.memory.layer.Flaws;
import dev.mimo.memory.layer.Promotion;
import dev.mimo.memory.layer.Unremembered;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.TokenEstimator;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.StoreException;
import dev.mimo.session.Transcript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes plans for the memory of a project: what code finds, and what a model says where that is a matter of judgement. */
final class DreamPlanner {

    /** What current entries may take, in tokens. */
    private static final long MEMORY = 10_000;

    /** More matters of a sort are asked about by the next run. */
    private static final int MOST_ASKED = 40;

    /** Sessions whose checkpoints are looked at, those written last. */
    private static final int MOST_SESSIONS = 200;

    private final Dream.Terms terms;
    private final MemoryScope.Project project;
    private final @Nullable Path workspace;
    private final DreamMark mark;
    private final Map<String, MemoryEntry> entries = new LinkedHashMap<>();
    private final TokenEstimator estimator = TokenEstimator.byScript();

    DreamPlanner(Dream.Terms terms, MemoryScope.Project project, @Nullable Path workspace, DreamMark mark) {
        this.terms = terms;
        this.project = project;
        this.workspace = workspace;
        this.mark = mark;
    }

    /** Whether there is anything that the last dream has not seen. */
    boolean hasNews() {
        byte[] content = terms.layers().content(project);
        boolean changed =
                content.length > 0 && !mark.withMemory(content).memory().equals(mark.memory());
        return changed || !mark.sessions().equals(sessions());
    }

    /** A plan; what the model takes is charged to the budget of {@code call}. */
    DreamPlan plan(@Nullable Model model, ModelCall call) {
        var layer = terms.layers().read(project);
        if (layer.fault() != null) {
            throw new StoreException(layer.fault(), null);
        }
        layer.entries().forEach(entry -> entries.put(entry.id(), entry));
        List<Flaw> flaws = new Flaws(terms.clock().instant(), workspace, MEMORY).find(layer.entries());
        List<Unremembered.Missing> missing = missing(layer.entries());
        List<Change> changes = new ArrayList<>(sure(flaws));
        List<String> settled = List.of();
        if (model != null) {
            int room = Math.max(0, DreamPlan.mostChanged(entries.size()) - changes.size());
            var decisions = new DreamQuestion(topics(flaws, missing, room)).ask(model, call);
            changes.addAll(decisions.changes());
            settled = decisions.settled();
        }
        missing.stream()
                .filter(one -> !one.isDoubtful())
                .map(one -> new Change.Add(one.entry(), why(one.entry())))
                .forEach(changes::add);
        return new DreamPlan(
                project,
                layer.entries(),
                fitting(layer.entries(), changes),
                call.budget().spent().usage().total(),
                (isCutShort(missing, model) ? mark : mark.withSessions(sessions()))
                        .settling(settled)
                        .write());
    }

    /** Whether some of what is missing is left to the next run, which then has to look at the same sessions. */
    private boolean isCutShort(List<Unremembered.Missing> missing, @Nullable Model model) {
        long doubtful = missing.stream()
                .filter(Unremembered.Missing::isDoubtful)
                .filter(one -> isOpen(Directives.key(one.entry()), one.entry()))
                .count();
        long sure = missing.stream().filter(one -> !one.isDoubtful()).count();
        return doubtful > (model == null ? 0 : DreamPlan.MOST_ADDED) || sure > DreamPlan.MOST_ADDED;
    }

    private static String why(MemoryEntry entry) {
        return "seen in " + Objects.requireNonNull(entry.seen()).sessions().size() + " sessions, and not remembered";
    }

    /** What code settles; of what does not fit only as much as one run may take away. */
    private List<Change> sure(List<Flaw> flaws) {
        List<Change> changes = new ArrayList<>();
        for (Flaw flaw : flaws) {
            boolean wanted =
                    flaw.kind() != Flaw.Kind.OVER_BUDGET || changes.size() < DreamPlan.mostChanged(entries.size());
            if (!flaw.kind().isDoubtful()
                    && wanted
                    && !mark.settled().contains(DreamMark.undone(last(flaw).text()))) {
                changes.add(change(flaw));
            }
        }
        return changes;
    }

    private static Change change(Flaw flaw) {
        String last = flaw.entries().get(flaw.entries().size() - 1);
        return switch (flaw.kind()) {
            case DUPLICATE -> new Change.Merge(last, flaw.entries().get(0), null, flaw.reason());
            case FORGOTTEN -> new Change.Drop(last, flaw.reason());
            case GONE, EXPIRED, OVER_BUDGET, SIMILAR, CONTRADICTION, UNDATED, LONG ->
                new Change.Retire(last, flaw.reason());
        };
    }

    /** What a model is asked about; as many as may go, were it to take all of them away. */
    private List<Topic> topics(List<Flaw> flaws, List<Unremembered.Missing> missing, int room) {
        List<Pairs.Pair> pairs = flaws.stream()
                .filter(flaw -> flaw.kind().isPair())
                .map(flaw -> new Pairs.Pair(entry(flaw.entries().get(0)), last(flaw), flaw.reason()))
                .filter(pair -> isOpen(pair.key(), pair.first()) && isOpen(pair.key(), pair.second()))
                .limit(Math.min(room, MOST_ASKED))
                .toList();
        List<Wordings.Reworded> wordings = flaws.stream()
                .filter(flaw -> flaw.kind().isWording())
                .map(flaw -> new Wordings.Reworded(last(flaw), flaw.reason()))
                .filter(one -> isOpen(one.key(), one.entry()))
                .limit(Math.min(DreamPlan.mostChanged(entries.size()) - pairs.size(), MOST_ASKED))
                .toList();
        List<MemoryEntry> directives = missing.stream()
                .filter(Unremembered.Missing::isDoubtful)
                .map(Unremembered.Missing::entry)
                .filter(entry -> isOpen(Directives.key(entry), entry))
                .limit(DreamPlan.MOST_ADDED)
                .toList();
        return List.of(new Pairs(pairs), new Wordings(wordings), new Directives(directives));
    }

    private boolean isOpen(String key, MemoryEntry changed) {
        return !mark.settled().contains(key) && !mark.settled().contains(DreamMark.undone(changed.text()));
    }

    private MemoryEntry last(Flaw flaw) {
        return entry(flaw.entries().get(flaw.entries().size() - 1));
    }

    private MemoryEntry entry(String id) {
        return Objects.requireNonNull(entries.get(id), id);
    }

    /** What stands in checkpoints of the project and not in its memory. */
    private List<Unremembered.Missing> missing(List<MemoryEntry> all) {
        Unremembered unremembered = new Unremembered(all);
        unremembered.take(terms.material().waiting(project));
        List<DreamMaterial.Grown> grown = new ArrayList<>(terms.material().sessions(project.id(), MOST_SESSIONS));
        Collections.reverse(grown);
        for (DreamMaterial.Grown one : grown) {
            Checkpoint checkpoint = one.version() == 0 ? null : terms.material().findCheckpoint(one.session());
            Transcript transcript = checkpoint == null ? null : terms.material().findTranscript(one.session());
            if (checkpoint != null && transcript != null) {
                boolean fresh =
                        !told(one).equals(mark.sessions().get(one.session().toString()));
                unremembered.take(new Promotion.Source(one.session(), transcript, project), checkpoint, fresh);
            }
        }
        return unremembered.find().stream()
                .filter(one ->
                        !mark.settled().contains(DreamMark.undone(one.entry().text())))
                .toList();
    }

    private Map<String, String> sessions() {
        Map<String, String> told = new LinkedHashMap<>();
        for (DreamMaterial.Grown one : terms.material().sessions(project.id(), MOST_SESSIONS)) {
            told.put(one.session().toString(), told(one));
        }
        return told;
    }

    private static String told(DreamMaterial.Grown one) {
        return one.entries() + "/" + one.version();
    }

    /** Without what would be added to more than memory may hold. */
    private List<Change> fitting(List<MemoryEntry> before, List<Change> changes) {
        List<Change> kept = new ArrayList<>(changes);
        kept.removeIf(Change.Add.class::isInstance);
        long taken = new DreamPlan(project, before, kept, 0, "")
                .after().stream()
                        .filter(entry -> entry.status().isCurrent())
                        .mapToLong(entry -> estimator.estimate(entry.text()))
                        .sum();
        int added = 0;
        for (Change change : changes) {
            if (change instanceof Change.Add add && added < DreamPlan.MOST_ADDED) {
                taken += estimator.estimate(add.added().text());
                if (taken <= MEMORY) {
                    kept.add(add);
                    added++;
                }
            }
        }
        return kept;
    }
}
