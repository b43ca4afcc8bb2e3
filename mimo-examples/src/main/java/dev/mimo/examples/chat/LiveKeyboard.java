package dev.mimo.examples.chat;

import dev.mimo.environment.PrivateFiles;
import dev.mimo.examples.terminal.Terminal;
import java.io.IOError;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** A terminal with a line to edit at its bottom, also while the agent works, and all else above it. */
final class LiveKeyboard implements Keyboard {

    /** How long what was typed may take to arrive. */
    private static final long PATIENCE_MILLIS = 50;

    private static final int STANDARD_WIDTH = 80;
    private static final int STANDARD_HEIGHT = 24;

    private final org.jline.terminal.Terminal device;
    private final LineEditor editor;
    private final Terminal terminal;

    /** Guards what follows: a Ctrl-C comes on a thread of its own. */
    private final Object signals = new Object();

    private boolean interrupted;
    private @Nullable Thread reader;

    /** Whether the last line could not be read for want of the terminal. */
    private boolean failed;

    /** Takes the device over until it is closed. */
    LiveKeyboard(org.jline.terminal.Terminal device, boolean colours, Path history) throws IOException {
        this.device = device;
        this.editor = new LineEditor(device, colours);
        PrintStream out = new PrintStream(new ScreenLines(editor::show), true, StandardCharsets.UTF_8);
        int first = device.getWidth();
        this.terminal = Terminal.of(out, colours, () -> editor.columns() > 0 ? editor.columns() : first);
        device.handle(Signal.INT, signal -> interrupt());
        device.enterRawMode();
        configure(history);
    }

    /**
     * The terminal of this process.
     *
     * @throws IOException when it has none
     */
    static org.jline.terminal.Terminal device() throws IOException {
        // No native code: nothing to unpack, and nothing that a newer Java warns of.
        org.jline.terminal.Terminal device = TerminalBuilder.builder()
                .system(true)
                .provider(TerminalBuilder.PROP_PROVIDER_EXEC)
                .dumb(false)
                .nativeSignals(true)
                .build();
        if (device.getWidth() < 1 || device.getHeight() < 1) {
            // Made by a program that set no size: the editor would find no room for its line.
            device.setSize(new Size(STANDARD_WIDTH, STANDARD_HEIGHT));
        }
        return device;
    }

    /** What the tab key offers. */
    void completer(Completer completer) {
        editor.setCompleter(completer);
    }

    @Override
    public Terminal terminal() {
        return terminal;
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public Said read() {
        boolean again = failed;
        failed = false;
        try {
            if (takeInterrupt()) {
                return new Said.Interrupt(false);
            }
            return new Said.Line(
                    LineRules.meant(editor.readLine("", null, (Character) null, editor.takeBegun())), false);
        } catch (IOError e) {
            if (again) {
                throw e;
            }
            // A Ctrl-C also reaches the program that sets the terminal's modes; one that killed it was meant for us.
            failed = true;
            takeInterrupt();
            return new Said.Interrupt(false);
        } catch (UserInterruptException e) {
            takeInterrupt();
            boolean task = editor.expected() == Expected.TASK;
            editor.begin(editor.expected() == Expected.WORD ? e.getPartialLine() : "");
            return new Said.Interrupt(task && !e.getPartialLine().isEmpty());
        } catch (EndOfFileException e) {
            return new Said.End();
        } finally {
            endReading();
        }
    }

    /** A Ctrl-C while the editor does not listen for it: on its way to a line, or between two. */
    private void interrupt() {
        synchronized (signals) {
            interrupted = true;
            if (reader != null) {
                reader.interrupt();
            }
        }
    }

    /** Whether a Ctrl-C came since the last line; one that comes from now on interrupts this thread. */
    private boolean takeInterrupt() {
        synchronized (signals) {
            reader = Thread.currentThread();
            boolean taken = interrupted;
            interrupted = false;
            return taken;
        }
    }

    /** This thread reads no more; what interrupted it must not break what comes next. */
    private void endReading() {
        synchronized (signals) {
            reader = null;
            Thread.interrupted();
        }
    }

    @Override
    public void expect(Expected expected) {
        editor.expect(expected);
    }

    @Override
    public void forget() {
        try {
            while (device.reader().peek(PATIENCE_MILLIS) >= 0) {
                device.reader().read();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            terminal.out().flush();
            editor.getHistory().save();
            device.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void configure(Path history) throws IOException {
        editor.setParser(new LineRules());
        editor.option(LineReader.Option.ERASE_LINE_ON_FINISH, true);
        editor.option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
        editor.option(LineReader.Option.HISTORY_IGNORE_SPACE, false);
        editor.option(LineReader.Option.AUTO_FRESH_LINE, false);
        editor.option(LineReader.Option.INSERT_TAB, false);
        editor.setVariable(LineReader.SECONDARY_PROMPT_PATTERN, "  ");
        editor.setVariable(LineReader.BELL_STYLE, "none");
        PrivateFiles.createFolders(history.toAbsolutePath().getParent());
        PrivateFiles.create(history);
        editor.setVariable(LineReader.HISTORY_FILE, history);
        editor.setVariable(LineReader.HISTORY_SIZE, 2_000);
        editor.getWidgets().put("new-line", () -> {
            editor.getBuffer().write('\n');
            return true;
        });
        KeyMap<Binding> main = Objects.requireNonNull(editor.getKeyMaps().get(LineReader.MAIN));
        main.bind(new Reference("new-line"), "\u001b\r", "\u001b\n");
    }
}
