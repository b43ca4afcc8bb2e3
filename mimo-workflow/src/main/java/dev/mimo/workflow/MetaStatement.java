package dev.mimo.workflow;

/**
 * The statement a script begins with.
 *
 * @param prologueEnd where a {@code #!} line ends; 0 when there is none
 * @param start of the statement in the source
 * @param end of the statement, a semicolon included
 */
record MetaStatement(WorkflowMeta meta, int prologueEnd, int start, int end) {

    private static final String EXPECTED = "a script must begin with export const meta = {…}";

    /** Reads the statement; {@code cursor} is at the start of the source. */
    static MetaStatement find(Cursor cursor) {
        cursor.take('\ufeff');
        int prologueEnd = 0;
        if (cursor.isAt("#!")) {
            cursor.skipLine();
            prologueEnd = cursor.at();
        }
        cursor.skip();
        int start = cursor.at();
        begin(cursor);
        Literal literal = new LiteralReader(cursor).object();
        int end = end(cursor);
        return new MetaStatement(new MetaReader(cursor).read(literal), prologueEnd, start, end);
    }

    private static void begin(Cursor cursor) {
        int start = cursor.at();
        if (cursor.peek() == '"' || cursor.peek() == '\'') {
            throw cursor.fault(start, EXPECTED + ": put directives after it");
        }
        word(cursor, "export");
        word(cursor, "const");
        word(cursor, "meta");
        if (cursor.peek() == ':') {
            throw cursor.fault("a script is JavaScript: remove the type of meta");
        }
        if (!cursor.take('=')) {
            throw cursor.fault("expected \"=\" and not " + cursor.shown() + ": " + EXPECTED);
        }
        cursor.skip();
        if (cursor.peek() != '{') {
            throw cursor.fault("meta must be an object in braces, not " + cursor.shown());
        }
    }

    private static void word(Cursor cursor, String expected) {
        int start = cursor.at();
        String shown = cursor.shown();
        cursor.word();
        if (!cursor.since(start).equals(expected)) {
            throw cursor.fault(
                    start,
                    EXPECTED + ", nothing but comments before it: found " + shown + " instead of \"" + expected + "\"");
        }
        cursor.skip();
    }

    /** A semicolon ends the statement, or, as the language says, a line end before what cannot go on with it. */
    private static int end(Cursor cursor) {
        int end = cursor.at();
        boolean lineEnded = cursor.skip();
        if (cursor.take(';')) {
            return cursor.at();
        }
        boolean ended = cursor.peek() == Cursor.END || cursor.peek() == '}';
        if (!ended && !lineEnded) {
            throw cursor.fault("meta must be followed by a semicolon or a line end, not by " + cursor.shown());
        }
        if (!ended && goesOn(cursor)) {
            throw cursor.fault(cursor.shown() + " goes on with the meta statement: put a semicolon after its brace");
        }
        return end;
    }

    private static boolean goesOn(Cursor cursor) {
        int unit = cursor.peek();
        int after = cursor.peek(1);
        return switch (unit) {
            case '(', '[', '`', ',', '*', '/', '%', '&', '|', '^', '<', '>', '=', '?' -> true;
            case '+', '-' -> after != unit;
            case '.' -> Cursor.digit(after, 10) < 0;
            case '!' -> after == '=';
            default -> {
                String shown = cursor.shown();
                yield shown.equals("\"in\"") || shown.equals("\"instanceof\"");
            }
        };
    }

    /** The source with every character of the statement but line ends made a blank. */
    String blankedIn(String source) {
        char[] text = source.toCharArray();
        blank(text, 0, prologueEnd);
        blank(text, start, end);
        return new String(text);
    }

    private static void blank(char[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            text[i] = Cursor.isLineEnd(text[i]) ? text[i] : ' ';
        }
    }
}
