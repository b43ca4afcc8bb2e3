package dev.mimo.memory.checkpoint;

import java.util.List;
import java.util.Map;

/**
 * What a writer wants to change in a checkpoint.
 *
 * @param upTo the entries before this number were read; at most the end of the range it was given
 * @param changes what changes in a section; one without a change is kept
 * @param findings what may be worth to be known beyond the session
 */
public record CheckpointPatch(long upTo, Map<Section, Change> changes, List<Finding> findings) {

    public CheckpointPatch {
        changes = Map.copyOf(changes);
        findings = List.copyOf(findings);
    }

    /**
     * How a section changes.
     *
     * @param replace whether the items before go, but for those of the user and of the runtime
     * @param remove ids of items that go
     * @param add items that come, the most important one first
     */
    public record Change(boolean replace, List<String> remove, List<Line> add) {
        public Change {
            remove = List.copyOf(remove);
            add = List.copyOf(add);
        }
    }

    /**
     * A new item.
     *
     * @param text one line
     * @param evidence numbers of entries that show it; at least one
     */
    public record Line(String text, List<Long> evidence) {
        public Line {
            evidence = List.copyOf(evidence);
        }
    }
}
