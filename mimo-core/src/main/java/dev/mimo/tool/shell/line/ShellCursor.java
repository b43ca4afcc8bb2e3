package dev.mimo.tool.shell.line;

/** A place in a text; an escaped line end is no character, as for a shell outside of single quotes. Confined to one parse. */
final class ShellCursor {

    private final String text;
    private int at;

    ShellCursor(String text) {
        this.text = text;
    }

    /** The next character; -1 at the end. */
    int peek() {
        while (text.startsWith("\\\n", at)) {
            at += 2;
        }
        return raw();
    }

    /** The next character, taken as it stands. */
    int raw() {
        return at < text.length() ? text.codePointAt(at) : -1;
    }

    int next() {
        int c = peek();
        skip();
        return c;
    }

    int nextRaw() {
        int c = raw();
        skip();
        return c;
    }

    void skip() {
        if (at < text.length()) {
            at += Character.charCount(text.codePointAt(at));
        }
    }

    /** The character behind the next one. */
    int after() {
        int start = at;
        next();
        int c = peek();
        at = start;
        return c;
    }

    int afterBlanks() {
        int c = peek();
        while (c == ' ' || c == '\t') {
            skip();
            c = peek();
        }
        return c;
    }

    boolean atEnd() {
        return peek() < 0;
    }

    void toEnd() {
        at = text.length();
    }

    void toLineEnd() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
    }

    /** The line from here, without its end, and goes behind it; where {@code joined}, escaped line ends are taken out. */
    String line(boolean joined) {
        StringBuilder line = new StringBuilder();
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            String part = text.substring(at, end < 0 ? text.length() : end);
            at = end < 0 ? text.length() : end + 1;
            boolean goesOn = joined && endsEscaped(part);
            line.append(goesOn ? part.substring(0, part.length() - 1) : part);
            if (!goesOn) {
                break;
            }
        }
        return line.toString();
    }

    private static boolean endsEscaped(String line) {
        int slashes = 0;
        while (slashes < line.length() && line.charAt(line.length() - 1 - slashes) == '\\') {
            slashes++;
        }
        return slashes % 2 == 1;
    }

    int at() {
        return at;
    }

    void back(int place) {
        at = place;
    }

    String from(int start) {
        return text.substring(start, at);
    }

    int indexOf(char c) {
        return text.indexOf(c, at);
    }
}
