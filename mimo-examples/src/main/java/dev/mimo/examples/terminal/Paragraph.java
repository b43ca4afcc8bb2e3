package dev.mimo.examples.terminal;

/** Running text that comes in pieces and is broken between words. Confined to one thread. */
final class Paragraph {

    private final Terminal terminal;
    private final String indent;
    private final Style style;
    private final StringBuilder word = new StringBuilder();
    private int column;
    private int spaces;

    Paragraph(Terminal terminal, String indent, Style style) {
        this.terminal = terminal;
        this.indent = indent;
        this.style = style;
    }

    Style style() {
        return style;
    }

    /** Takes a piece; the word at its end may wait for the next one. */
    void add(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            if (c == '\n') {
                endWord();
                endLine();
            } else if (c == ' ') {
                endWord();
                spaces++;
            } else {
                word.append(c);
                if (word.length() >= room() && !Character.isHighSurrogate(c)) {
                    endWord();
                }
            }
        }
        terminal.out().flush();
    }

    /** Writes what waits, and ends the line when there is something on it. */
    void end() {
        endWord();
        if (column > 0) {
            endLine();
        }
        terminal.out().flush();
    }

    private void endWord() {
        String safe = Printable.text(word.toString().replace("\r", ""));
        word.setLength(0);
        if (safe.isEmpty()) {
            return;
        }
        int columns = Printable.columns(safe);
        if (column > 0 && column + spaces + columns > room()) {
            endLine();
            spaces = 0;
        }
        String before = (column == 0 ? indent : "") + " ".repeat(spaces);
        terminal.out().print(before + terminal.paint(style, safe));
        column += spaces + columns;
        spaces = 0;
    }

    private void endLine() {
        terminal.out().print('\n');
        column = 0;
        spaces = 0;
    }

    private int room() {
        return Math.max(10, terminal.width() - indent.length());
    }
}
