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

    private String above = "";
    private Expected expected = Expected.TASK;
    private String stashed = "";
    private String begun = "";

    LineEditor(Terminal terminal) throws IOException {
        super(terminal, "mimo");
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

    private void refreshPrompt() {
        String colour = expected == Expected.ANSWER ? "33" : expected == Expected.WORD ? "2" : "1;36";
        String mark = expected.mark();
        boolean plain = System.getenv("NO_COLOR") != null;
        String painted = plain ? mark : "\u001b[" + colour + "m" + mark + "\u001b[0m";
        prompt = AttributedString.fromAnsi((above.isEmpty() ? "" : above + "\n") + painted);
    }
}
