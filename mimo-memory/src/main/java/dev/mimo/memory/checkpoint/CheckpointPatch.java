package dev.mimo.memory.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What a writer wants to change in a checkpoint.
 *
 * @param upTo the entries before this number were read; at most the end of the range it was given
 * @param changes what changes in a section; one without a change is kept
 * @param findings what may be worth to be known beyond the session
 * @param model the name of the model that made it; null when none did
 */
public record CheckpointPatch(
        long upTo,
        Map<Section, Change> changes,
        List<Finding> findings,
        @Nullable String model) {

    public CheckpointPatch {
        changes = Map.copyOf(changes);
        findings = List.copyOf(findings);
    }

    /** Made without a model. */
    public CheckpointPatch(long upTo, Map<Section, Change> changes, List<Finding> findings) {
        this(upTo, changes, findings, null);
    }

    /**
     * How a section changes.
     *
     * @param replace whether the items before go, but for those of the user and of the runtime
     * @param remove ids of items that go, those that are not there passed over. What the user said goes only when an item
     *     comes in the same section whose evidence is something that the user said later
     * @param add items that come, the most important one first
     */
    public record Change(boolean replace, List<String> remove, List<Line> add) {
        /** Adds items and keeps those that are there. */
        public static Change add(Line... lines) {
            return new Change(false, List.of(), List.of(lines));
        }

        public Change {
            remove = List.copyOf(remove);
            add = List.copyOf(add);
        }
    }

    /**
     * A new item.
     *
     * @param text one line; what is longer than 600 characters is cut
     * @param evidence numbers of entries before {@link CheckpointPatch#upTo} that show it; at least one
     */
    public record Line(String text, List<Long> evidence) {
        public Line(String text, long... evidence) {
            this(text, LongStream.of(evidence).boxed().toList());
        }

        public Line {
            evidence = List.copyOf(evidence);
        }
    }
}
