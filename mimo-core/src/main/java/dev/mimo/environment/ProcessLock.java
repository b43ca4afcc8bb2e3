package dev.mimo.environment;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A lock that one holder has at a time, in this process and among all: a file locked by the operating system, which names
 * the holder as {@code pid@host}. It ends with its process, so that nothing stays locked after a crash.
 *
 * <p>Safe for use by several threads.
 */
public final class ProcessLock implements AutoCloseable {

    /*
     * POSIX locks belong to the process: closing any handle of the file, even one that was only opened to find the lock
     * taken, lets go of all of them. So nobody here may open a lock file that this process holds. The table of who holds
     * what must therefore be the process's own, above all class loaders: the system properties. They are also safe for
     * use by several threads, and a lock is entered before its file is opened.
     */
    private static final String HELD = "dev.mimo.held:";

    /** The locked byte lies far behind the name of the holder, which others may read on every system. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static final int LONGEST_HOLDER = 300;

    private final String key;
    private final FileChannel channel;

    private ProcessLock(String key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /**
     * Takes the lock, or fails at once. The file is made when there is none, in a folder that must exist.
     *
     * @throws FileBusy when it is taken, here or elsewhere
     */
    public static ProcessLock take(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path real =
                (folder == null ? file.toAbsolutePath() : folder.toRealPath().resolve(file.getFileName()));
        String key = HELD + real;
        String self = self();
        String holder = System.getProperties().putIfAbsent(key, self) instanceof String other ? other : null;
        if (holder != null) {
            throw new FileBusy(file, holder);
        }
        FileChannel channel = null;
        try {
            channel = lock(file);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(self.getBytes(StandardCharsets.UTF_8)), 0);
            return new ProcessLock(key, channel);
        } catch (IOException | RuntimeException | Error e) {
            if (channel != null) {
                channel.close();
            }
            System.getProperties().remove(key);
            throw e;
        }
    }

    /** A file may be removed between its opening and its locking; a lock on a file without a name is worth nothing. */
    private static FileChannel lock(Path file) throws IOException {
        while (true) {
            PrivateFiles.create(file);
            Object before = identity(file);
            FileChannel channel;
            try {
                channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            } catch (NoSuchFileException e) {
                continue;
            }
            FileLock lock = tryLock(channel);
            if (lock == null) {
                String holder = holder(channel);
                channel.close();
                throw new FileBusy(file, holder);
            }
            Object now = identity(file);
            if (now == null ? before == null && Files.exists(file) : now.equals(before)) {
                return channel;
            }
            channel.close();
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException e) {
            return null;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable Object identity(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST_HOLDER);
        channel.read(bytes, 0);
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "another process" : text;
    }

    private static String self() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "localhost";
        }
        return ProcessHandle.current().pid() + "@" + host;
    }

    /** Lets go. The file stays; a second call does nothing. */
    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new MimoException("cannot close " + key.substring(HELD.length()), e);
        } finally {
            System.getProperties().remove(key);
        }
    }
}
