package dev.mimo.examples.terminal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a line of Markdown is, as far as its beginning tells.
 *
 * @param kind what it is
 * @param indent the spaces before it, at most {@link #DEEPEST}
 * @param mark what makes it so, without spaces; empty for text
 * @param rest what stands after that so far
 */
record LineStart(Kind kind, String indent, String mark, String rest) {

    private static final int DEEPEST = 16;

    /** Beginnings that may still become one thing or another; short, whatever follows. */
    private static final Pattern OPEN = Pattern.compile(
            "[ \t]{0,80}(#{0,6}|>|`{0,3}|~{0,3}|[-*_](?:[ ]?[-*_]){0,80} *|[-*+] {0,8}(?:\\[(?:[ xX]\\]?)?)?"
                    + "|\\d{1,9}|\\d{1,9}[.)] {0,8}(?:\\[(?:[ xX]\\]?)?)?)");

    private static final Pattern RULE = Pattern.compile("[ \t]*([-*_])(?:[ ]*\\1){2,} *");
    private static final Pattern START = Pattern.compile(
            "([ \t]*)(?:(#{1,6}) +|(```|~~~)|(>) ?|" + "([-*+]|\\d{1,9}[.)]) +(\\[[ xX]\\])? *|(?=(\\|)))",
            Pattern.DOTALL);

    enum Kind {
        TEXT,
        HEADING,
        FENCE,
        QUOTE,
        ITEM,
        TABLE,
        RULE
    }

    /** Whether more of the line has to be seen. */
    static boolean isOpen(CharSequence beginning) {
        return OPEN.matcher(beginning).matches();
    }

    /** Of a line that has ended, or whose beginning is not open. */
    static LineStart of(String beginning) {
        if (RULE.matcher(beginning).matches()) {
            return new LineStart(Kind.RULE, "", beginning.strip(), "");
        }
        Matcher start = START.matcher(beginning);
        if (!start.lookingAt()) {
            String rest = beginning.stripLeading();
            return new LineStart(
                    Kind.TEXT, indent(beginning.substring(0, beginning.length() - rest.length())), "", rest);
        }
        String rest = beginning.substring(start.end());
        String indent = indent(start.group(1));
        if (start.group(2) != null) {
            return new LineStart(Kind.HEADING, indent, start.group(2), rest);
        } else if (start.group(3) != null) {
            return new LineStart(Kind.FENCE, indent, start.group(3), rest);
        } else if (start.group(4) != null) {
            return new LineStart(Kind.QUOTE, indent, start.group(4), rest);
        } else if (start.group(5) != null) {
            String box = start.group(6) == null ? "" : " " + start.group(6);
            return new LineStart(Kind.ITEM, indent, start.group(5) + box, rest);
        }
        return new LineStart(Kind.TABLE, indent, "", rest);
    }

    private static String indent(String spaces) {
        String plain = spaces.replace("\t", "    ");
        return plain.substring(0, Math.min(DEEPEST, plain.length()));
    }
}
