package dev.mimo.examples.report;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Writes HTML in which nothing but its own tags is markup: every text and every value is escaped, whatever it holds. Tags
 * and names of attributes are the program's own words.
 */
final class Html {

    private static final char UNKNOWN = '\ufffd';

    private final StringBuilder out = new StringBuilder(1 << 16);
    private final Deque<String> open = new ArrayDeque<>();

    /** Opens an element; attributes as names and values, where one without a value is left out. */
    Html open(String tag, @Nullable String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            String value = attributes[i + 1];
            if (value != null) {
                out.append(' ').append(attributes[i]).append("=\"");
                escape(value);
                out.append('"');
            }
        }
        out.append('>');
        open.push(tag);
        return this;
    }

    /** Closes the element opened last. */
    Html close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element with a text in it. */
    Html leaf(String tag, String text, @Nullable String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /** An element that has no content and no end, such as {@code meta}. */
    Html empty(String tag, @Nullable String... attributes) {
        open(tag, attributes);
        open.pop();
        return this;
    }

    Html text(String text) {
        escape(text);
        return this;
    }

    /** A line end, for those who look at the source. */
    Html line() {
        out.append('\n');
        return this;
    }

    /** A style sheet of our own, which is no text and is not escaped. */
    Html style(String css) {
        out.append("<style>").append(css).append("</style>");
        return this;
    }

    int length() {
        return out.length();
    }

    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not closed: " + open);
        }
        return out.toString();
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(isSafe(text, i) ? c : UNKNOWN);
            }
        }
    }

    /* Neither control characters, nor half pairs, nor what turns the direction of the text around it. */
    private static boolean isSafe(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        }
        boolean turns = (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
        boolean control = Character.isISOControl(c) && c != '\n' && c != '\t';
        return !turns && !control && c < '\ufffe';
    }
}
