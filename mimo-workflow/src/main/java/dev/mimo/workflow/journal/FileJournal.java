package dev.mimo.workflow.journal;

import dev.mimo.environment.DamagedLog;
import dev.mimo.environment.FileBusy;
import dev.mimo.environment.MimoException;
import dev.mimo.environment.PrivateFiles;
import dev.mimo.environment.RecordLog;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs in files: a folder for each, with {@code run.log} and, for what is large, {@code values}. Nobody but the owner can
 * open them (folders {@code 0700}, files {@code 0600}).
 *
 * <p>What was appended survives a power loss, unless {@link #at(Path, RecordLog.Durability, Clock)} asks for less. A run's
 * file is a {@link RecordLog}; its lock lets one process own the run.
 */
public final class FileJournal implements Journal {

    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);

    private static final String NAME = "run.log";
    private static final String VALUES = "values";

    private final Path root;
    private final RecordLog.Durability durability;
    private final Clock clock;

    private FileJournal(Path root, RecordLog.Durability durability, Clock clock) {
        this.root = root;
        this.durability = durability;
        this.clock = clock;
    }

    /** Runs under {@code root}, which is made with the first of them. */
    public static FileJournal at(Path root) {
        return at(root, RecordLog.Durability.FORCE, Clock.systemUTC());
    }

    public static FileJournal at(Path root, RecordLog.Durability durability, Clock clock) {
        return new FileJournal(root.toAbsolutePath(), durability, clock);
    }

    @Override
    public RunLog begin(RunId id, JournalRecord.Header header) {
        return own(id, log -> {
            if (log.records().size() > 0) {
                throw new JournalException("run " + id + " was begun before: open it, or take another name", null);
            }
            log.add(List.of(header));
        });
    }

    @Override
    public RunLog open(RunId id) {
        if (!Files.exists(file(id))) {
            throw unknown(id);
        }
        return own(id, log -> {
            if (log.records().size() == 0) {
                throw unknown(id);
            }
            log.records().header();
        });
    }

    private RunLog own(RunId id, Opening opening) {
        try {
            PrivateFiles.createFolders(root.resolve(id.value()));
            RecordLog lines = RecordLog.open(file(id), durability);
            try {
                FileRunLog log = new FileRunLog(id, lines, records(id, lines), clock);
                opening.check(log);
                return log;
            } catch (RuntimeException e) {
                lines.close();
                throw e;
            }
        } catch (FileBusy e) {
            throw new RunBusy(id, e.holder());
        } catch (DamagedLog e) {
            throw new DamagedJournal(e.getMessage(), e.position(), e);
        } catch (IOException e) {
            throw new JournalException("cannot open run " + id + " in " + root + ": " + e, e);
        }
    }

    /** What must hold of a run before its owner gets it. */
    @FunctionalInterface
    private interface Opening {
        void check(FileRunLog log);
    }

    private static JournalException unknown(RunId id) {
        return new JournalException("there is no run " + id, null);
    }

    @Override
    public @Nullable RunRecords find(RunId id) {
        try {
            FileRunRecords records = records(id, RecordLog.read(file(id)));
            return records.size() == 0 ? null : records;
        } catch (NoSuchFileException e) {
            return null;
        } catch (DamagedLog e) {
            throw new DamagedJournal(e.getMessage(), e.position(), e);
        } catch (IOException e) {
            throw new JournalException("cannot read run " + id + " in " + root + ": " + e, e);
        }
    }

    /** {@inheritDoc} A run that cannot be read is left out, with a warning in the log. */
    @Override
    public List<RunInfo> list() {
        List<RunInfo> runs = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
            for (Path folder : folders) {
                RunInfo run = info(folder);
                if (run != null) {
                    runs.add(run);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new JournalException("cannot list " + root + ": " + e, e);
        }
        runs.sort(Comparator.comparing(RunInfo::lastWritten)
                .reversed()
                .thenComparing(run -> run.id().value()));
        return runs;
    }

    private @Nullable RunInfo info(Path folder) {
        if (!Files.isRegularFile(folder.resolve(NAME))) {
            return null;
        }
        try {
            RunId id = RunId.of(folder.getFileName().toString());
            RunRecords records = find(id);
            if (records == null) {
                return null;
            }
            long last = records.size() - 1;
            return RunInfo.of(
                    id, records.page(0, 1).get(0), records.page(last, 1).get(0));
        } catch (MimoException | IllegalArgumentException e) {
            LOG.warn("left out of the list of runs: {}", e.getMessage());
            return null;
        }
    }

    private FileRunRecords records(RunId id, RecordLog lines) {
        return new FileRunRecords(
                file(id),
                lines,
                new RunLines(id, new ValueFiles(root.resolve(id.value()).resolve(VALUES))));
    }

    private Path file(RunId id) {
        return root.resolve(id.value()).resolve(NAME);
    }
}
