package dev.mimo.memory.layer;

import dev.mimo.session.MemoryEntry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes a MEMORY.md from its entries to others. Only lines of entries that change are touched: one that is reworded stays
 * where it is, one that goes takes its line with it, a new one comes behind those of its kind.
 */
final class MarkdownEdit {

    private static final String NEW_FILE = """
            # Memory

            <!-- A line without a comment behind it is a person's: no agent changes or removes it. Edit freely. -->
            """;

    private final MarkdownLayer layer;
    private final Map<Integer, String> reworded = new HashMap<>();
    private final Set<Integer> gone = new HashSet<>();
    private final Map<Integer, List<String>> before = new TreeMap<>();

    private MarkdownEdit(MarkdownLayer layer) {
        this.layer = layer;
    }

    /** A file with nothing in it, for the first entry. */
    static byte[] newFile() {
        return NEW_FILE.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    static byte[] apply(MarkdownLayer layer, List<MemoryEntry> after) {
        MarkdownEdit edit = new MarkdownEdit(layer);
        edit.plan(after);
        return edit.text().bytes();
    }

    private void plan(List<MemoryEntry> after) {
        Map<String, MemoryEntry> wanted = new HashMap<>();
        after.forEach(entry -> wanted.put(entry.id(), entry));
        Set<String> kept = new HashSet<>();
        for (MarkdownLayer.Place place : layer.places()) {
            MemoryEntry old = place.entry();
            MemoryEntry now = wanted.get(old.id());
            if (now == null || now.kind() != old.kind()) {
                gone.add(place.line());
                continue;
            }
            kept.add(old.id());
            if (!now.equals(old)) {
                reworded.put(place.line(), EntryLine.write(now));
            }
        }
        Map<MemoryEntry.Kind, List<String>> added = new EnumMap<>(MemoryEntry.Kind.class);
        for (MemoryEntry entry : after) {
            if (!kept.contains(entry.id())) {
                added.computeIfAbsent(entry.kind(), kind -> new ArrayList<>()).add(EntryLine.write(entry));
            }
        }
        added.forEach(this::add);
    }

    private void add(MemoryEntry.Kind kind, List<String> lines) {
        MarkdownLayer.Section section = layer.sections().stream()
                .filter(one -> one.kind() == kind)
                .findFirst()
                .orElse(null);
        if (section != null) {
            extend(section, lines);
            return;
        }
        int next = layer.sections().stream()
                .filter(one -> one.kind().compareTo(kind) > 0)
                .mapToInt(MarkdownLayer.Section::line)
                .min()
                .orElse(-1);
        List<String> whole = new ArrayList<>(List.of("## " + MarkdownLayer.title(kind), ""));
        whole.addAll(lines);
        if (next < 0) {
            int end = layer.text().lines().size();
            if ((end > 0 && !isBlank(end - 1)) || before.containsKey(end)) {
                whole.add(0, "");
            }
            insert(end, whole);
        } else {
            if (next > 0 && !isBlank(next - 1)) {
                whole.add(0, "");
            }
            whole.add("");
            insert(next, whole);
        }
    }

    /** Behind the last entry of the section, or as a paragraph of its own behind other text. */
    private void extend(MarkdownLayer.Section section, List<String> lines) {
        int last = section.end() - 1;
        while (last > section.line() && isBlank(last)) {
            last--;
        }
        List<String> block = new ArrayList<>(lines);
        if (!endsWithEntry(section, last)) {
            block.add(0, "");
        }
        insert(last + 1, block);
    }

    private boolean endsWithEntry(MarkdownLayer.Section section, int last) {
        for (int line = last; line > section.line(); line--) {
            int at = line;
            if (layer.places().stream().anyMatch(place -> place.line() == at)) {
                return true;
            }
            if (!layer.text().lines().get(line).text().startsWith(" ")) {
                return false;
            }
        }
        return false;
    }

    private boolean isBlank(int line) {
        return layer.text().lines().get(line).text().isBlank();
    }

    private void insert(int line, List<String> lines) {
        before.computeIfAbsent(line, at -> new ArrayList<>()).addAll(lines);
    }

    private LayerText text() {
        List<LayerText.Line> old = layer.text().lines();
        String end = layer.text().end();
        List<LayerText.Line> lines = new ArrayList<>();
        for (int i = 0; i <= old.size(); i++) {
            for (String added : before.getOrDefault(i, List.of())) {
                lines.add(new LayerText.Line(added, end));
            }
            if (i < old.size() && !gone.contains(i)) {
                LayerText.Line line = old.get(i);
                lines.add(new LayerText.Line(reworded.getOrDefault(i, line.text()), line.end()));
            }
        }
        boolean open = !old.isEmpty() && old.get(old.size() - 1).end().isEmpty();
        return new LayerText(layer.text().bom(), ended(lines, end, open));
    }

    /** A file without an end of its last line stays so; within the file every line has one. */
    private static List<LayerText.Line> ended(List<LayerText.Line> lines, String end, boolean open) {
        List<LayerText.Line> all = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            boolean last = i == lines.size() - 1;
            LayerText.Line line = lines.get(i);
            String own = line.end().isEmpty() ? end : line.end();
            all.add(new LayerText.Line(line.text(), last && open ? "" : own));
        }
        return all;
    }
}
