package dev.mimo.examples.chat;

import dev.mimo.examples.terminal.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a stream, and no control of the screen: for pipes, files and simple terminals. Where a person types, the terminal
 * shows it, and Ctrl-C is heard.
 */
final class PlainKeyboard implements Keyboard {

    private final Terminal terminal;
    private final boolean person;
    private final BlockingQueue<Said> said = new LinkedBlockingQueue<>();
    private final @Nullable Object before;
    private volatile Expected expected = Expected.TASK;

    /** {@code person}: whether somebody types there and sees it. */
    PlainKeyboard(InputStream in, Terminal terminal, boolean person) {
        this.terminal = terminal;
        this.person = person;
        this.before = person ? Signals.register("INT", () -> said.add(new Said.Interrupt(false))) : null;
        Thread reader = new Thread(() -> readAll(in), "mimo-keyboard");
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public Terminal terminal() {
        return terminal;
    }

    @Override
    public boolean isLive() {
        return person;
    }

    @Override
    public Said read() {
        try {
            prompt();
            Said next = said.take();
            if (next instanceof Said.End) {
                // An end stays one, however often it is read.
                said.add(next);
            }
            return next;
        } catch (InterruptedException e) {
            return new Said.Interrupt(false);
        }
    }

    @Override
    public void expect(Expected next) {
        boolean changed = expected != next;
        expected = next;
        if (changed && next != Expected.WORD) {
            prompt();
        }
    }

    @Override
    public void close() {
        if (before != null) {
            Signals.unregister("INT", before);
        }
    }

    private void prompt() {
        if (person && expected != Expected.WORD) {
            terminal.out().print(expected.mark());
            terminal.out().flush();
        }
    }

    private void readAll(InputStream in) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            StringBuilder whole = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.endsWith("\\")) {
                    whole.append(line, 0, line.length() - 1).append('\n');
                } else {
                    said.add(new Said.Line(whole.append(line).toString(), person));
                    whole.setLength(0);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            said.add(new Said.End());
        }
    }
}
