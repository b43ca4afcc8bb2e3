package dev.mimo.workflow.tree;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Writes HTML in which only its own tags are markup: texts and values of attributes are escaped, whatever they hold. Names of
 * tags and attributes are the program's own. Confined to one thread.
 */
final class Markup {

    private static final String UNKNOWN = "\ufffd";

    private final StringBuilder out = new StringBuilder(1 << 14);
    private final Deque<String> open = new ArrayDeque<>();

    /** Opens an element; attributes are names and values, and one without a value is left out. */
    Markup open(String tag, @Nullable String... attributes) {
        empty(tag, attributes);
        open.push(tag);
        return this;
    }

    /** An element that has no end, such as {@code meta}. */
    Markup empty(String tag, @Nullable String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            String value = attributes[i + 1];
            if (value != null) {
                out.append(' ').append(attributes[i]).append("=\"");
                text(value);
                out.append('"');
            }
        }
        out.append('>');
        return this;
    }

    /** Closes the element opened last. */
    Markup close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    Markup leaf(String tag, String text, @Nullable String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    Markup text(String text) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(isSafe(c) ? Character.toString(c) : UNKNOWN);
            }
        });
        return this;
    }

    /** Our own style sheet, which is no text. */
    Markup style(String css) {
        out.append("<style>").append(css).append("</style>");
        return this;
    }

    /** A line end, for those who read the source. */
    Markup line() {
        out.append('\n');
        return this;
    }

    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not closed: " + open);
        }
        return out.toString();
    }

    /** Neither controls, nor half pairs, nor what turns the direction of the text around it. */
    private static boolean isSafe(int c) {
        boolean turns = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
        boolean control = Character.isISOControl(c) && c != '\n' && c != '\t';
        return !turns && !control && Character.getType(c) != Character.SURROGATE && (c & 0xfffe) != 0xfffe;
    }
}
