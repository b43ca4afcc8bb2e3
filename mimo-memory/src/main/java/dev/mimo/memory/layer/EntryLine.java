package dev.mimo.memory.layer;

import dev.mimo.environment.Sha256;
import dev.mimo.session.MemoryEntry;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How an entry stands on a line: a bullet, its text, and its provenance where it is not a person's. */
final class EntryLine {

    private static final Pattern BULLET = Pattern.compile("(?s) ?[-*+][ \\t](.*)");
    private static final Pattern RULE = Pattern.compile("(?s)[-*_ \\t]*");

    /** A person may write more than an entry holds; agents are then told the beginning. */
    private static final int LONGEST = 1_000;

    private EntryLine() {}

    /** What stands behind a bullet; null when the line has none. */
    static @Nullable String findText(String line) {
        Matcher bullet = BULLET.matcher(line);
        return bullet.matches() && !RULE.matcher(line).matches() ? bullet.group(1) : null;
    }

    /** The entry of an agent; null when a person wrote the line. */
    static @Nullable MemoryEntry findAgents(String text, MemoryEntry.@Nullable Kind kind, int line) throws LayerFault {
        int open = text.lastIndexOf(Provenance.OPEN);
        if (open < 0) {
            return null;
        }
        int close = text.indexOf(Provenance.CLOSE, open);
        if (close < 0) {
            throw new LayerFault(line, "the comment behind the entry has no end");
        }
        String before =
                open > 0 && text.charAt(open - 1) == ' ' ? text.substring(0, open - 1) : text.substring(0, open);
        String behind = text.substring(close + Provenance.CLOSE.length()).strip();
        String words = unescaped(behind.isEmpty() ? before : before + " " + behind);
        try {
            return Provenance.read(text.substring(open + Provenance.OPEN.length(), close), words, kind);
        } catch (IllegalArgumentException e) {
            throw new LayerFault(line, "the comment behind the entry: " + e.getMessage());
        }
    }

    /** What a person wrote; its id comes from its words, so that it stays as long as they do. */
    static MemoryEntry persons(String words, MemoryEntry.Kind kind, int copy) {
        String text = words.replaceAll("\\p{Cntrl}+", " ").strip();
        String id = "p-" + Sha256.brief(text) + (copy == 0 ? "" : "-" + copy);
        String told = text.length() <= LONGEST ? text : cut(text, LONGEST - 2) + " …";
        return new MemoryEntry(
                id, kind, told, MemoryEntry.Status.CONFIRMED, MemoryEntry.Origin.USER, null, java.util.List.of());
    }

    /** The line of an entry, without an end. */
    static String write(MemoryEntry entry) {
        if (entry.belongsToPerson()) {
            return "- " + entry.text();
        }
        return "- " + escaped(entry.text()) + " " + Provenance.write(entry, Objects.requireNonNull(entry.seen()));
    }

    private static String cut(String text, int length) {
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }

    /** Else words of an agent could hide what follows them from whoever looks at the file in a viewer. */
    private static String escaped(String text) {
        return text.replace("<!--", "\\<!--");
    }

    private static String unescaped(String text) {
        return text.replace("\\<!--", "<!--");
    }
}
