package dev.mimo.memory.layer;

import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.MemoryStore;
import dev.mimo.session.SessionId;
import dev.mimo.tool.Tool;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is remembered: in project and global memory, and in the checkpoint and notes of the session itself. Layers are
 * small, so each search reads them whole. Safe for use by several threads.
 */
public final class MemorySearch {

    private final MemoryStore store;
    private final Function<SessionId, MemoryScope.@Nullable Project> project;
    private final Function<SessionId, List<SessionText>> session;

    /**
     * A search.
     *
     * @param project in which a session works; null when in none
     * @param session what a session has for itself, such as its checkpoint and its notes
     */
    public MemorySearch(
            MemoryStore store,
            Function<SessionId, MemoryScope.@Nullable Project> project,
            Function<SessionId, List<SessionText>> session) {
        this.store = store;
        this.project = project;
        this.session = session;
    }

    /**
     * A text of a session.
     *
     * @param name {@code checkpoint} or {@code notes}
     * @param text as its file has it
     */
    public record SessionText(String name, String text) {}

    /**
     * Something that was found.
     *
     * @param where {@code project}, {@code global}, or the name of a text of the session
     * @param entry null in a text of the session
     * @param line what it says
     */
    public record Hit(String where, @Nullable MemoryEntry entry, String line) {}

    /** The tool {@code memory_search}. */
    public Tool tool() {
        return new MemorySearchTool(this);
    }

    /**
     * The best hits first; none for a query without words. What was contradicted or retired is found too, behind the rest.
     *
     * @param limit how many at most
     */
    public List<Hit> search(SessionId id, String query, int limit) {
        Set<String> words = new HashSet<>(Words.of(query));
        List<Scored> scored = new ArrayList<>();
        MemoryScope.Project own = project.apply(id);
        if (own != null) {
            entries("project", own, words, scored);
        }
        entries("global", MemoryScope.global(), words, scored);
        for (SessionText text : session.apply(id)) {
            text.text()
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> {
                        double score = score(line, words);
                        if (score > 0) {
                            scored.add(new Scored(score, new Hit(text.name(), null, line.strip())));
                        }
                    });
        }
        return scored.stream()
                .sorted(Comparator.comparingDouble(Scored::score).reversed())
                .limit(limit)
                .map(Scored::hit)
                .toList();
    }

    private void entries(String where, MemoryScope scope, Set<String> words, List<Scored> scored) {
        for (MemoryEntry entry : store.read(scope).entries()) {
            double score = score(entry.text() + " " + String.join(" ", entry.paths()), words);
            if (score > 0) {
                double weight = !entry.status().isCurrent() ? 0.1 : EntryRank.isPinned(entry) ? 1.1 : 1;
                scored.add(new Scored(score * weight, new Hit(where, entry, entry.text())));
            }
        }
    }

    /** How many of the words stand in the text, whole or as a part of a longer one, which counts half. */
    private static double score(String text, Set<String> words) {
        Set<String> there = Words.of(text);
        double found = 0;
        for (String word : words) {
            if (there.contains(word)) {
                found += 1;
            } else if (word.length() > 2 && there.stream().anyMatch(one -> one.contains(word))) {
                found += 0.5;
            }
        }
        return words.isEmpty() ? 0 : found / words.size();
    }

    private record Scored(double score, Hit hit) {}
}
