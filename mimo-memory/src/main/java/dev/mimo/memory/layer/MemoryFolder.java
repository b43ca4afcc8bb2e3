package dev.mimo.memory.layer;

import dev.mimo.environment.AtomicFile;
import dev.mimo.environment.FileBusy;
import dev.mimo.environment.PrivateFiles;
import dev.mimo.environment.ProcessLock;
import dev.mimo.session.MemoryConflict;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.SessionId;
import dev.mimo.session.StoreException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The memory root: where each layer stands, and the only way to its files. What is a link on the way from the root to a file
 * is refused, so that nothing is ever read or written outside. Safe for use by several threads.
 */
final class MemoryFolder {

    /** No name of a folder on Windows, whatever follows. */
    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul");

    /** How long a writer waits for others; an update takes milliseconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final long LARGEST = 16 << 20;

    private final Path root;
    private final ReentrantLock turns = new ReentrantLock();

    MemoryFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    Path root() {
        return root;
    }

    /** The root through all links above it, as tools tell paths; itself where it does not exist yet. */
    Path realRoot() {
        try {
            return root.toRealPath();
        } catch (IOException e) {
            return root;
        }
    }

    /** The file of a scope. */
    Path file(MemoryScope scope) {
        if (scope instanceof MemoryScope.Project project) {
            return root.resolve("projects").resolve(folderName(project.id())).resolve("MEMORY.md");
        }
        return root.resolve("global").resolve("MEMORY.md");
    }

    Path session(SessionId session) {
        return root.resolve("sessions").resolve(session.folderName());
    }

    /**
     * A project's name as that of a folder: itself where that is safe on any system, else a slug and a hash behind a mark
     * that no name used as it is begins with.
     */
    static String folderName(String project) {
        boolean plain = project.matches("[a-z0-9][a-z0-9._-]{0,99}")
                && !project.endsWith(".")
                && !DEVICES.contains(project.replaceFirst("\\..*", ""))
                && !project.matches("(com|lpt)[0-9].*");
        return plain ? project : "_" + SessionId.of(project).folderName();
    }

    /** How the ledger calls a file. */
    String key(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    byte @Nullable [] read(Path file) {
        requireOwn(file);
        try {
            if (Files.size(file) > LARGEST) {
                throw new StoreException(file + " has more than " + LARGEST + " bytes", null);
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new StoreException("cannot read " + file + ": " + e, e);
        }
    }

    void write(Path file, byte[] content) {
        requireOwn(file);
        try {
            AtomicFile.write(file, content, true);
        } catch (IOException e) {
            throw new StoreException("cannot write " + file + ": " + e, e);
        }
    }

    /** Removes what writers that were killed have left beside the file; within {@link #alone}. */
    void sweep(Path file) {
        try (DirectoryStream<Path> left =
                Files.newDirectoryStream(Objects.requireNonNull(file.getParent()), ".mimo-*.tmp")) {
            for (Path one : left) {
                Files.deleteIfExists(one);
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new StoreException("cannot tidy the folder of " + file + ": " + e, e);
        }
    }

    /** Runs {@code work} while nobody else, here or in another process, changes files of the same folder, which is made. */
    <T> T alone(Path file, Supplier<T> work) {
        turns.lock();
        try {
            ProcessLock lock = lock(file);
            try {
                return work.get();
            } finally {
                lock.close();
            }
        } finally {
            turns.unlock();
        }
    }

    private ProcessLock lock(Path file) {
        Path folder = Objects.requireNonNull(file.getParent());
        requireOwn(file);
        long until = System.nanoTime() + PATIENCE.toNanos();
        for (int pause = 1; ; pause = Math.min(pause * 2, 20)) {
            try {
                PrivateFiles.createFolders(folder);
                return ProcessLock.take(folder.resolve(".lock"));
            } catch (FileBusy e) {
                if (System.nanoTime() > until) {
                    throw new MemoryConflict(file + " is in use by " + e.holder());
                }
                pause(pause, file);
            } catch (IOException e) {
                throw new StoreException("cannot lock " + folder + ": " + e, e);
            }
        }
    }

    /* No system tells when another process lets a lock go within a time limit: one can only look again. */
    private static void pause(int millis, Path file) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while others had " + file, e);
        }
    }

    /** Removes links in the place of a file and of the folders above it: whoever put them there wants us to follow them. */
    void removeLinks(Path file) {
        Path at = root;
        for (Path name : root.relativize(file)) {
            at = at.resolve(name);
            if (Files.isSymbolicLink(at)) {
                delete(at);
            }
        }
    }

    void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StoreException("cannot remove " + file + ": " + e, e);
        }
    }

    /** Fails when the file, or a folder between it and the root, is a link or no plain file or folder. */
    void requireOwn(Path file) {
        Path at = root;
        for (Path name : root.relativize(file)) {
            at = at.resolve(name);
            if (Files.isSymbolicLink(at)) {
                throw new StoreException(at + " is a link; memory is kept in plain files under " + root, null);
            }
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new StoreException(file + " is no plain file", null);
        }
    }
}
