package dev.mimo.examples.terminal;

/** Running text in one style that comes in pieces and is broken between words. Confined to one thread. */
final class Paragraph {

    private final Flow flow;
    private final String indent;
    private final Style style;

    Paragraph(Terminal terminal, String indent, Style style) {
        this.flow = new Flow(terminal);
        this.indent = indent;
        this.style = style;
        flow.begin(indent, indent, indent.length());
    }

    /** Takes a piece; the word at its end may wait for the next one. */
    void add(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            if (c == '\n') {
                flow.newLine();
                flow.begin(indent, indent, indent.length());
            } else if (c != '\r') {
                flow.add(c, style);
            }
        }
        flow.flush();
    }

    /** Ends the line when there is something on it; what comes next goes on below. */
    void breakLine() {
        flow.breakLine();
    }

    /** Writes what waits, and ends the line when there is something on it. */
    void end() {
        flow.breakLine();
    }
}
