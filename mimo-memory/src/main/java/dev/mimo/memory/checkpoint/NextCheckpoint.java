package dev.mimo.memory.checkpoint;

import dev.mimo.session.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The items of a version, made of those of the version before, step by step: what was done, what a model says, what the
 * agent noted. Confined to one thread.
 */
final class NextCheckpoint {

    /** Items of a section that nobody said. */
    private static final int MOST_ITEMS = 80;

    /** Items of a section in the words of the user. */
    private static final int MOST_WORDS = 150;

    private final int version;
    private final Set<String> known = new HashSet<>();
    private final Map<Section, List<Item>> sections = new EnumMap<>(Section.class);

    NextCheckpoint(@Nullable Checkpoint previous, int version) {
        this.version = version;
        for (Section section : Section.values()) {
            List<Item> items = previous == null ? List.of() : previous.items(section);
            sections.put(section, new ArrayList<>(items));
            items.forEach(item -> known.add(item.id()));
        }
    }

    /** The plan takes the place of the one before: what is open first. */
    NextCheckpoint plan(Plan plan) {
        List<Item> open = new ArrayList<>();
        List<Item> closed = new ArrayList<>();
        Iterator<String> lines = plan.render().lines().iterator();
        plan(plan.tasks(), lines, open, closed);
        open.addAll(closed);
        sections.put(Section.TASK_TREE, open);
        return this;
    }

    /** The plan's text has the tasks in the same order, a line for each. */
    private static void plan(List<Plan.Task> tasks, Iterator<String> lines, List<Item> open, List<Item> closed) {
        for (Plan.Task task : tasks) {
            String line = ItemText.of(lines.next(), ItemText.LONGEST);
            Item item = new Item(task.id(), line, List.of(), Item.Maker.DIGEST);
            (task.status().isOpen() ? open : closed).add(item);
            plan(task.children(), lines, open, closed);
        }
    }

    /** What was done and said; see {@link DigestItems}. */
    NextCheckpoint digest(Digest digest) {
        new DigestItems(sections).take(digest);
        return this;
    }

    /** What the model says, once checked. */
    NextCheckpoint patch(CheckpointPatch patch) {
        patch.changes().forEach((section, change) -> sections.put(section, changed(section, change)));
        return this;
    }

    /** What the agent noted, each note once in the life of the session. */
    NextCheckpoint notes(List<CheckpointWriter.Note> notes) {
        for (CheckpointWriter.Note note : notes) {
            String text = ItemText.of(note.text(), ItemText.LONGEST_WORDS);
            if (!text.isEmpty() && known.add(note.id())) {
                Section section = note.section() == null || note.section() == Section.TASK_TREE
                        ? Section.OPEN_NOTES
                        : note.section();
                items(section).add(0, new Item(note.id(), text, List.of(), Item.Maker.NOTE));
            }
        }
        return this;
    }

    /** All of it, ranked. */
    Map<Section, List<Item>> sections() {
        sections.replaceAll((section, items) -> section == Section.TASK_TREE ? items : ranked(section, items));
        return sections;
    }

    private List<Item> items(Section section) {
        return sections.computeIfAbsent(section, any -> new ArrayList<>());
    }

    private List<Item> changed(Section section, CheckpointPatch.Change change) {
        List<Item> kept = new ArrayList<>(items(section));
        kept.removeIf(item -> isGone(item, change));
        List<Item> added = new ArrayList<>();
        int number = 0;
        for (CheckpointPatch.Line line : change.add()) {
            String id = "v" + version + "-" + (section.ordinal() + 1) + "-" + ++number;
            add(new Item(id, line.text(), line.evidence(), Item.Maker.MODEL), kept, added);
        }
        added.addAll(kept);
        return added;
    }

    private static boolean isGone(Item item, CheckpointPatch.Change change) {
        boolean modelled = item.maker() == Item.Maker.MODEL || item.maker() == Item.Maker.NOTE;
        if (change.replace() && modelled) {
            return true;
        }
        return change.remove().contains(item.id())
                && (item.maker() != Item.Maker.USER || isOutdated(item, change.add()));
    }

    /** Only something later may take the place of what the user said: in a directive, that is always the user's own word. */
    private static boolean isOutdated(Item item, List<CheckpointPatch.Line> added) {
        long said = item.evidence().stream().mapToLong(Long::longValue).max().orElse(0);
        return added.stream().flatMap(line -> line.evidence().stream()).anyMatch(sequence -> sequence > said);
    }

    /** An item that says what another one says takes that one's name, and both stand for what shows them. */
    private static void add(Item item, List<Item> kept, List<Item> added) {
        String key = ItemText.key(item.text());
        if (added.stream().anyMatch(other -> ItemText.key(other.text()).equals(key))) {
            return;
        }
        Item same = kept.stream()
                .filter(other -> ItemText.key(other.text()).equals(key))
                .findFirst()
                .orElse(null);
        if (same == null) {
            added.add(item);
        } else if (same.maker() == Item.Maker.MODEL || same.maker() == Item.Maker.NOTE) {
            kept.remove(same);
            Set<Long> evidence = new LinkedHashSet<>(same.evidence());
            evidence.addAll(item.evidence());
            added.add(new Item(same.id(), item.text(), List.copyOf(evidence), same.maker()));
        }
    }

    private static List<Item> ranked(Section section, List<Item> items) {
        List<Item> sorted = new ArrayList<>(items);
        sorted.sort(Comparator.comparingInt(item -> rank(section, item)));
        List<Item> kept = new ArrayList<>();
        int words = 0;
        for (Item item : sorted) {
            boolean user = item.maker() == Item.Maker.USER;
            if (user ? words < MOST_WORDS : kept.size() - words < MOST_ITEMS) {
                kept.add(item);
                words += user ? 1 : 0;
            }
        }
        return kept;
    }

    private static int rank(Section section, Item item) {
        return switch (item.maker()) {
            case USER -> section == Section.DIRECTIVES && !RuleWords.in(item.text()) ? 4 : 0;
            case NOTE -> 1;
            case MODEL -> 2;
            case DIGEST -> 3;
        };
    }
}
