package dev.mimo.examples.terminal;

/**
 * The marks within a line of Markdown: code, emphasis, links. Where there are no colours all marks stay as they are.
 * Confined to one thread.
 */
final class Inline {

    private static final int LONGEST_LINK = 400;

    private final Flow flow;
    private final boolean colours;
    private Style base = Style.PLAIN;
    private final StringBuilder marks = new StringBuilder();
    private final StringBuilder link = new StringBuilder();
    private int ticks;
    private boolean bold;
    private boolean italic;
    private boolean escaped;
    private boolean plainBrackets;
    private char before = ' ';

    Inline(Flow flow, boolean colours) {
        this.flow = flow;
        this.colours = colours;
    }

    /** A new line in this style. */
    void begin(Style style) {
        base = style;
        ticks = 0;
        bold = false;
        italic = false;
        escaped = false;
        before = ' ';
    }

    void add(char c) {
        if (!colours) {
            flow.add(c, base);
        } else if (!link.isEmpty()) {
            addToLink(c);
        } else if (!marks.isEmpty() && marks.charAt(0) == c) {
            marks.append(c);
        } else {
            endMarks(c);
            begin(c);
        }
    }

    /** The line is over. */
    void end() {
        while (!link.isEmpty()) {
            giveUpLink();
        }
        endMarks(' ');
        if (escaped) {
            put('\\');
        }
    }

    private void begin(char c) {
        if (escaped) {
            escaped = false;
            if (isLetterOrDigit(c) || c == ' ') {
                put('\\');
            }
            put(c);
        } else if (c == '`' || (ticks == 0 && (c == '*' || c == '_'))) {
            marks.append(c);
        } else if (ticks == 0 && c == '\\') {
            escaped = true;
        } else if (ticks == 0 && c == '[' && !plainBrackets) {
            link.append(c);
        } else {
            put(c);
        }
    }

    private void endMarks(char next) {
        if (marks.isEmpty()) {
            return;
        }
        int count = marks.length();
        char mark = marks.charAt(0);
        boolean meant = mark == '`' ? isCode(count) : isEmphasis(mark, count, next);
        if (!meant) {
            for (int i = 0; i < count; i++) {
                put(mark);
            }
        }
        marks.setLength(0);
    }

    private boolean isCode(int count) {
        if (ticks != 0 && ticks != count) {
            return false;
        }
        ticks = ticks == 0 ? count : 0;
        before = '`';
        return true;
    }

    private boolean isEmphasis(char mark, int count, char next) {
        boolean open = count == 1 ? italic : bold;
        boolean inWord = isLetterOrDigit(before) && isLetterOrDigit(next) && (mark == '_' || count == 1);
        boolean fits = open ? before != ' ' : next != ' ' && (count > 1 || !isLetterOrDigit(before));
        if (count > 3 || inWord || !fits) {
            return false;
        }
        italic ^= count != 2;
        bold ^= count != 1;
        return true;
    }

    private void addToLink(char c) {
        link.append(c);
        int end = link.indexOf("](");
        boolean whole = end > 0 && c == ')';
        boolean hopeless = end < 0 && link.length() > 2 && link.charAt(link.length() - 2) == ']';
        if (whole) {
            showLink(link.substring(1, end), link.substring(end + 2, link.length() - 1));
            link.setLength(0);
        } else if (hopeless || link.length() > LONGEST_LINK) {
            giveUpLink();
        }
    }

    private void showLink(String text, String address) {
        flow.add(text.isBlank() ? address : text, Style.UNDERLINE);
        if (!text.isBlank() && !text.equals(address)) {
            flow.add(" (" + address + ")", Style.DIM);
        }
        before = ')';
    }

    /** It was no link: its characters are like any others, but for the first bracket. */
    private void giveUpLink() {
        String text = link.toString();
        link.setLength(0);
        plainBrackets = true;
        add(text.charAt(0));
        plainBrackets = false;
        for (int i = 1; i < text.length(); i++) {
            add(text.charAt(i));
        }
    }

    private void put(char c) {
        before = c == '\t' ? ' ' : c;
        flow.add(c, style());
    }

    private Style style() {
        if (ticks > 0) {
            return Style.CYAN;
        }
        if (bold) {
            return Style.BOLD;
        }
        return italic ? Style.ITALIC : base;
    }

    private static boolean isLetterOrDigit(char c) {
        return Character.isLetterOrDigit(c);
    }
}
