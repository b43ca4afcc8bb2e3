package dev.mimo.memory.upkeep;

import dev.mimo.environment.Cancellation;
import dev.mimo.memory.procedure.Procedure;
import dev.mimo.memory.procedure.ProcedureMiner;
import dev.mimo.memory.procedure.Step;
import dev.mimo.memory.upkeep.DistillPlan.Finding;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.Transcript;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes plans of what a project's sessions did again and again. */
final class DistillPlanner {

    /** Sessions that are read, those written last. */
    private static final int MOST_SESSIONS = 1_000;

    /** Entries that are read, of the newest sessions; some 15 µs each. */
    private static final long MOST_ENTRIES = 1_000_000;

    private final DreamMaterial material;
    private final MemoryScope.Project project;
    private final List<AssetFiles> known;
    private final DistillMark mark;
    private final List<DreamMaterial.Grown> sessions;

    /**
     * @param known where assets stand already
     */
    DistillPlanner(DreamMaterial material, MemoryScope.Project project, List<AssetFiles> known, DistillMark mark) {
        this.material = material;
        this.project = project;
        this.known = known;
        this.mark = mark;
        sessions = material.sessions(project.id(), MOST_SESSIONS);
    }

    /** Whether a session has grown since the last time. */
    boolean hasNews() {
        return !DistillMark.seen(sessions).equals(mark.seen());
    }

    /** A plan; without a model everything that was found is left alone. */
    DistillPlan plan(@Nullable Model model, ModelCall call) {
        Map<String, String> inventory = new LinkedHashMap<>();
        known.forEach(files -> files.inventory().forEach(inventory::putIfAbsent));
        List<Finding> findings = new ArrayList<>();
        List<Procedure> open = new ArrayList<>();
        for (Procedure procedure : mined(call.cancellation())) {
            String covering = findCovering(procedure, inventory);
            if (covering != null) {
                findings.add(new Finding.LeftAlone(procedure, covering + " has it already"));
            } else if (!mark.hasSettled(procedure)) {
                open.add(procedure);
            }
        }
        if (model == null) {
            open.forEach(one -> findings.add(new Finding.LeftAlone(one, "a model has to name it and write it up")));
        } else if (!open.isEmpty()) {
            findings.addAll(0, new DistillQuestion(open, new TreeSet<>(inventory.keySet())).ask(model, call));
        }
        return new DistillPlan(
                project,
                findings,
                sessions.size(),
                call.budget().spent().usage().total(),
                mark.having(DistillMark.seen(sessions), model == null ? List.of() : open)
                        .write());
    }

    private List<Procedure> mined(Cancellation cancellation) {
        List<DreamMaterial.Grown> read = new ArrayList<>();
        long left = MOST_ENTRIES;
        for (DreamMaterial.Grown one : sessions) {
            left -= one.entries();
            if (left >= 0) {
                read.add(one);
            }
        }
        Collections.reverse(read);
        ProcedureMiner miner = new ProcedureMiner();
        for (DreamMaterial.Grown one : read) {
            cancellation.throwIfCancelled();
            Transcript transcript = material.findTranscript(one.session());
            if (transcript != null) {
                miner.add(one.session(), transcript);
            }
        }
        return miner.mine();
    }

    /** The name of an asset that speaks of all that a procedure does; null when there is none. */
    private static @Nullable String findCovering(Procedure procedure, Map<String, String> inventory) {
        List<String> deeds = procedure.steps().stream()
                .filter(part -> part.step().sort() == Step.Sort.DEED)
                .map(part -> sayings(part.step()))
                .flatMap(List::stream)
                .toList();
        return inventory.entrySet().stream()
                .filter(asset ->
                        deeds.stream().allMatch(deed -> asset.getValue().contains(deed)))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /** What a text that describes a step has: the beginning of each command, the name of the file or of the tool. */
    private static List<String> sayings(Step step) {
        if (!step.tool().equals("bash")) {
            int space = step.shape().indexOf(' ');
            return List.of(
                    step.shape().contains("(") || space < 0
                            ? step.tool()
                            : step.shape().substring(space + 1));
        }
        List<String> all = new ArrayList<>();
        for (String command : step.shape().substring("bash: ".length()).split(" && ", -1)) {
            all.add(command.split(" (?=[-‹])", 2)[0]);
        }
        return all;
    }
}
