package dev.mimo.tool.shell;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.apache.commons.io.input.buffer.CircularByteBuffer;
import org.apache.commons.io.output.NullOutputStream;
import org.apache.commons.io.output.ThresholdingOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a command has written: its beginning and end in memory, all of it in a file once it is more than can be told. Safe for
 * use by several threads.
 */
final class Output implements Closeable {

    /** What a model is told of one command, in characters. */
    static final int MOST_TOLD = 30_000;

    /** Enough for what is told at four bytes a character. */
    private static final int BEGINNING = 4 * MOST_TOLD;

    private static final int END = BEGINNING * 2 / 3;

    /** What a file may hold, in bytes. */
    static final int MOST_KEPT = 256 << 20;

    private static final String MARK = "\n[the output went on, but no more of it was kept]\n";

    private static final int READ_AT_ONCE = 1 << 20;

    private final Path file;
    private final int mostKept;
    private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();
    private final CircularByteBuffer end = new CircularByteBuffer(END);
    private final byte[] buffer = new byte[1 << 16];
    private long total;
    private @Nullable ThresholdingOutputStream copy;
    private @Nullable String trouble;

    /** Keeps at most {@code mostKept} bytes in {@code file}, which must not exist. */
    Output(Path file, int mostKept) {
        this.file = file;
        this.mostKept = mostKept;
    }

    Path file() {
        return file;
    }

    /** Begins the file now, for output that somebody wants to look at while it grows. */
    synchronized void keep() {
        if (copy == null && trouble == null) {
            try {
                OutputStream created = create();
                copy = new ThresholdingOutputStream(
                        mostKept,
                        full -> created.write(MARK.getBytes(StandardCharsets.UTF_8)),
                        stream -> stream.isThresholdExceeded() ? NullOutputStream.INSTANCE : created);
                write(beginning.toByteArray(), 0, beginning.size());
            } catch (IOException e) {
                trouble = String.valueOf(e.getMessage());
            }
        }
    }

    /**
     * Takes what can be read without waiting, at most about a mebibyte.
     *
     * @return whether there was anything
     */
    boolean drain(InputStream from, Progress progress) throws IOException {
        int taken = 0;
        int there = from.available();
        while (there > 0 && taken < READ_AT_ONCE) {
            int count = from.read(buffer, 0, Math.min(there, buffer.length));
            if (count < 0) {
                break;
            }
            add(buffer, count);
            progress.add(buffer, count);
            taken += count;
            there = from.available();
        }
        return taken > 0;
    }

    synchronized void add(byte[] bytes, int count) {
        total += count;
        if (copy == null && beginning.size() + count > BEGINNING) {
            keep();
        }
        beginning.write(bytes, 0, Math.min(count, BEGINNING - beginning.size()));
        write(bytes, 0, count);
        int last = Math.min(count, END);
        int excess = last - end.getSpace();
        if (excess > 0) {
            end.read(new byte[excess], 0, excess);
        }
        end.add(bytes, count - last, last);
    }

    /** The output as a model is told it: all of it, or its beginning and end with a line between them on what is missing. */
    synchronized String told(int mostCharacters) {
        byte[] first = beginning.toByteArray();
        if (total <= BEGINNING) {
            Excerpt all = Excerpt.head(first, mostCharacters);
            if (all.bytes() == total) {
                return all.text();
            }
            keep();
        }
        Excerpt head = Excerpt.head(first, mostCharacters / 3);
        Excerpt tail = Excerpt.tail(newest(), mostCharacters - mostCharacters / 3);
        long missing = total - head.bytes() - tail.bytes();
        return head.text() + "\n[… " + missing + " bytes left out; " + where() + " …]\n" + tail.text();
    }

    /** Where all of it is, in words. */
    synchronized String where() {
        if (trouble != null) {
            return "the full output could not be kept: " + trouble;
        }
        boolean full = copy != null && copy.isThresholdExceeded();
        return "read the " + (full ? "first " + mostKept / (1 << 20) + " MiB of the output" : "full output") + " in "
                + file;
    }

    @Override
    public synchronized void close() {
        if (copy != null) {
            try {
                copy.close();
            } catch (IOException e) {
                trouble = String.valueOf(e.getMessage());
            }
        }
    }

    private void write(byte[] bytes, int from, int count) {
        if (copy != null && trouble == null) {
            try {
                copy.write(bytes, from, count);
            } catch (IOException e) {
                trouble = String.valueOf(e.getMessage());
            }
        }
    }

    /** A file that others cannot read, where the system knows of others. */
    private OutputStream create() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] mode = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        return Channels.newOutputStream(
                Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode));
    }

    private byte[] newest() {
        byte[] bytes = new byte[end.getCurrentNumberOfBytes()];
        end.read(bytes, 0, bytes.length);
        end.add(bytes, 0, bytes.length);
        return bytes;
    }
}
