package dev.mimo.examples.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Running text in several styles that comes in pieces and is broken between words. What it prints does not depend on where
 * the pieces end. Confined to one thread.
 */
final class Flow {

    private static final int NARROWEST = 10;

    private final Terminal terminal;
    private final List<Run> word = new ArrayList<>();
    private String first = "";
    private String rest = "";
    private int indent;
    private int wordColumns;
    private int column;
    private int spaces;
    private boolean begun;

    /** A part of a word in one style. */
    private record Run(StringBuilder text, Style style) {}

    Flow(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What the next line begins with, and what those do into which it is broken; both painted, as wide as {@code columns}. */
    void begin(String first, String rest, int columns) {
        this.first = first;
        this.rest = rest;
        this.indent = columns;
        begun = false;
    }

    /** Takes text without line ends; the word at its end waits for what comes next. */
    void add(char c, Style style) {
        if (c == ' ' || c == '\t') {
            endWord();
            spaces += c == ' ' ? 1 : 4;
            return;
        }
        if (word.isEmpty() || word.get(word.size() - 1).style() != style) {
            word.add(new Run(new StringBuilder(), style));
        }
        StringBuilder run = word.get(word.size() - 1).text();
        run.append(c);
        if (!Character.isHighSurrogate(c)) {
            measure(run, style);
        }
    }

    /** The same for several characters. */
    void add(String text, Style style) {
        for (int i = 0; i < text.length(); i++) {
            add(text.charAt(i), style);
        }
    }

    /** Ends the line, also an empty one. */
    void newLine() {
        endWord();
        if (!begun && !first.isBlank()) {
            terminal.out().print(first);
        }
        endLine();
        begin("", "", 0);
    }

    /** Ends the line when there is something on it, because something else is shown; what comes next goes on below. */
    void breakLine() {
        endWord();
        if (column > 0) {
            endLine();
        }
        terminal.out().flush();
    }

    /** Lets the person see all whole words so far. */
    void flush() {
        terminal.out().flush();
    }

    /* A character that takes two columns may stand alone; any word may have to be broken when it is longer than a line. */
    private void measure(StringBuilder run, Style style) {
        int last = run.codePointBefore(run.length());
        String shown = Printable.text(Character.toString(last));
        int columns = Printable.columns(shown);
        if (columns == 2 || wordColumns + columns > room()) {
            run.setLength(run.length() - Character.charCount(last));
            endWord();
            word.add(new Run(new StringBuilder().appendCodePoint(last), style));
        }
        wordColumns += columns;
        if (columns == 2) {
            endWord();
        }
    }

    private void endWord() {
        if (word.isEmpty()) {
            return;
        }
        StringBuilder painted = new StringBuilder();
        int columns = 0;
        for (Run run : word) {
            String safe = Printable.text(run.text().toString());
            columns += Printable.columns(safe);
            painted.append(terminal.paint(run.style(), safe));
        }
        word.clear();
        wordColumns = 0;
        if (column > 0 && column + spaces + columns > room()) {
            endLine();
            spaces = 0;
        }
        if (column == 0) {
            terminal.out().print(begun ? rest : first);
        }
        begun = true;
        terminal.out().print(" ".repeat(spaces) + painted);
        column += spaces + columns;
        spaces = 0;
    }

    private void endLine() {
        terminal.out().print('\n');
        column = 0;
        spaces = 0;
    }

    private int room() {
        return Math.max(NARROWEST, terminal.width() - indent - 1);
    }
}
