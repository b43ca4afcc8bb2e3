package dev.mimo.memory;

import dev.mimo.environment.FileBusy;
import dev.mimo.environment.PrivateFiles;
import dev.mimo.environment.ProcessLock;
import dev.mimo.memory.sqlite.SessionRow;
import dev.mimo.session.SessionBusy;
import dev.mimo.session.SessionId;
import dev.mimo.session.StoreException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * This store among all that share a database. A lease in the database names its owner; the owner lives as long as it holds
 * the lock file of its name. The operating system ends that hold with the process, so neither a number given to a new
 * process nor a change of the clock can make a dead owner look alive, or a living one dead.
 */
final class Owner implements AutoCloseable {

    private final Path folder;
    private final String name = UUID.randomUUID().toString();
    private @Nullable ProcessLock life;

    Owner(Path root) {
        folder = root.resolve("owners");
    }

    /** A name for a new lease of this owner; the part before the slash is the owner's. */
    synchronized String newLease() {
        try {
            if (life == null) {
                PrivateFiles.createFolders(folder);
                life = ProcessLock.take(file(name));
            }
        } catch (IOException e) {
            throw new StoreException("cannot make " + file(name) + ": " + e, e);
        }
        return name + "/" + UUID.randomUUID();
    }

    /** Fails when somebody who lives has the session. Called within a transaction, so by one process at a time. */
    void requireFree(SessionId id, SessionRow row) {
        String lease = row.lease();
        if (lease == null) {
            return;
        }
        Path file = file(lease.substring(0, lease.indexOf('/')));
        if (!Files.exists(file)) {
            return;
        }
        try (ProcessLock dead = ProcessLock.take(file)) {
            remove(file, dead);
        } catch (FileBusy e) {
            throw new SessionBusy(id, e.holder());
        } catch (IOException e) {
            throw new StoreException("cannot tell whether session \"" + id + "\" is in use: " + e, e);
        }
    }

    private static void remove(Path file, ProcessLock held) throws IOException {
        try {
            Files.deleteIfExists(file);
        } catch (AccessDeniedException e) {
            // Windows keeps a file that is open.
            held.close();
            Files.deleteIfExists(file);
        }
    }

    private Path file(String owner) {
        return folder.resolve(owner + ".lock");
    }

    @Override
    public synchronized void close() {
        ProcessLock held = life;
        life = null;
        if (held != null) {
            try (held) {
                remove(file(name), held);
            } catch (IOException e) {
                throw new StoreException("cannot remove " + file(name) + ": " + e, e);
            }
        }
    }
}
