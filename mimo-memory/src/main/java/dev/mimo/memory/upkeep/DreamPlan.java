package dev.mimo.memory.upkeep;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.memory.layer.Flaws;
import dev.mimo.memory.layer.SameFact;
import dev.mimo.model.Json;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryScope;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a dream would change, and nothing has been changed yet. Immutable.
 *
 * @param before the entries that it was made for; it can be applied to no others
 * @param changes in the order in which they are made
 * @param tokens what models have taken to make it
 */
public record DreamPlan(MemoryScope.Project project, List<MemoryEntry> before, List<Change> changes, long tokens) {

    /** Of 10 entries at most this many are changed or dropped in one run. */
    private static final int MOST_OF_TEN = 3;

    public DreamPlan {
        before = List.copyOf(before);
        changes = List.copyOf(changes);
    }

    /** Of so many entries so many may be changed or dropped in one run; of a few, one. */
    static int mostChanged(int entries) {
        return Math.max(1, entries * MOST_OF_TEN / 10);
    }

    /** Why it may not be applied; null when it may. */
    public @Nullable String findRefusal() {
        Map<String, MemoryEntry> known = byId();
        Set<String> touched = new HashSet<>();
        for (Change change : changes) {
            MemoryEntry entry = known.get(change.entry());
            if (entry == null) {
                return "there is no entry " + change.entry();
            }
            if (Flaws.isUsers(entry)) {
                return "entry " + entry.id() + " is the user's";
            }
            if (!touched.add(entry.id())) {
                return "entry " + entry.id() + " is changed twice";
            }
            String fault = change instanceof Change.Merge merge ? fault(merge, entry, known) : null;
            if (fault != null) {
                return fault;
            }
        }
        changes.forEach(change -> {
            if (change instanceof Change.Merge merge && merge.text() != null) {
                touched.add(merge.into());
            }
        });
        return touched.size() > mostChanged(before.size())
                ? "it changes " + touched.size() + " of " + before.size() + " entries, more than " + MOST_OF_TEN * 10
                        + " %"
                : null;
    }

    private static @Nullable String fault(Change.Merge merge, MemoryEntry entry, Map<String, MemoryEntry> known) {
        MemoryEntry into = known.get(merge.into());
        if (into == null || into.equals(entry)) {
            return "entry " + entry.id() + " cannot become one with " + merge.into();
        }
        if (into.kind() != entry.kind()) {
            return "entries " + entry.id() + " and " + into.id() + " are of two kinds";
        }
        return merge.text() != null && Flaws.isUsers(into) ? "entry " + into.id() + " is the user's" : null;
    }

    /** The entries as they would be. */
    public List<MemoryEntry> after() {
        Map<String, MemoryEntry> all = byId();
        for (Change change : changes) {
            if (change instanceof Change.Retire retire) {
                all.computeIfPresent(retire.entry(), (id, entry) -> entry.withStatus(MemoryEntry.Status.RETIRED));
            } else {
                MemoryEntry gone = all.remove(change.entry());
                if (gone != null && change instanceof Change.Merge merge) {
                    all.computeIfPresent(merge.into(), (id, into) -> merged(into, gone, merge.text()));
                }
            }
        }
        return List.copyOf(all.values());
    }

    private static MemoryEntry merged(MemoryEntry into, MemoryEntry gone, @Nullable String text) {
        if (Flaws.isUsers(into)) {
            return into;
        }
        MemoryEntry both = SameFact.merge(into, gone);
        return text == null ? both : both.withText(text);
    }

    /** What it would change, line by line, for people: {@code -} goes, {@code +} comes. */
    public String diff() {
        Map<String, MemoryEntry> all = byId();
        StringBuilder text = new StringBuilder();
        for (Change change : changes) {
            MemoryEntry entry = all.get(change.entry());
            text.append("- ")
                    .append(entry == null ? change.entry() : entry.text())
                    .append('\n');
            if (change instanceof Change.Merge merge) {
                MemoryEntry into = all.get(merge.into());
                String old = into == null ? merge.into() : into.text();
                if (merge.text() != null) {
                    text.append("- ").append(old).append('\n');
                }
                text.append("+ ")
                        .append(merge.text() == null ? old : merge.text())
                        .append('\n');
            }
            text.append("  (")
                    .append(what(change))
                    .append(": ")
                    .append(change.reason())
                    .append(")\n");
        }
        return text.toString();
    }

    /** A report for people, in Markdown. */
    public String toMarkdown() {
        String refusal = findRefusal();
        String end = refusal == null ? "" : "\nRefused: " + refusal + ".\n";
        String body = changes.isEmpty() ? "Nothing to change.\n" : "```diff\n" + diff() + "```\n";
        return "# Dream of " + project.id() + "\n\n" + before.size() + " entries, " + changes.size() + " changes, "
                + tokens + " tokens.\n\n" + body + end;
    }

    /** The same for programs. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object()
                .put("project", project.id())
                .put("entries", before.size())
                .put("tokens", tokens)
                .put("refusal", findRefusal());
        ArrayNode list = json.putArray("changes");
        Map<String, MemoryEntry> all = byId();
        for (Change change : changes) {
            MemoryEntry entry = all.get(change.entry());
            ObjectNode one = list.addObject()
                    .put("what", what(change))
                    .put("entry", change.entry())
                    .put("was", entry == null ? null : entry.text())
                    .put("reason", change.reason());
            if (change instanceof Change.Merge merge) {
                one.put("into", merge.into()).put("text", merge.text());
            }
        }
        return json;
    }

    private static String what(Change change) {
        return change.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private Map<String, MemoryEntry> byId() {
        Map<String, MemoryEntry> all = new LinkedHashMap<>();
        before.forEach(entry -> all.put(entry.id(), entry));
        return all;
    }
}
