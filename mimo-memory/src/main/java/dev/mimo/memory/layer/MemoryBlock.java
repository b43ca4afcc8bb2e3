package dev.mimo.memory.layer;

import dev.mimo.model.TokenEstimator;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a model is told of project and global memory: the rules first, then what matters most, as far as a token budget goes.
 * The same memory gives the same text, to the letter. Immutable; safe for use by several threads.
 *
 * <p>An entry is told whole or not at all, with its id behind it.
 */
public final class MemoryBlock {

    private static final String HEADING = """
            # Memory

            What earlier sessions left behind. Rules and preferences bind you; the rest may be out of date, so look before you \
            rely on it.
            """;
    private static final String MORE = "\n%d more can be found with memory_search.\n";

    private final TokenEstimator estimator;
    private final long budget;

    /**
     * A block of at most that many tokens.
     *
     * @throws IllegalArgumentException when the budget is negative
     */
    public MemoryBlock(TokenEstimator estimator, long budget) {
        if (budget < 0) {
            throw new IllegalArgumentException("a budget is at least 0 tokens: " + budget);
        }
        this.estimator = estimator;
        this.budget = budget;
    }

    /**
     * The text; empty when nothing is remembered, or not even its heading fits.
     *
     * @param about what the session is about, to choose by; may be empty
     */
    public String text(MemoryStore.Layer project, MemoryStore.Layer global, String about) {
        List<MemoryEntry> all = new ArrayList<>();
        all.addAll(current(project));
        Set<String> said = new HashSet<>();
        all.forEach(entry -> said.add(Words.normal(entry.text())));
        current(global).stream()
                .filter(entry -> said.add(Words.normal(entry.text())))
                .forEach(all::add);
        String faults = fault("this project", project) + fault("all projects", global);
        if (all.isEmpty() && faults.isEmpty()) {
            return "";
        }
        List<MemoryEntry> ranked = new EntryRank(all, about).sort(all);
        long frame = estimator.estimate(HEADING + faults + MORE);
        List<MemoryEntry> chosen = chosen(ranked, budget - frame);
        if (frame > budget || (chosen.isEmpty() && faults.isEmpty())) {
            return "";
        }
        int left = ranked.size() - chosen.size();
        return HEADING + faults + sections(chosen) + (left == 0 ? "" : MORE.formatted(left));
    }

    /**
     * What has changed during a session, for a model that was told the layer before; empty when that is nothing it should
     * know.
     */
    public static String delta(MemoryStore.Layer before, MemoryStore.Layer now) {
        Map<String, MemoryEntry> old = byId(before);
        Map<String, MemoryEntry> current = byId(now);
        StringBuilder text = new StringBuilder();
        current.forEach((id, entry) -> {
            MemoryEntry was = old.get(id);
            if (was == null) {
                text.append("- new ")
                        .append(kind(entry))
                        .append(": ")
                        .append(told(entry))
                        .append('\n');
            } else if (!was.text().equals(entry.text()) || was.kind() != entry.kind()) {
                text.append("- now ")
                        .append(kind(entry))
                        .append(": ")
                        .append(told(entry))
                        .append('\n');
            }
        });
        old.forEach((id, entry) -> {
            if (!current.containsKey(id)) {
                text.append("- no longer holds: ").append(told(entry)).append('\n');
            }
        });
        return text.isEmpty() ? "" : "Memory has changed since you were told:\n" + text;
    }

    private List<MemoryEntry> chosen(List<MemoryEntry> ranked, long room) {
        Set<MemoryEntry.Kind> headed = new HashSet<>();
        List<MemoryEntry> chosen = new ArrayList<>();
        long left = room;
        for (MemoryEntry entry : ranked) {
            String heading = headed.contains(entry.kind()) ? "" : heading(entry.kind());
            long cost = estimator.estimate(heading + line(entry)) + 1;
            if (cost <= left) {
                left -= cost;
                headed.add(entry.kind());
                chosen.add(entry);
            }
        }
        return chosen;
    }

    private static String sections(List<MemoryEntry> chosen) {
        StringBuilder text = new StringBuilder();
        for (MemoryEntry.Kind kind : MemoryEntry.Kind.values()) {
            List<MemoryEntry> some =
                    chosen.stream().filter(entry -> entry.kind() == kind).toList();
            if (!some.isEmpty()) {
                text.append(heading(kind));
                some.forEach(entry -> text.append(line(entry)));
            }
        }
        return text.toString();
    }

    private static String heading(MemoryEntry.Kind kind) {
        return "\n## " + MarkdownLayer.title(kind) + "\n\n";
    }

    private static String line(MemoryEntry entry) {
        return "- " + told(entry) + "\n";
    }

    private static String told(MemoryEntry entry) {
        return entry.text() + " [" + entry.id() + "]";
    }

    private static String kind(MemoryEntry entry) {
        return Provenance.word(entry.kind());
    }

    private static String fault(String whose, MemoryStore.Layer layer) {
        return layer.fault() == null
                ? ""
                : "\nThe memory of " + whose + " cannot be read until somebody mends it: " + layer.fault() + "\n";
    }

    private static List<MemoryEntry> current(MemoryStore.Layer layer) {
        List<MemoryEntry> current = layer.entries().stream()
                .filter(entry -> entry.status().isCurrent())
                .toList();
        Set<String> replaced = replaced(current);
        return current.stream()
                .filter(entry -> entry.belongsToPerson() || !replaced.contains(entry.id()))
                .toList();
    }

    /** What the user has since said otherwise: the older word stays in the file, as it is theirs, but is not told. */
    private static Set<String> replaced(List<MemoryEntry> current) {
        Set<String> ids = new HashSet<>();
        for (MemoryEntry entry : current) {
            MemoryEntry.Seen seen = entry.seen();
            String old = seen == null || entry.origin() != MemoryEntry.Origin.USER ? null : seen.supersedes();
            if (old != null) {
                ids.add(old);
            }
        }
        return ids;
    }

    private static Map<String, MemoryEntry> byId(MemoryStore.Layer layer) {
        Map<String, MemoryEntry> all = new LinkedHashMap<>();
        current(layer).forEach(entry -> all.put(entry.id(), entry));
        return all;
    }
}
