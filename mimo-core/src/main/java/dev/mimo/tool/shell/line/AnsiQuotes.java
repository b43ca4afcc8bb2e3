package dev.mimo.tool.shell.line;

/** Reads {@code $'...'}: text with the escapes of C. */
final class AnsiQuotes {

    private AnsiQuotes() {}

    /** Reads on behind the opening quote. */
    static void read(ShellCursor cursor, WordBuilder word, ShellFindings findings) {
        int c = cursor.nextRaw();
        boolean cut = false;
        while (c != '\'') {
            if (c < 0) {
                findings.doubt();
                return;
            }
            int value = c == '\\' ? escaped(cursor) : c;
            // A zero ends the text.
            cut |= value == 0;
            if (!cut && value > 0) {
                word.literal(value);
            }
            c = cursor.nextRaw();
        }
    }

    private static int escaped(ShellCursor cursor) {
        int c = cursor.nextRaw();
        return switch (c) {
            case 'a' -> 7;
            case 'b' -> '\b';
            case 'e', 'E' -> 27;
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 11;
            case 'x' -> number(cursor, 16, 2, 0);
            case 'u' -> number(cursor, 16, 4, 0);
            case 'U' -> number(cursor, 16, 8, 0);
            case 'c' -> Math.max(cursor.nextRaw(), 0) & 0x1f;
            case '0', '1', '2', '3', '4', '5', '6', '7' -> number(cursor, 8, 2, c - '0') & 0xff;
            default -> c;
        };
    }

    private static int number(ShellCursor cursor, int base, int most, int first) {
        long value = first;
        for (int i = 0; i < most; i++) {
            int digit = cursor.raw() < 0x80 ? Character.digit(cursor.raw(), base) : -1;
            if (digit < 0) {
                break;
            }
            value = value * base + digit;
            cursor.nextRaw();
        }
        return Character.isValidCodePoint((int) value) && value <= Character.MAX_CODE_POINT ? (int) value : '?';
    }
}
