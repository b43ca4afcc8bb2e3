package dev.mimo.examples.chat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/**
 * Parts what is printed into whole lines, which stay on the screen, and the line that is still being written. A line that
 * began anew with a carriage return is what it holds since then.
 */
final class ScreenLines extends OutputStream {

    private final BiConsumer<String, String> screen;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private String open = "";

    /** {@code screen} takes whole lines, which may be none, and the open line. */
    ScreenLines(BiConsumer<String, String> screen) {
        this.screen = screen;
    }

    @Override
    public synchronized void write(int b) {
        bytes.write(b);
    }

    @Override
    public synchronized void write(byte[] b, int offset, int length) {
        bytes.write(b, offset, length);
    }

    @Override
    public synchronized void flush() {
        if (bytes.size() == 0) {
            return;
        }
        String all = open + bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        int end = all.lastIndexOf('\n') + 1;
        open = current(all.substring(end));
        String lines = all.substring(0, end);
        screen.accept(lines.indexOf('\r') < 0 ? lines : whole(lines), open);
    }

    private static String whole(String lines) {
        StringBuilder whole = new StringBuilder();
        for (String line : lines.substring(0, lines.length() - 1).split("\n", -1)) {
            whole.append(current(line)).append("\n");
        }
        return whole.toString();
    }

    private static String current(String line) {
        String now = line.substring(line.lastIndexOf('\r') + 1);
        return now.startsWith("\u001b[K") ? now.substring("\u001b[K".length()) : now;
    }
}
