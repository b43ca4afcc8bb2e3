package dev.mimo.workflow.tree;

/** Text of scripts and models, made safe for one line of a terminal, and the columns that it takes. */
final class Plain {

    private Plain() {}

    /** On one line: white space becomes a space, and what could move the cursor, turn text around or hide is replaced. */
    static String line(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.strip().codePoints().forEach(c -> {
            if (Character.isWhitespace(c) || c == '\u0085') {
                if (safe.length() > 0 && safe.charAt(safe.length() - 1) != ' ') {
                    safe.append(' ');
                }
            } else if (isDangerous(c)) {
                safe.append('\ufffd');
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    /** What fits in so many columns, with a mark where something is missing; empty where nothing fits. */
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
        return columns < 1 ? "" : kept.append('…').toString();
    }

    static int columns(String safe) {
        return safe.codePoints().map(Plain::columns).sum();
    }

    /** 0 for marks on the character before, 2 for East Asian characters and pictures, else 1. */
    private static int columns(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean wide = (c >= 0x1100 && c <= 0x115f)
                || (c >= 0x2e80 && c <= 0xa4cf)
                || (c >= 0xac00 && c <= 0xd7a3)
                || (c >= 0xf900 && c <= 0xfaff)
                || (c >= 0xfe30 && c <= 0xfe6f)
                || (c >= 0xff00 && c <= 0xff60)
                || (c >= 0xffe0 && c <= 0xffe6)
                || (c >= 0x1f300 && c <= 0x1faff)
                || (c >= 0x20000 && c <= 0x3fffd);
        return wide ? 2 : 1;
    }

    private static boolean isDangerous(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE -> true;
            default -> false;
        };
    }
}
