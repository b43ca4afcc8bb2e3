package dev.mimo.environment;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * Replaces whole files so that a reader, or the next process after a crash, sees the old content or the new, never a mix.
 *
 * <p>Five calls make a replacement atomic and durable: write a temporary file in the same folder, force it, rename it,
 * force the folder, and remove the temporary file when any of that failed. Its name cannot be guessed by others. An
 * interrupted thread writes all the same and stays interrupted.
 */
public final class AtomicFile {

    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");

    private AtomicFile() {}

    /**
     * Writes {@code content} to {@code file}; an existing file keeps its mode, a new one gets the process's default, or
     * {@code 0600} when {@code secret}. A symbolic link is replaced, not followed: give a real path.
     *
     * @throws IOException when the content could not be made durable; the file then holds the old content or, if only the
     *     rename could not be made durable, the new one
     */
    public static void write(Path file, byte[] content, boolean secret) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("not a file in a folder: " + file);
        }
        Path temporary = folder.resolve(".mimo-" + UUID.randomUUID() + ".tmp");
        try {
            Files.createFile(temporary, attributes(file, secret));
            try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
                copyMode(file, temporary);
                out.write(content);
                out.getFD().sync();
            }
            move(temporary, file);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        forceFolder(folder);
    }

    /** Makes renames and new names in {@code folder} durable, where the system can: a folder cannot be opened on Windows. */
    public static void forceFolder(Path folder) throws IOException {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        boolean interrupted = false;
        try {
            while (!force(folder)) {
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** False when the thread was interrupted: a channel closes itself then, and only a channel can open a folder. */
    private static boolean force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
            return true;
        } catch (ClosedByInterruptException e) {
            return false;
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("the file system of " + to + " cannot rename atomically", e);
        } catch (FileAlreadyExistsException e) {
            throw new IOException("cannot replace " + to, e);
        }
    }

    /** From its first moment on, the temporary file is no more open than the file it becomes. */
    private static FileAttribute<?>[] attributes(Path file, boolean secret) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix && (secret || hasMode(file))
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PRIVATE)}
                : new FileAttribute<?>[0];
    }

    private static void copyMode(Path from, Path to) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (view != null && hasMode(from)) {
            view.setPermissions(Files.getPosixFilePermissions(from, LinkOption.NOFOLLOW_LINKS));
        }
    }

    /** A link has a mode too, which is open to all and means nothing. */
    private static boolean hasMode(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }
}
