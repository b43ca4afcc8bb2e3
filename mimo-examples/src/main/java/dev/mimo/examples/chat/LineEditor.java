package dev.mimo.examples.chat;

import java.io.IOException;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;

/**
 * An editor for the line at the bottom of the screen that lets others write above it while somebody types. The line that is
 * still being written stands right above it, as a part of its prompt, until it is whole. Safe for use by several threads,
 * but one reads.
 */
final class LineEditor extends LineReaderImpl {

    private final boolean colours;
    private String above = "";
    private Expected expected = Expected.TASK;
    private String stashed = "";
    private String begun = "";

    LineEditor(Terminal terminal, boolean colours) throws IOException {
        super(terminal, "mimo");
        this.colours = colours;
    }

    /** Shows whole lines, and the line that is not whole yet. */
    void show(String lines, String open) {
        lock.lock();
        try {
            above = open;
            refreshPrompt();
            if (!lines.isEmpty()) {
                printAbove(lines);
            } else if (reading) {
                redisplay(true);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What was typed for something else is put aside while an answer is wanted. */
    void expect(Expected next) {
        lock.lock();
        try {
            boolean asks = next == Expected.ANSWER && expected != Expected.ANSWER;
            boolean asked = next != Expected.ANSWER && expected == Expected.ANSWER;
            expected = next;
            setVariable(DISABLE_HISTORY, next == Expected.ANSWER);
            if (asks) {
                stashed = reading ? buf.toString() : begun;
            }
            if (asks || asked) {
                begun = asked ? stashed : "";
                stashed = asked ? "" : stashed;
                buf.clear();
                buf.write(begun);
            }
            refreshPrompt();
            if (reading) {
                redisplay(true);
            }
        } finally {
            lock.unlock();
        }
    }

    Expected expected() {
        lock.lock();
        try {
            return expected;
        } finally {
            lock.unlock();
        }
    }

    /** What the next line begins with. */
    void begin(String text) {
        lock.lock();
        try {
            begun = text;
        } finally {
            lock.unlock();
        }
    }

    String takeBegun() {
        lock.lock();
        try {
            String text = begun;
            begun = "";
            return text;
        } finally {
            lock.unlock();
        }
    }

    /** In columns; 0 when the terminal does not say. */
    int columns() {
        return size.getColumns();
    }

    /** The prompt is ours at any time, whatever the line was begun with. */
    @Override
    public void setPrompt(String ignored) {
        refreshPrompt();
    }

    /** Above a task a line is left free. */
    private void refreshPrompt() {
        String before = !above.isEmpty() ? above + "\n" : expected == Expected.TASK ? "\n" : "";
        prompt = AttributedString.fromAnsi(before + (colours ? expected.painted() : expected.mark()));
    }
}
