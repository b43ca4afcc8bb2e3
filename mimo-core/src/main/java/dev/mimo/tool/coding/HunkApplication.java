package dev.mimo.tool.coding;

import dev.mimo.tool.InvalidCall;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the hunks of one file in place. A hunk goes where all its old lines stand, line ends aside, nearest to where the
 * patch says; nothing is guessed about their content. For one file, by one thread.
 */
final class HunkApplication {

    private final String shown;
    private final List<String> lines;
    private final List<String> changed = new ArrayList<>();
    /** What lines end with where no line of the file tells. */
    private String usualEnd;
    /** Lines of the old file that are done. */
    private int done;
    /** How far the file's lines are from where the patch has them. */
    private int shift;

    private HunkApplication(String text, String shown) {
        this.shown = shown;
        this.lines = Lines.withEnds(text);
        this.usualEnd = lines.isEmpty() || Lines.end(lines.get(0)).isEmpty() ? "\n" : Lines.end(lines.get(0));
    }

    /**
     * The text after all hunks.
     *
     * @throws InvalidCall when one fits nowhere, or, where the patch gives no line numbers, in several places
     */
    static String apply(String text, List<FilePatch.Hunk> hunks, String shown) {
        HunkApplication application = new HunkApplication(text, shown);
        for (int i = 0; i < hunks.size(); i++) {
            application.apply(hunks.get(i), i + 1);
        }
        application.copy(application.lines.size());
        return String.join("", application.changed);
    }

    private void apply(FilePatch.Hunk hunk, int number) {
        List<FilePatch.Line> old = hunk.old();
        int place = place(hunk, old, number);
        shift = hunk.start() > 0 ? place - hunk.place() : shift;
        copy(place);
        for (FilePatch.Line line : hunk.lines()) {
            if (line.kind() == '+') {
                add(line);
            } else if (line.kind() == '-') {
                done++;
            } else {
                copy(done + 1);
            }
        }
    }

    private void copy(int until) {
        while (done < until) {
            close();
            changed.add(lines.get(done++));
        }
    }

    private void add(FilePatch.Line line) {
        if (lines.isEmpty() || Lines.end(lines.get(0)).isEmpty()) {
            usualEnd = line.text().endsWith("\r") ? "\r\n" : "\n";
        }
        String end = end();
        close();
        String text = withoutReturn(line.text());
        changed.add(line.open() ? text : text + end);
    }

    /** Only the last line of a file may have no end; what follows it gives it one. */
    private void close() {
        int last = changed.size() - 1;
        if (last >= 0 && Lines.end(changed.get(last)).isEmpty()) {
            changed.set(last, changed.get(last) + end());
        }
    }

    /** A new line ends as the old line in its place does, or else the one before. */
    private String end() {
        String here = done < lines.size() ? Lines.end(lines.get(done)) : "";
        if (here.isEmpty() && done > 0) {
            here = Lines.end(lines.get(done - 1));
        }
        return here.isEmpty() ? usualEnd : here;
    }

    private int place(FilePatch.Hunk hunk, List<FilePatch.Line> old, int number) {
        if (hunk.start() == 0 && !(lines.isEmpty() || (old.isEmpty() && hunk.anchor() == null))) {
            return unnumbered(hunk, old, number);
        }
        int wanted = hunk.start() == 0 ? (old.isEmpty() ? lines.size() : 0) : hunk.place() + shift;
        if (old.isEmpty()) {
            return Math.max(done, Math.min(wanted, lines.size()));
        }
        int last = lines.size() - old.size();
        int near = Math.max(done, Math.min(wanted, last));
        for (int away = 0; away <= lines.size(); away++) {
            for (int at : new int[] {near - away, near + away}) {
                if (at >= done && at <= last && fits(old, at)) {
                    return at;
                }
            }
        }
        throw nowhere(old, number);
    }

    private int unnumbered(FilePatch.Hunk hunk, List<FilePatch.Line> old, int number) {
        int from = done;
        String anchor = hunk.anchor();
        if (anchor != null) {
            while (from < lines.size() && !lines.get(from).strip().equals(anchor)) {
                from++;
            }
            if (from == lines.size()) {
                throw new InvalidCall("hunk " + number + " does not fit " + shown + ": no line \"" + anchor + "\"");
            }
            from++;
        }
        int found = -1;
        for (int at = from; at <= lines.size() - old.size(); at++) {
            if (!fits(old, at)) {
                continue;
            }
            if (anchor != null || old.isEmpty()) {
                return at;
            }
            if (found >= 0) {
                throw new InvalidCall("hunk " + number + " fits several places of " + shown + ", lines " + (found + 1)
                        + " and " + (at + 1) + "; give more lines around the change");
            }
            found = at;
        }
        if (found < 0) {
            throw nowhere(old, number);
        }
        return found;
    }

    private boolean fits(List<FilePatch.Line> old, int at) {
        for (int i = 0; i < old.size(); i++) {
            String there = Lines.content(lines.get(at + i));
            if (!withoutReturn(there).equals(withoutReturn(old.get(i).text()))) {
                return false;
            }
        }
        return true;
    }

    private InvalidCall nowhere(List<FilePatch.Line> old, int number) {
        String wanted = String.join("\n", old.stream().map(FilePatch.Line::text).toList());
        String text = Replacement.plain(String.join("", lines));
        return new InvalidCall("hunk " + number + " does not fit " + shown + ": its lines are not there"
                + ClosestRegion.of(text, wanted));
    }

    private static String withoutReturn(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }
}
