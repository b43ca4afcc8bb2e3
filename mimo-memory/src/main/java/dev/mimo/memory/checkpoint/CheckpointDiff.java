package dev.mimo.memory.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What has changed between two checkpoints, item by item.
 *
 * @param changes in the order of the sections; of a section, what went comes first
 */
public record CheckpointDiff(List<Change> changes) {

    public CheckpointDiff {
        changes = List.copyOf(changes);
    }

    /** One item that went, came, or says something else. */
    public sealed interface Change {

        Section section();

        /** It is not there any more. */
        record Removed(Section section, Item item) implements Change {}

        /** It has another text or other evidence. */
        record Reworded(Section section, Item before, Item after) implements Change {}

        /** It was not there before. */
        record Added(Section section, Item item) implements Change {}
    }

    /** What has to change in {@code before} to make it {@code after}. An item that has changed its section went and came. */
    public static CheckpointDiff of(Checkpoint before, Checkpoint after) {
        List<Change> changes = new ArrayList<>();
        for (Section section : Section.values()) {
            Map<String, Item> old = byId(before.items(section));
            Map<String, Item> now = byId(after.items(section));
            old.forEach((id, item) -> {
                Item same = now.get(id);
                if (same == null) {
                    changes.add(new Change.Removed(section, item));
                } else if (!same.equals(item)) {
                    changes.add(new Change.Reworded(section, item, same));
                }
            });
            now.forEach((id, item) -> {
                if (!old.containsKey(id)) {
                    changes.add(new Change.Added(section, item));
                }
            });
        }
        return new CheckpointDiff(changes);
    }

    /** For people: each section that has changed with its lines, marked {@code -} and {@code +}; empty when nothing has. */
    public String text() {
        StringBuilder text = new StringBuilder();
        Section last = null;
        for (Change change : changes) {
            if (change.section() != last) {
                last = change.section();
                text.append(text.isEmpty() ? "" : "\n").append(last.title()).append('\n');
            }
            if (change instanceof Change.Removed removed) {
                text.append(CheckpointText.line(last, removed.item()));
            } else if (change instanceof Change.Added added) {
                text.append(added(last, added.item()));
            } else if (change instanceof Change.Reworded reworded) {
                text.append(CheckpointText.line(last, reworded.before())).append(added(last, reworded.after()));
            }
        }
        return text.toString();
    }

    private static String added(Section section, Item item) {
        return CheckpointText.line(section, item).replaceFirst("- ", "+ ");
    }

    private static Map<String, Item> byId(List<Item> items) {
        Map<String, Item> byId = new LinkedHashMap<>();
        items.forEach(item -> byId.put(item.id(), item));
        return byId;
    }
}
