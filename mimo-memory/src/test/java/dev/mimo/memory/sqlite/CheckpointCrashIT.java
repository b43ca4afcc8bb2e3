package dev.mimo.memory.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.memory.SqliteSessionStore;
import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.memory.checkpoint.CheckpointText;
import dev.mimo.memory.checkpoint.Item;
import dev.mimo.memory.checkpoint.Section;
import dev.mimo.model.TokenEstimator;
import dev.mimo.session.SessionLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

/** Kills a process that has checkpoints written, again and again, and looks at what it leaves behind. */
class CheckpointCrashIT {

    @TempDir
    Path root;

    private final Set<String> takenIn = new HashSet<>();
    private long promised;
    private long covered;
    private long written;
    private int versions;

    @Test
    void checkpoints_are_whole_when_the_process_is_killed() throws Exception {
        killAndCheck(10);
    }

    @Test
    @Tag("crash")
    void checkpoints_are_whole_after_a_thousand_kills() throws Exception {
        killAndCheck(1_000);
    }

    private void killAndCheck(int cycles) throws Exception {
        for (int cycle = 0; cycle < cycles; cycle++) {
            List<String> notes = runAndKill(3 + cycle * 7 % 40);
            try (SqliteSessionStore sessions = SqliteSessionStore.at(root);
                    SessionLog log = sessions.open(CrashingWriter.ID);
                    Database database = new Database(root, SQLiteConfig.SynchronousMode.NORMAL)) {
                long size = log.transcript().size();
                assertThat(size).as("entries promised").isGreaterThanOrEqualTo(promised);
                promised = size;
                SqliteCheckpointStore store = new SqliteCheckpointStore(database, root, CrashingWriter.TOKENS);
                checkFile(store);
                checkVersions(store, size);
                checkNotes(notes);
            }
        }
        assertThat(versions).as("versions written").isGreaterThan(cycles);
        assertThat(takenIn).as("notes taken in").hasSizeGreaterThan(cycles);
    }

    /** What stands there is whole: that of the newest version, or of one before it. Then it is that of the newest. */
    private void checkFile(SqliteCheckpointStore store) throws IOException {
        Path file = store.file(CrashingWriter.ID);
        if (Files.exists(file)) {
            String shown = Files.readString(file);
            assertThat(tail(store).stream().map(CheckpointCrashIT::text)).contains(shown);
        }
        Checkpoint latest = store.findLatest(CrashingWriter.ID);
        if (latest != null) {
            assertThat(Files.readString(file)).isEqualTo(text(latest));
        }
    }

    /** The versions of this cycle, and the last one before it. */
    private List<Checkpoint> tail(SqliteCheckpointStore store) {
        List<Checkpoint> tail = new ArrayList<>();
        Checkpoint next = store.find(CrashingWriter.ID, Math.max(1, versions));
        while (next != null) {
            tail.add(next);
            next = store.find(CrashingWriter.ID, next.version() + 1);
        }
        return tail;
    }

    private void checkVersions(SqliteCheckpointStore store, long size) {
        for (Checkpoint checkpoint : tail(store)) {
            Checkpoint.Marks marks = checkpoint.marks();
            assertThat(marks.covered()).isBetween(covered, size);
            assertThat(marks.written()).isBetween(written, marks.covered());
            covered = marks.covered();
            written = marks.written();
            versions = checkpoint.version();
            List<String> ids = new ArrayList<>();
            for (Section section : Section.values()) {
                checkpoint.items(section).forEach(item -> ids.add(item.id()));
            }
            assertThat(ids).doesNotHaveDuplicates();
            checkpoint.items(Section.OPEN_NOTES).stream().map(Item::id).forEach(takenIn::add);
        }
    }

    /** A note is in a checkpoint, or will be in the next one. */
    private void checkNotes(List<String> promisedNotes) {
        CrashingWriter.NoteFile file = new CrashingWriter.NoteFile(root);
        Set<String> found = new HashSet<>(takenIn);
        file.unread(CrashingWriter.ID).notes().forEach(note -> found.add(note.id()));
        assertThat(file.all()).containsAll(promisedNotes).allMatch(found::contains);
    }

    private static String text(Checkpoint checkpoint) {
        return CheckpointText.render(checkpoint, CrashingWriter.TOKENS, TokenEstimator.byScript())
                .text();
    }

    /** The notes that were promised before the process was killed, once it had said {@code lines} lines. */
    private List<String> runAndKill(int lines) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingWriter.class.getName(),
                        root.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> said = new ArrayList<>();
        try (BufferedReader reader = process.inputReader()) {
            assertThat(reader.readLine()).isEqualTo("open");
            for (int i = 0; i < lines; i++) {
                said.add(reader.readLine());
            }
            process.toHandle().destroyForcibly();
            reader.lines().forEach(said::add);
        }
        process.waitFor();
        // Of the last line, only a part may have come.
        List<String> whole = said.subList(0, Math.max(lines, said.size() - 1));
        whole.stream()
                .filter(line -> line.startsWith("entries "))
                .forEach(line -> promised = Math.max(promised, Long.parseLong(line.substring(8))));
        return whole.stream()
                .filter(line -> line.startsWith("note "))
                .map(line -> line.substring(5))
                .toList();
    }
}
