package dev.mimo.examples.terminal;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** Where a program writes to: a stream, how wide it is, and whether it takes colours. Safe for use by several threads. */
public final class Terminal {

    private static final int STANDARD_WIDTH = 100;
    private static final int NARROWEST = 20;

    private final PrintStream out;
    private final boolean colours;
    private final IntSupplier width;

    private Terminal(PrintStream out, boolean colours, IntSupplier width) {
        this.out = out;
        this.colours = colours;
        this.width = width;
    }

    public static Terminal of(PrintStream out, boolean colours, int width) {
        return new Terminal(out, colours, () -> width);
    }

    /** One whose width may change; it is asked each time. */
    public static Terminal of(PrintStream out, boolean colours, IntSupplier width) {
        return new Terminal(out, colours, width);
    }

    /** Standard output, in UTF-8; colours only where a person looks at it and has not set {@code NO_COLOR}. */
    public static Terminal standard() {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        boolean colours = Ansi.AUTO.enabled();
        return of(out, colours, standardWidth());
    }

    public PrintStream out() {
        return out;
    }

    public boolean colours() {
        return colours;
    }

    /** In columns; at least 20. */
    public int width() {
        return Math.max(NARROWEST, width.getAsInt());
    }

    /** The text in a style, where there are colours. It must be printable. */
    public String paint(Style style, String text) {
        return colours ? style.paint(text) : text;
    }

    /** A line of our own words; long ones are broken between words, and stay indented as they begin. */
    public void line(Style style, String text) {
        String words = text.stripLeading();
        Paragraph paragraph = new Paragraph(this, " ".repeat(text.length() - words.length()), style);
        paragraph.add(words);
        paragraph.end();
    }

    /** An empty line. */
    public void line() {
        out.println();
    }

    /** Markdown that is there as a whole. */
    public void markdown(String text) {
        MarkdownView view = new MarkdownView(this);
        view.add(text);
        view.end();
    }

    /** A unified diff, with what was added and removed in colours. */
    public void diff(String diff) {
        diff("", diff);
    }

    /** The same, each line after {@code indent}. */
    public void diff(String indent, String diff) {
        new DiffView(this, indent).show(diff);
    }

    private static int standardWidth() {
        Integer columns = number(System.getenv("COLUMNS"));
        if (columns == null) {
            columns = askedWidth();
        }
        return columns == null ? STANDARD_WIDTH : columns;
    }

    /** What the terminal says of itself; shells do not hand COLUMNS on. */
    private static @Nullable Integer askedWidth() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return number(answer.substring(answer.indexOf(' ') + 1));
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable Integer number(@Nullable String text) {
        try {
            int number = text == null ? 0 : Integer.parseInt(text.strip());
            return number < 1 ? null : number;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
