package dev.mimo.examples.duel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.model.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON objects in a file, one a line, each on the disk before the next is made. A last line that a crash cut off is taken away
 * when the file is opened. Confined to one thread.
 */
public final class LineFile implements AutoCloseable {

    private final FileChannel channel;
    private final List<ObjectNode> found;

    private LineFile(FileChannel channel, List<ObjectNode> found) {
        this.channel = channel;
        this.found = List.copyOf(found);
    }

    /**
     * Opens a file, or makes it.
     *
     * @throws UsageError when something else stands in it
     */
    public static LineFile open(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            lock(channel, file);
            return new LineFile(channel, wholeLines(channel, file));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Two that write into one file would destroy each other's lines. The lock ends with the channel. */
    private static void lock(FileChannel channel, Path file) throws IOException {
        boolean ours;
        try {
            ours = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            ours = false;
        }
        if (!ours) {
            throw new UsageError(file + " is being written by another run.");
        }
    }

    private static List<ObjectNode> wholeLines(FileChannel channel, Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int whole = bytes.length;
        while (whole > 0 && bytes[whole - 1] != '\n') {
            whole--;
        }
        List<ObjectNode> found = new ArrayList<>();
        for (String line : new String(bytes, 0, whole, StandardCharsets.UTF_8).split("\n", -1)) {
            if (!line.isBlank()) {
                found.add(read(file, line));
            }
        }
        channel.truncate(whole);
        channel.position(whole);
        return found;
    }

    private static ObjectNode read(Path file, String line) {
        try {
            return Json.readObject(line);
        } catch (MimoException e) {
            throw new UsageError(file + " holds something else than results: name another file.");
        }
    }

    /** What was there when it was opened, in order. */
    public List<ObjectNode> found() {
        return found;
    }

    /** Adds a line; it is on the disk when this returns. */
    public void append(ObjectNode line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
