package dev.mimo.tool.coding;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.Patch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a change did to a file, as a unified diff for people. */
final class UnifiedDiff {

    /** Longer diffs are cut, characters. */
    private static final int LONGEST = 64 * 1024;

    /** Unchanged lines shown around a change, as everywhere. */
    private static final int CONTEXT = 3;

    /** Finding the smallest difference takes time with the square of it: more changed lines are shown as one block. */
    private static final int MOST_LINES = 1_000;

    private UnifiedDiff() {}

    /** From one content to the other, null where there is no file; empty when one of them is no text. */
    static String of(String path, byte @Nullable [] before, byte @Nullable [] after) {
        TextFile old = before == null ? TextFile.of("") : TextFile.decode(before);
        TextFile now = after == null ? TextFile.of("") : TextFile.decode(after);
        if (old == null || now == null) {
            return "";
        }
        String from = before == null ? "/dev/null" : "a/" + path;
        String to = after == null ? "/dev/null" : "b/" + path;
        String diff = of(from, to, old.text(), now.text());
        return diff.length() <= LONGEST ? diff : diff.substring(0, LONGEST) + "\n… the rest of the diff is left out\n";
    }

    /** The diff of two texts; empty when they are equal. Applied to the first one it gives the second. */
    static String of(String from, String to, String before, String after) {
        List<String> old = Lines.withEnds(before);
        List<String> now = Lines.withEnds(after);
        StringBuilder diff = new StringBuilder();
        List<String> lines = UnifiedDiffUtils.generateUnifiedDiff(from, to, old, patch(old, now), CONTEXT);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean header = i < 2 || line.startsWith("@@");
            diff.append(line);
            if (!line.endsWith("\n")) {
                diff.append(header ? "\n" : "\n\\ No newline at end of file\n");
            }
        }
        return diff.toString();
    }

    private static Patch<String> patch(List<String> old, List<String> now) {
        int same = 0;
        while (same < Math.min(old.size(), now.size()) && old.get(same).equals(now.get(same))) {
            same++;
        }
        int tail = 0;
        while (tail < Math.min(old.size(), now.size()) - same
                && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
            tail++;
        }
        List<String> gone = old.subList(same, old.size() - tail);
        List<String> come = now.subList(same, now.size() - tail);
        Patch<String> patch = new Patch<>();
        if (gone.size() + come.size() > MOST_LINES) {
            patch.addDelta(new ChangeDelta<>(new Chunk<>(same, gone), new Chunk<>(same, come)));
            return patch;
        }
        for (AbstractDelta<String> delta : DiffUtils.diff(gone, come).getDeltas()) {
            patch.addDelta(new ChangeDelta<>(moved(delta.getSource(), same), moved(delta.getTarget(), same)));
        }
        return patch;
    }

    private static Chunk<String> moved(Chunk<String> chunk, int by) {
        return new Chunk<>(chunk.getPosition() + by, chunk.getLines());
    }
}
