package dev.mimo.session;

import dev.mimo.environment.DamagedLog;
import dev.mimo.environment.FileBusy;
import dev.mimo.environment.MimoException;
import dev.mimo.environment.PrivateFiles;
import dev.mimo.environment.ProcessLock;
import dev.mimo.environment.RecordLog;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions in files: a folder for each, with {@code session.log} and the session's own {@code files}. Nobody but the owner
 * can open them (folders {@code 0700}, files {@code 0600}).
 *
 * <p>What was appended survives the end of the process, however it comes; a power loss may take the last entries, unless
 * {@link #at(Path, RecordLog.Durability, Clock)} asks for more. A log is a {@link RecordLog} of {@link EntryFormat} lines.
 */
public final class FileSessionStore implements SessionStore {

    private static final Logger LOG = LoggerFactory.getLogger(FileSessionStore.class);

    private static final String NAME = "session.log";
    private static final String DELETED = ".deleted-";

    private final Path root;
    private final RecordLog.Durability durability;
    private final Clock clock;
    private final Set<FileSessionLog> open = ConcurrentHashMap.newKeySet();

    private FileSessionStore(Path root, RecordLog.Durability durability, Clock clock) {
        this.root = root;
        this.durability = durability;
        this.clock = clock;
    }

    /** Sessions under {@code root}, which is made with the first of them. */
    public static FileSessionStore at(Path root) {
        return at(root, RecordLog.Durability.FLUSH, Clock.systemUTC());
    }

    public static FileSessionStore at(Path root, RecordLog.Durability durability, Clock clock) {
        return new FileSessionStore(root.toAbsolutePath(), durability, clock);
    }

    @Override
    public SessionLog open(SessionId id) {
        Path folder = folder(id);
        try {
            RecordLog records = records(folder);
            try {
                FileSessionLog log = FileSessionLog.open(id, records, folder, clock, open::remove);
                open.add(log);
                return log;
            } catch (IOException | RuntimeException e) {
                records.close();
                throw e;
            }
        } catch (FileBusy e) {
            throw new SessionBusy(id, e.holder());
        } catch (DamagedLog e) {
            throw new StoreException(e.getMessage(), e);
        } catch (IOException e) {
            throw new StoreException("cannot open session \"" + id + "\" in " + folder + ": " + e, e);
        }
    }

    /** The folder may be deleted by another process between two steps; it is then made again. */
    private RecordLog records(Path folder) throws IOException {
        while (true) {
            PrivateFiles.createFolders(folder);
            try {
                return RecordLog.open(folder.resolve(NAME), durability);
            } catch (NoSuchFileException e) {
                if (Files.isDirectory(folder)) {
                    throw e;
                }
            }
        }
    }

    @Override
    public @Nullable Transcript find(SessionId id) {
        Path file = folder(id).resolve(NAME);
        try {
            RecordLog records = RecordLog.read(file);
            if (records.size() == 0) {
                return null;
            }
            FileTranscript transcript = new FileTranscript(file, records);
            transcript.header(id);
            return transcript;
        } catch (NoSuchFileException e) {
            return null;
        } catch (DamagedLog e) {
            throw new StoreException(e.getMessage(), e);
        } catch (IOException e) {
            throw new StoreException("cannot read " + file + ": " + e, e);
        }
    }

    /** {@inheritDoc} A session that cannot be read is left out, with a warning in the log. */
    @Override
    public List<SessionInfo> list() {
        List<SessionInfo> sessions = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
            for (Path folder : folders) {
                SessionInfo session = info(folder);
                if (session != null) {
                    sessions.add(session);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new StoreException("cannot list " + root + ": " + e, e);
        }
        sessions.sort(Comparator.comparing(SessionInfo::lastWritten)
                .reversed()
                .thenComparing(session -> session.id().value()));
        return sessions;
    }

    private static @Nullable SessionInfo info(Path folder) {
        Path file = folder.resolve(NAME);
        String name = folder.getFileName().toString();
        if (name.startsWith(".") || !Files.isRegularFile(file)) {
            return null;
        }
        try {
            List<byte[]> ends = RecordLog.ends(file);
            if (ends.isEmpty()) {
                return null;
            }
            String place = file + ", record 0";
            EntryFormat.Header header = EntryFormat.readHeader(text(ends.get(0)), place);
            if (!header.session().folderName().equals(name)) {
                throw new StoreException(
                        place + " is of session \"" + header.session() + "\", not of this folder", null);
            }
            if (Arrays.equals(ends.get(0), ends.get(1))) {
                return new SessionInfo(header.session(), 0, header.at());
            }
            Stored last = EntryFormat.readStored(text(ends.get(1)), file + ", last record");
            return new SessionInfo(header.session(), last.sequence() + 1, last.at());
        } catch (IOException | MimoException e) {
            LOG.warn("left out of the list of sessions: {}", e.getMessage());
            return null;
        }
    }

    @Override
    public void delete(SessionId id) {
        Path folder = folder(id);
        try {
            sweep();
            if (!Files.isDirectory(folder)) {
                return;
            }
            Path away = root.resolve(DELETED + UUID.randomUUID());
            try (ProcessLock lock = ProcessLock.take(RecordLog.lockFile(folder.resolve(NAME)))) {
                requireSame(id, folder);
                moveAway(folder, away, lock);
            }
            FileUtils.deleteDirectory(away.toFile());
        } catch (FileBusy e) {
            throw new SessionBusy(id, e.holder());
        } catch (NoSuchFileException e) {
            LOG.debug("session was deleted by another process as well: {}", folder);
        } catch (IOException e) {
            throw new StoreException("cannot delete session \"" + id + "\" in " + folder + ": " + e, e);
        }
    }

    /** Windows moves no folder that holds an open file. */
    private static void moveAway(Path folder, Path away, ProcessLock lock) throws IOException {
        if (File.separatorChar == '\\') {
            lock.close();
        }
        Files.move(folder, away);
    }

    /** A damaged log may be deleted; another session's may not. */
    private static void requireSame(SessionId id, Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        try {
            List<byte[]> ends = Files.exists(file) ? RecordLog.ends(file) : List.of();
            if (!ends.isEmpty()) {
                FileTranscript.header(ends.get(0), id, file);
            }
        } catch (DamagedLog e) {
            LOG.warn("deleting a damaged session: {}", e.getMessage());
        }
    }

    /** Removes what a process that was killed while it deleted has left. */
    private void sweep() throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(root, DELETED + "*")) {
            for (Path folder : left) {
                try {
                    FileUtils.deleteDirectory(folder.toFile());
                } catch (IOException | IllegalArgumentException | UncheckedIOException e) {
                    LOG.debug("another process removes {}", folder);
                }
            }
        }
    }

    private Path folder(SessionId id) {
        return root.resolve(id.folderName());
    }

    private static String text(byte[] record) {
        return new String(record, StandardCharsets.UTF_8);
    }

    /** Closes the sessions that are open. */
    @Override
    public void close() {
        List.copyOf(open).forEach(SessionLog::close);
    }
}
