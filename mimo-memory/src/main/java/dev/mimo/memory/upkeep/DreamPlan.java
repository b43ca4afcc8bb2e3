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
 * @param mark how far it has looked, and what it leaves as it is; kept when it is applied. Of no use to anybody else
 */
public record DreamPlan(
        MemoryScope.Project project, List<MemoryEntry> before, List<Change> changes, long tokens, String mark) {

    /** A run adds no more. */
    static final int MOST_ADDED = 20;

    /** Of 10 entries at most this many go in one run, and as many get other words. */
    private static final int MOST_OF_TEN = 3;

    public DreamPlan {
        before = List.copyOf(before);
        changes = List.copyOf(changes);
    }

    /** Of so many entries so many may go in one run, and as many get other words; of a few, one. */
    static int mostChanged(int entries) {
        return Math.max(1, entries * MOST_OF_TEN / 10);
    }

    /** Why it may not be applied; null when it may. */
    public @Nullable String findRefusal() {
        Map<String, MemoryEntry> known = byId();
        Set<String> touched = new HashSet<>();
        for (Change change : changes) {
            String fault = change instanceof Change.Add add ? fault(add, known) : fault(change, known);
            if (fault == null && !touched.add(change.entry())) {
                fault = "entry " + change.entry() + " is changed twice";
            }
            if (fault != null) {
                return fault;
            }
        }
        return tooMany();
    }

    private static @Nullable String fault(Change.Add add, Map<String, MemoryEntry> known) {
        MemoryEntry entry = add.added();
        if (known.containsKey(entry.id())) {
            return "there is an entry " + entry.id() + " already";
        }
        if (entry.belongsToPerson() || !entry.status().isCurrent()) {
            return "entry " + entry.id() + " was not seen, so it cannot be added";
        }
        boolean binds = entry.kind() == MemoryEntry.Kind.RULE || entry.kind() == MemoryEntry.Kind.PREFERENCE;
        return binds && !Flaws.isUsers(entry) ? "entry " + entry.id() + " would bind, and no user said it" : null;
    }

    private static @Nullable String fault(Change change, Map<String, MemoryEntry> known) {
        MemoryEntry entry = known.get(change.entry());
        if (entry == null) {
            return "there is no entry " + change.entry();
        }
        if (Flaws.isUsers(entry)) {
            return "entry " + entry.id() + " is the user's";
        }
        return change instanceof Change.Merge merge ? fault(merge, entry, known) : null;
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

    private @Nullable String tooMany() {
        int most = mostChanged(before.size());
        Set<String> gone = new HashSet<>();
        Set<String> reworded = new HashSet<>();
        int added = 0;
        for (Change change : changes) {
            if (change instanceof Change.Add) {
                added++;
            } else if (change instanceof Change.Reword) {
                reworded.add(change.entry());
            } else {
                gone.add(change.entry());
            }
            if (change instanceof Change.Merge merge && merge.text() != null) {
                reworded.add(merge.into());
            }
        }
        if (gone.size() > most || reworded.size() > most) {
            boolean goes = gone.size() > most;
            return "it " + (goes ? "takes " + gone.size() : "rewords " + reworded.size()) + " of " + before.size()
                    + " entries" + (goes ? " away" : "") + ", more than " + MOST_OF_TEN * 10 + " %";
        }
        return added > MOST_ADDED ? "it adds " + added + " entries, more than " + MOST_ADDED : null;
    }

    /** The entries as they would be. */
    public List<MemoryEntry> after() {
        Map<String, MemoryEntry> all = byId();
        for (Change change : changes) {
            if (change instanceof Change.Add add) {
                all.put(change.entry(), add.added());
            } else if (change instanceof Change.Retire) {
                all.computeIfPresent(change.entry(), (id, entry) -> entry.withStatus(MemoryEntry.Status.RETIRED));
            } else if (change instanceof Change.Reword reword) {
                all.computeIfPresent(change.entry(), (id, entry) -> entry.withText(reword.text()));
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
            String old = entry == null ? change.entry() : entry.text();
            if (!(change instanceof Change.Add)) {
                line(text, "- ", old);
            }
            if (change instanceof Change.Add add) {
                line(text, "+ ", add.added().text());
            } else if (change instanceof Change.Reword reword) {
                line(text, "+ ", reword.text());
            } else if (change instanceof Change.Merge merge) {
                MemoryEntry into = all.get(merge.into());
                String other = into == null ? merge.into() : into.text();
                if (merge.text() != null) {
                    line(text, "- ", other);
                }
                line(text, "+ ", merge.text() == null ? other : merge.text());
            }
            line(text, "  ", "(" + what(change) + ": " + change.reason() + ")");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String mark, String line) {
        text.append(mark).append(line).append('\n');
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
            } else if (change instanceof Change.Reword reword) {
                one.put("text", reword.text());
            } else if (change instanceof Change.Add add) {
                one.put("kind", word(add.added().kind()))
                        .put("text", add.added().text());
                if (add.added().seen() != null) {
                    ArrayNode evidence = one.putArray("evidence");
                    add.added().seen().evidence().forEach(ref -> evidence.add(ref.toString()));
                }
            }
        }
        return json;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
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
