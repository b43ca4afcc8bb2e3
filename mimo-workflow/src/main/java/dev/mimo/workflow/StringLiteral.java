package dev.mimo.workflow;

/** Reads a JavaScript string, or a template that has no expressions. */
final class StringLiteral {

    private StringLiteral() {}

    /** Reads the string that begins here with its quote. */
    static String read(Cursor cursor) {
        int start = cursor.at();
        int quote = cursor.next();
        StringBuilder text = new StringBuilder();
        while (true) {
            int at = cursor.at();
            int unit = cursor.next();
            if (unit == quote) {
                return text.toString();
            } else if (unit == Cursor.END) {
                throw cursor.fault(start, "a string does not end: close it with " + (char) quote);
            } else if (unit == '\\') {
                escape(cursor, at, text);
            } else if (quote != '`') {
                if (unit == '\n' || unit == '\r') {
                    throw cursor.fault(start, "a string ends on its line: close it, or write \\n for a line end");
                }
                text.append((char) unit);
            } else if (unit == '$' && cursor.peek() == '{') {
                throw cursor.fault(at, "a template in meta has no expressions, it is never evaluated: write the text");
            } else if (unit == '\r') {
                // As the language says: every line end of a template is a line feed.
                cursor.take('\n');
                text.append('\n');
            } else {
                text.append((char) unit);
            }
        }
    }

    private static void escape(Cursor cursor, int start, StringBuilder text) {
        int unit = cursor.next();
        switch (unit) {
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'r' -> text.append('\r');
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'v' -> text.append('\u000b');
            case 'x' -> text.append((char) cursor.hex(2, start));
            case 'u' -> text.appendCodePoint(cursor.unicodeEscape(start));
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
                if (unit != '0' || Cursor.digit(cursor.peek(), 10) >= 0) {
                    throw cursor.fault(start, "octal escapes are not JavaScript any more: write \\x and two digits");
                }
                text.append('\0');
            }
            case '\r' -> cursor.take('\n');
            case '\n', 0x2028, 0x2029 -> {
                // A line that goes on.
            }
            case Cursor.END -> throw cursor.fault(start, "the script ends in an escape");
            default -> text.append((char) unit);
        }
    }
}
