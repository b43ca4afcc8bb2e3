package dev.mimo.workflow.tree;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tree that grows as calls appear. Confined to one thread. */
final class Knot {

    private static final Comparator<Step> SCRIPT_ORDER =
            Comparator.comparingInt(Step::stage).thenComparingInt(Step::number);

    private final Map<Step, Knot> below = new LinkedHashMap<>();

    /** The call that stands here; null when this is not the place of one. */
    @Nullable
    CallReading call;

    Knot below(Step step) {
        return below.computeIfAbsent(step, first -> new Knot());
    }

    /**
     * What is below, in the order of the script as far as paths tell it: those of one kind by their numbers, kinds among each
     * other as they appeared.
     */
    Map<Step, Knot> ordered() {
        Map<Step.Kind, Iterator<Map.Entry<Step, Knot>>> kinds = new EnumMap<>(Step.Kind.class);
        Map<Step, Knot> ordered = new LinkedHashMap<>();
        for (Step step : below.keySet()) {
            Map.Entry<Step, Knot> next =
                    kinds.computeIfAbsent(step.kind(), this::sorted).next();
            ordered.put(next.getKey(), next.getValue());
        }
        return ordered;
    }

    private Iterator<Map.Entry<Step, Knot>> sorted(Step.Kind kind) {
        return below.entrySet().stream()
                .filter(entry -> entry.getKey().kind() == kind)
                .sorted(Map.Entry.comparingByKey(SCRIPT_ORDER))
                .iterator();
    }
}
