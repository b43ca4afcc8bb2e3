package dev.mimo.memory.sqlite;

import dev.mimo.environment.AtomicFile;
import dev.mimo.environment.MimoException;
import dev.mimo.memory.SqliteSessionStore;
import dev.mimo.memory.checkpoint.CheckpointKeeper;
import dev.mimo.memory.checkpoint.CheckpointPatch;
import dev.mimo.memory.checkpoint.CheckpointRequest;
import dev.mimo.memory.checkpoint.CheckpointWriter;
import dev.mimo.memory.checkpoint.NoteSource;
import dev.mimo.memory.checkpoint.Section;
import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.ModelCall;
import dev.mimo.model.Role;
import dev.mimo.model.StopReason;
import dev.mimo.model.Usage;
import dev.mimo.session.Entry;
import dev.mimo.session.Plan;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionLog;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteConfig;

/** A process that is killed: it talks, notes, and has checkpoints written, and says what it was promised. */
final class CrashingWriter {

    static final SessionId ID = SessionId.of("crash");
    static final long TOKENS = 4_000;

    private CrashingWriter() {}

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[0]);
        NoteFile notes = new NoteFile(root);
        Database database = new Database(root, SQLiteConfig.SynchronousMode.NORMAL);
        CheckpointKeeper keeper = CheckpointKeeper.of(
                        CrashingWriter::write, new SqliteCheckpointStore(database, root, TOKENS))
                .notes(notes)
                .build();
        try (SqliteSessionStore store = SqliteSessionStore.at(root);
                SessionLog log = store.open(ID)) {
            System.out.println("open");
            for (int i = 0; ; i++) {
                long first = log.append(List.of(
                        new Entry.MessageAdded(
                                Message.user("Rule " + log.transcript().size()), null),
                        new Entry.ReplyAdded(Message.assistant(Content.text("Yes.")), StopReason.STOP, Usage.none())));
                System.out.println("entries " + (first + 2));
                if (i % 2 == 0) {
                    System.out.println("note " + notes.add("note-" + first));
                }
                CheckpointRequest request = new CheckpointRequest(
                        ID, log.transcript(), first + 2, Plan.empty(), ModelCall.of(Role.MAIN), "crash");
                if (i % 5 == 4) {
                    keeper.now(request, Duration.ofSeconds(10));
                } else {
                    keeper.request(request);
                }
            }
        }
    }

    /** Fails at times, and reads only a part at others. */
    private static CheckpointPatch write(CheckpointWriter.Material material) {
        long from = material.range().from();
        long to = material.range().to();
        if (to % 7 == 0) {
            throw new MimoException("no idea");
        }
        long upTo = to % 3 == 0 ? Math.min(to, from + 2) : to;
        CheckpointPatch.Line line = new CheckpointPatch.Line("read to " + upTo, upTo - 1);
        return new CheckpointPatch(
                upTo, Map.of(Section.DECISIONS, CheckpointPatch.Change.add(line)), List.of(), "scripted:model");
    }

    /** Notes in a file, a line for each, and the number of those that were taken in beside it. */
    static final class NoteFile implements NoteSource {

        private final Path file;
        private final Path taken;

        NoteFile(Path root) {
            file = root.resolve("notes.txt");
            taken = root.resolve("taken.txt");
        }

        synchronized String add(String id) throws IOException {
            try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
                out.write((id + "\n").getBytes(StandardCharsets.UTF_8));
                out.getFD().sync();
            }
            return id;
        }

        synchronized List<String> all() {
            try {
                String text = Files.exists(file) ? Files.readString(file) : "";
                return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public synchronized Unread unread(SessionId session) {
            List<String> all = all();
            List<CheckpointWriter.Note> unread = new ArrayList<>();
            for (String id : all.subList((int) taken(), all.size())) {
                unread.add(new CheckpointWriter.Note(id, "text of " + id, null));
            }
            return new Unread(unread, all.size());
        }

        @Override
        public synchronized void consumed(SessionId session, long offset) {
            try {
                byte[] next = Long.toString(Math.max(offset, taken())).getBytes(StandardCharsets.UTF_8);
                AtomicFile.write(taken, next, false);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private long taken() {
            try {
                return Files.exists(taken) ? Long.parseLong(Files.readString(taken)) : 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
