package dev.mimo.tool.coding;

import dev.mimo.tool.InvalidCall;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads patches: unified diffs, with or without git's headers, and the form between {@code *** Begin Patch} and
 * {@code *** End Patch}. Text before the first file is passed over, as diffs come with letters around them.
 */
final class PatchParser {

    private static final Pattern RANGE =
            Pattern.compile("@@ -(\\d{1,9})(?:,(\\d{1,9}))? \\+\\d{1,9}(?:,(\\d{1,9}))? @@.*");
    private static final String NOWHERE = "/dev/null";

    private final PatchText in;

    private PatchParser(String patch) {
        this.in = new PatchText(patch);
    }

    /** Throws {@link InvalidCall} when it is no patch, with the line. */
    static List<FilePatch> parse(String patch) {
        PatchParser parser = new PatchParser(patch);
        List<FilePatch> files = patch.stripLeading().startsWith(EnvelopeParser.BEGIN)
                ? EnvelopeParser.parse(new PatchText(patch.stripLeading()))
                : parser.files();
        if (files.isEmpty()) {
            throw new InvalidCall("no file in the patch: give a unified diff with --- and +++ lines");
        }
        return files;
    }

    private List<FilePatch> files() {
        List<FilePatch> files = new ArrayList<>();
        while (!in.isOver()) {
            String line = in.peek();
            if (line.startsWith("diff --git ")) {
                files.add(git());
            } else if (isHeader()) {
                files.add(plain());
            } else if (line.startsWith("@@ ")) {
                throw in.fault("a hunk without --- and +++ lines before it");
            } else {
                in.take();
            }
        }
        return files;
    }

    private boolean isHeader() {
        return isHeader(0);
    }

    private boolean isHeader(int ahead) {
        return in.peek(ahead).startsWith("--- ") && in.peek(ahead + 1).startsWith("+++ ");
    }

    private FilePatch git() {
        String[] names = gitNames(in.take().substring("diff --git ".length()));
        String from = names[0];
        String to = names[1];
        while (!in.isOver()
                && !isHeader()
                && !in.peek().startsWith("diff --git ")
                && !in.peek().startsWith("@@ ")) {
            String line = in.take();
            if (line.startsWith("rename from ")) {
                from = unquoted(line.substring("rename from ".length()));
            } else if (line.startsWith("rename to ")) {
                to = unquoted(line.substring("rename to ".length()));
            } else if (line.startsWith("new file mode")) {
                from = null;
            } else if (line.startsWith("deleted file mode")) {
                to = null;
            } else if (line.startsWith("copy from ")
                    || line.startsWith("GIT binary patch")
                    || line.startsWith("Binary files ")) {
                throw in.fault("copies and binary files are not supported");
            }
        }
        if (isHeader()) {
            FilePatch plain = plain();
            boolean moved = from != null && to != null && !from.equals(to);
            return moved ? new FilePatch(from, to, plain.hunks(), true) : plain;
        }
        if ((from == null && to == null) || (from != null && from.isEmpty())) {
            throw in.fault("it does not say which file is meant");
        }
        return new FilePatch(from, to, List.of(), true);
    }

    private FilePatch plain() {
        String from = headerName(in.take());
        String to = headerName(in.take());
        boolean prefixed =
                (from.startsWith("a/") || from.equals(NOWHERE)) && (to.startsWith("b/") || to.equals(NOWHERE));
        if (from.equals(NOWHERE) && to.equals(NOWHERE)) {
            throw in.fault("it does not say which file is meant");
        }
        List<FilePatch.Hunk> hunks = hunks();
        return new FilePatch(name(from, prefixed), name(to, prefixed), hunks, true);
    }

    private static @Nullable String name(String given, boolean prefixed) {
        if (given.equals(NOWHERE)) {
            return null;
        }
        return prefixed ? given.substring(2) : given;
    }

    /** Without the time that may follow after a tab. */
    private static String headerName(String line) {
        String name = line.substring(4);
        if (name.startsWith("\"")) {
            return unquoted(name);
        }
        int tab = name.indexOf('\t');
        return (tab < 0 ? name : name.substring(0, tab)).stripTrailing();
    }

    /** Both names are the same but for moves, which name them again, so the middle is where they part. */
    private static String[] gitNames(String both) {
        int middle = both.length() / 2;
        boolean twice = both.length() % 2 == 1
                && both.charAt(middle) == ' '
                && both.substring(0, middle)
                        .replaceFirst("a/", "")
                        .equals(both.substring(middle + 1).replaceFirst("b/", ""));
        if (!twice) {
            return new String[] {"", ""};
        }
        String name = unquoted(both.substring(middle + 1));
        String bare = name.startsWith("b/") ? name.substring(2) : name;
        return new String[] {bare, bare};
    }

    private List<FilePatch.Hunk> hunks() {
        List<FilePatch.Hunk> hunks = new ArrayList<>();
        while (in.peek().startsWith("@@")) {
            Matcher range = RANGE.matcher(in.peek());
            boolean counted = range.matches();
            in.take();
            int start = counted ? Integer.parseInt(range.group(1)) : 0;
            int old = counted ? count(range.group(2)) : 0;
            int now = counted ? count(range.group(3)) : 0;
            hunks.add(new FilePatch.Hunk(start, null, body(old, now)));
        }
        return hunks;
    }

    private static int count(@Nullable String digits) {
        return digits == null ? 1 : Integer.parseInt(digits);
    }

    /** Models count badly: the counts only tell lines of the hunk from headers and blank lines that follow it. */
    private List<FilePatch.Line> body(int old, int now) {
        List<FilePatch.Line> lines = new ArrayList<>();
        int oldLeft = old;
        int nowLeft = now;
        while (!in.isOver() && !isOver(oldLeft, nowLeft)) {
            String line = in.take();
            if (line.startsWith("\\")) {
                markOpen(lines);
                continue;
            }
            char kind = line.isEmpty() ? ' ' : line.charAt(0);
            lines.add(new FilePatch.Line(kind, line.isEmpty() ? "" : line.substring(1), false));
            oldLeft -= kind == '+' ? 0 : 1;
            nowLeft -= kind == '-' ? 0 : 1;
        }
        while ((oldLeft > 0 || nowLeft > 0) && !lines.isEmpty() && isBlank(lines.get(lines.size() - 1))) {
            lines.remove(lines.size() - 1);
        }
        if (lines.stream().allMatch(line -> line.kind() == ' ')) {
            throw in.fault("a hunk that changes nothing");
        }
        return lines;
    }

    /** Whether the line that comes is none of a hunk of which so many old and new lines are still to come. */
    private boolean isOver(int oldLeft, int nowLeft) {
        String line = in.peek();
        if (!line.isEmpty() && " +-\\".indexOf(line.charAt(0)) < 0) {
            return true;
        }
        if (oldLeft > 0 || nowLeft > 0) {
            boolean last = oldLeft == 1 && nowLeft == 1;
            return isHeader() && in.peek(2).startsWith("@@ ") && !last;
        }
        int blanks = 0;
        while (in.peek(blanks).isEmpty() && in.has(blanks)) {
            blanks++;
        }
        String next = in.peek(blanks);
        return next.isEmpty() || isHeader(blanks) || next.strip().equals("--") || " +-\\".indexOf(next.charAt(0)) < 0;
    }

    private static boolean isBlank(FilePatch.Line line) {
        return line.kind() == ' ' && line.text().isEmpty();
    }

    private static void markOpen(List<FilePatch.Line> lines) {
        if (!lines.isEmpty()) {
            FilePatch.Line last = lines.remove(lines.size() - 1);
            lines.add(new FilePatch.Line(last.kind(), last.text(), true));
        }
    }

    /** A name that git put in quotes because of odd letters; any other as it is. */
    static String unquoted(String name) {
        String text = name.stripTrailing();
        if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
            return text;
        }
        return QuotedName.read(text.substring(1, text.length() - 1));
    }
}
