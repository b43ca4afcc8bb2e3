package dev.mimo.workflow;

import org.jspecify.annotations.Nullable;

/** A place in a JavaScript source, and what stands there. Confined to one thread. */
final class Cursor {

    static final int END = -1;

    private static final int LONGEST_SHOWN = 40;

    private final String text;
    private int at;

    Cursor(String text) {
        this.text = text;
    }

    /** The offset of the next character, in UTF-16 units. */
    int at() {
        return at;
    }

    /** The next UTF-16 unit, or {@link #END}. */
    int peek() {
        return peek(0);
    }

    int peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : END;
    }

    int next() {
        int unit = peek();
        at += unit == END ? 0 : 1;
        return unit;
    }

    boolean take(char expected) {
        boolean there = peek() == expected;
        at += there ? 1 : 0;
        return there;
    }

    boolean isAt(String expected) {
        return text.startsWith(expected, at);
    }

    String since(int start) {
        return text.substring(start, at);
    }

    /** Goes over white space and comments; says whether a line ended in them. */
    boolean skip() {
        boolean lineEnded = false;
        while (true) {
            int unit = peek();
            if (isLineEnd(unit)) {
                lineEnded = true;
                at++;
            } else if (isSpace(unit)) {
                at++;
            } else if (isAt("//")) {
                skipLine();
            } else if (isAt("/*")) {
                lineEnded |= skipBlock();
            } else {
                return lineEnded;
            }
        }
    }

    /** Goes to the end of the line, not over it. */
    void skipLine() {
        while (peek() != END && !isLineEnd(peek())) {
            at++;
        }
    }

    private boolean skipBlock() {
        int start = at;
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            throw fault(start, "a comment does not end: close it with */");
        }
        at = end + 2;
        return text.substring(start, at).chars().anyMatch(Cursor::isLineEnd);
    }

    /** Reads an identifier or keyword; null when none begins here. Escapes in it are resolved. */
    @Nullable
    String word() {
        StringBuilder word = new StringBuilder();
        while (true) {
            int start = at;
            boolean escaped = take('\\');
            if (escaped && !take('u')) {
                throw fault(start, "a \\ in a name must be followed by u and hex digits");
            }
            int point = escaped ? unicodeEscape(start) : at < text.length() ? text.codePointAt(at) : END;
            boolean fits = word.isEmpty() ? isWordStart(point) : isWordPart(point);
            if (!fits && escaped) {
                throw fault(start, "this escape cannot stand in a name");
            }
            if (!fits) {
                return word.isEmpty() ? null : word.toString();
            }
            word.appendCodePoint(point);
            at += escaped ? 0 : Character.charCount(point);
        }
    }

    /** Reads what follows {@code \}{@code u}: four hex digits, or one to six in braces. */
    int unicodeEscape(int start) {
        if (!take('{')) {
            return hex(4, start);
        }
        int point = 0;
        int first = at;
        while (peek() != '}') {
            point = point * 16 + hex(1, start);
            if (point > Character.MAX_CODE_POINT) {
                throw fault(start, "a code point is at most 10FFFF");
            }
        }
        if (at == first) {
            throw fault(start, "an escape without digits");
        }
        at++;
        return point;
    }

    int hex(int digits, int start) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = digit(next(), 16);
            if (digit < 0) {
                throw fault(start, "an escape needs hex digits");
            }
            value = value * 16 + digit;
        }
        return value;
    }

    /** The value of an ASCII digit, or -1. */
    static int digit(int unit, int radix) {
        return unit < 0 || unit > 127 ? -1 : Character.digit(unit, radix);
    }

    /** What stands here, for a message: a word or one character. */
    String shown() {
        int start = at;
        if (start == text.length()) {
            return "the end of the script";
        }
        int end = start;
        while (end < text.length() && end - start < LONGEST_SHOWN && isWordPart(text.charAt(end))) {
            end++;
        }
        return "\"" + text.substring(start, end > start ? end : text.offsetByCodePoints(start, 1)) + "\"";
    }

    WorkflowException fault(String fault) {
        return fault(at, fault);
    }

    WorkflowException fault(int offset, String fault) {
        int line = 1;
        int begin = 0;
        for (int i = 0; i < offset; i++) {
            boolean inPair = text.charAt(i) == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            if (isLineEnd(text.charAt(i)) && !inPair) {
                line++;
                begin = i + 1;
            }
        }
        return new WorkflowException(fault, line, offset - begin + 1);
    }

    static boolean isLineEnd(int unit) {
        return unit == '\n' || unit == '\r' || unit == 0x2028 || unit == 0x2029;
    }

    private static boolean isSpace(int unit) {
        return unit == '\t'
                || unit == 0x0b
                || unit == '\f'
                || unit == 0xfeff
                || unit != END && Character.getType(unit) == Character.SPACE_SEPARATOR;
    }

    static boolean isWordStart(int point) {
        return point != END && (Character.isUnicodeIdentifierStart(point) || point == '$' || point == '_');
    }

    private static boolean isWordPart(int point) {
        return isWordStart(point)
                || point == 0x200c
                || point == 0x200d
                || point != END && Character.isUnicodeIdentifierPart(point) && !Character.isIdentifierIgnorable(point);
    }
}
