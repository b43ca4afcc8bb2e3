package dev.mimo.examples.terminal;

import java.util.ArrayList;
import java.util.List;

/** Text that models, tools and files gave, made safe to print, and the room it takes. */
public final class Printable {

    private static final String TAB = "    ";

    /** Symbols outside of the blocks of wide characters that are shown as pictures two columns wide. */
    private static final String EMOJI = "⌚⌛⏩⏪⏫⏬⏰⏳◽◾☔☕♈♉♊♋♌♍♎♏♐♑♒♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓❔❕❗➕➖➗➰➿⬛⬜⭐⭕🀄🃏🆎";

    private Printable() {}

    /**
     * The text on one line or several: line ends stay, tabs become spaces, everything that could move the cursor, reorder
     * text or hide is shown by its number.
     */
    public static String text(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.replace("\r\n", "\n").codePoints().forEach(c -> {
            if (c == '\n') {
                safe.append('\n');
            } else if (c == '\t') {
                safe.append(TAB);
            } else if (isDangerous(c)) {
                safe.append(String.format("\\u{%x}", c));
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    /** The first line that says something, cut to so many columns. */
    public static String line(String text, int columns) {
        String safe = text(text.strip());
        int end = safe.indexOf('\n');
        return end < 0 ? cut(safe, columns) : cut(safe.substring(0, end) + " …", columns);
    }

    /** What fits in so many columns, with a mark where something is missing. The text is printable. */
    static String cut(String safe, int columns) {
        if (columns(safe) <= columns) {
            return safe;
        }
        StringBuilder kept = new StringBuilder();
        int used = 0;
        for (int at = 0; at < safe.length(); ) {
            int c = safe.codePointAt(at);
            used += columns(c);
            if (used > columns - 1) {
                break;
            }
            kept.appendCodePoint(c);
            at += Character.charCount(c);
        }
        return kept.append('…').toString();
    }

    /** The text in lines of at most so many columns, broken between words where that is possible. The text is printable. */
    public static List<String> wrap(String safe, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : safe.split("(?<= )", -1)) {
            if (!line.isEmpty() && columns(line + word.stripTrailing()) > columns) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
            }
            for (int at = 0; at < word.length(); ) {
                int c = word.codePointAt(at);
                if (!line.isEmpty() && columns(line.toString()) + columns(c) > columns && c != ' ') {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                line.appendCodePoint(c);
                at += Character.charCount(c);
            }
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }

    public static int columns(String safe) {
        return safe.codePoints().map(Printable::columns).sum();
    }

    /** 0 for marks on the character before, 2 for East Asian characters and emoji, else 1. */
    private static int columns(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean wide = (c >= 0x1100 && c <= 0x115F)
                || (c >= 0x2E80 && c <= 0xA4CF)
                || (c >= 0xAC00 && c <= 0xD7A3)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0xFE30 && c <= 0xFE6F)
                || (c >= 0xFF00 && c <= 0xFF60)
                || (c >= 0xFFE0 && c <= 0xFFE6)
                || EMOJI.indexOf(c) >= 0
                || (c >= 0x1F300 && c <= 0x1FAFF)
                || (c >= 0x20000 && c <= 0x3FFFD);
        return wide ? 2 : 1;
    }

    private static boolean isDangerous(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE
                || type == Character.PRIVATE_USE;
    }
}
