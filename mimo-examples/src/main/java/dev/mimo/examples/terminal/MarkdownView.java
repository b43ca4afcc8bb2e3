package dev.mimo.examples.terminal;

import dev.mimo.examples.terminal.LineStart.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Shows Markdown as it comes: words at once, lines of code when they are whole, tables when they have ended. It only ever
 * adds to what stands there, and prints the same wherever the pieces are cut. Without colours the marks stay, as nothing
 * else could tell what they say. Confined to one thread.
 */
final class MarkdownView {

    private static final int LONGEST_RULE = 60;
    private static final String CODE_INDENT = "  ";

    private final Terminal terminal;
    private final Flow flow;
    private final Inline inline;
    private final StringBuilder line = new StringBuilder();
    private Reading reading = Reading.START;
    private @Nullable String fence;
    private @Nullable MarkdownTable table;

    /** How far the line is understood. */
    private enum Reading {
        /** Its beginning may still be several things. */
        START,
        /** Words that are shown as they come. */
        WORDS,
        /** All of it is needed first. */
        WHOLE
    }

    MarkdownView(Terminal terminal) {
        this.terminal = terminal;
        this.flow = new Flow(terminal);
        this.inline = new Inline(flow, terminal.colours());
    }

    /** Takes a piece. */
    void add(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            if (c == '\n') {
                endLine();
            } else if (c != '\r') {
                add(c);
            }
        }
        flow.flush();
    }

    /** Ends the line when there is something on it, because something else is shown; the next piece goes on below. */
    void breakLine() {
        flow.breakLine();
    }

    /** Shows what waits, and ends the line when there is something on it. */
    void end() {
        if (reading == Reading.WORDS) {
            inline.end();
        } else if (!line.isEmpty()) {
            endLine();
        }
        flow.breakLine();
        endTable();
        terminal.out().flush();
    }

    private void add(char c) {
        if (reading == Reading.WORDS) {
            inline.add(c);
            return;
        }
        line.append(c);
        if (reading == Reading.START && fence == null && !LineStart.isOpen(line)) {
            LineStart start = LineStart.of(line.toString());
            if (start.kind() == Kind.FENCE || start.kind() == Kind.TABLE) {
                reading = Reading.WHOLE;
            } else {
                beginWords(start);
            }
        }
    }

    private void endLine() {
        if (reading == Reading.WORDS) {
            inline.end();
            flow.newLine();
        } else {
            String whole = line.toString();
            line.setLength(0);
            showWhole(whole);
        }
        line.setLength(0);
        reading = Reading.START;
    }

    private void showWhole(String whole) {
        if (fence != null) {
            showCode(whole);
            return;
        }
        LineStart start = LineStart.of(whole);
        boolean opens = start.kind() == Kind.FENCE
                && !start.rest().replaceFirst("^[`~]+", "").contains("`");
        if (start.kind() == Kind.TABLE) {
            MarkdownTable rows = table == null ? new MarkdownTable(terminal) : table;
            table = rows;
            rows.add(whole);
        } else if (opens) {
            endTable();
            fence = start.mark();
            showFence(whole);
        } else if (start.kind() == Kind.RULE && terminal.colours()) {
            endTable();
            String rule = "─".repeat(Math.min(LONGEST_RULE, terminal.width() - 1));
            terminal.out().println(terminal.paint(Style.DIM, rule));
        } else {
            beginWords(start.kind() == Kind.FENCE || start.kind() == Kind.RULE ? asText(whole) : start);
            inline.end();
            flow.newLine();
        }
    }

    /** Code is never broken: a terminal that is too narrow does that, and it can still be copied. */
    private void showCode(String whole) {
        boolean closes = fence != null && whole.strip().matches("(" + fence.charAt(0) + "){3,}");
        if (closes) {
            fence = null;
            showFence(whole);
        } else {
            String indent = terminal.colours() ? CODE_INDENT : "";
            terminal.out().println(indent + terminal.paint(Style.CYAN, Printable.text(whole)));
        }
    }

    /** Where there are colours they tell what is code, and only its language is named; else the fences stay. */
    private void showFence(String whole) {
        String language = whole.strip().replaceFirst("^[`~]+", "").strip();
        if (!terminal.colours()) {
            terminal.out().println(Printable.text(whole));
        } else if (!language.isEmpty()) {
            terminal.out().println(CODE_INDENT + terminal.paint(Style.DIM, Printable.text(language)));
        }
    }

    private static LineStart asText(String whole) {
        return new LineStart(Kind.TEXT, "", "", whole);
    }

    private void beginWords(LineStart start) {
        endTable();
        reading = Reading.WORDS;
        line.setLength(0);
        String mark = start.indent() + mark(start);
        boolean quote = start.kind() == Kind.QUOTE;
        Style style = start.kind() == Kind.HEADING ? Style.BOLD : quote ? Style.ITALIC : Style.PLAIN;
        Style ofMark = start.kind() == Kind.ITEM ? Style.CYAN : Style.DIM;
        int columns = Printable.columns(mark);
        String first = mark.isBlank() ? mark : terminal.paint(ofMark, mark);
        flow.begin(first, quote ? first : " ".repeat(columns), columns);
        inline.begin(style);
        start.rest().chars().forEach(c -> inline.add((char) c));
    }

    private String mark(LineStart start) {
        boolean colours = terminal.colours();
        return switch (start.kind()) {
            case HEADING -> colours ? "" : start.mark() + " ";
            case QUOTE -> colours ? "│ " : "> ";
            case ITEM -> (colours ? bullet(start.mark()) : start.mark()) + " ";
            default -> "";
        };
    }

    private static String bullet(String mark) {
        return mark.replaceFirst("^[-*+]", "•").replace("• [ ]", "☐").replaceFirst("• \\[[xX]\\]", "☑");
    }

    private void endTable() {
        if (table != null) {
            MarkdownTable whole = table;
            table = null;
            whole.show();
        }
    }
}
