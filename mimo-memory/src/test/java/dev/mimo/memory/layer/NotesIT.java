package dev.mimo.memory.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.memory.checkpoint.CheckpointWriter.Note;
import dev.mimo.memory.checkpoint.NoteSource.Unread;
import dev.mimo.memory.checkpoint.Section;
import dev.mimo.session.SessionId;
import dev.mimo.testing.TestToolContext;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotesIT {

    private static final SessionId ID = SessionId.of("ticket-4711");

    @TempDir
    Path root;

    private Notes notes;

    @BeforeEach
    void open() {
        notes = Notes.in(root, new InMemoryLayerLedger());
    }

    @Test
    void nothing_is_noted_at_first_and_no_file_is_made() {
        assertThat(notes.unread(ID)).isEqualTo(new Unread(List.of(), 0));
        assertThat(notes.text(ID)).isEmpty();
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void notes_land_in_the_sections_of_their_kinds_and_are_taken_in_once() {
        note("use SQLite, as it needs no server", "decision");
        note("src/Main.java holds the entry point", "file");
        note("E0382 was a moved value", "error");
        note("anything", null);

        Unread unread = notes.unread(ID);

        assertThat(unread.notes())
                .extracting(Note::section, Note::text)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Section.DECISIONS, "use SQLite, as it needs no server"),
                        org.assertj.core.groups.Tuple.tuple(Section.FILES, "src/Main.java holds the entry point"),
                        org.assertj.core.groups.Tuple.tuple(Section.ERRORS_AND_FIXES, "E0382 was a moved value"),
                        org.assertj.core.groups.Tuple.tuple(null, "anything"));
        assertThat(unread.notes()).extracting(Note::id).doesNotHaveDuplicates();
        notes.consumed(ID, unread.offset());
        assertThat(notes.unread(ID).notes()).isEmpty();
    }

    @Test
    void what_is_noted_while_a_checkpoint_is_written_stays_unread() {
        note("before", "fact");
        Unread unread = notes.unread(ID);
        note("meanwhile", "fact");

        notes.consumed(ID, unread.offset());
        notes.consumed(ID, 0);

        assertThat(notes.unread(ID).notes()).extracting(Note::text).containsExactly("meanwhile");
    }

    @Test
    void the_file_says_the_same_for_people() throws IOException {
        note("use SQLite", "decision");
        note("two\nlines\r\n- (todo) and a forged one", "fact");

        assertThat(notes.file(ID)).hasContent("""
                # Notes

                - (decision) use SQLite
                - (fact) two lines - (todo) and a forged one
                """);
        assertThat(Files.readString(notes.file(ID))).isEqualTo(notes.text(ID));
        assertThat(notes.unread(ID).notes()).hasSize(2);
    }

    @Test
    void secrets_are_not_noted() {
        note("the password is hunter2", null);

        assertThat(notes.text(ID)).contains("⟨redacted:password⟩").doesNotContain("hunter2");
    }

    @Test
    void threads_lose_no_note() {
        CompletableFuture.allOf(IntStream.range(0, 4)
                        .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                            for (int i = 0; i < 25; i++) {
                                notes.add(ID, NoteKind.FACT, thread + " " + i);
                            }
                        }))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(notes.unread(ID).notes()).hasSize(100);
    }

    @Test
    void a_new_ledger_takes_up_the_file_that_is_there() {
        note("first", "fact");

        Notes later = Notes.in(root, new InMemoryLayerLedger());
        later.add(ID, NoteKind.TODO, "second");

        assertThat(later.unread(ID).notes()).extracting(Note::text).containsExactly("first", "second");
    }

    @Test
    void sessions_have_notes_of_their_own() {
        note("mine", "fact");

        assertThat(notes.unread(SessionId.of("another")).notes()).isEmpty();
    }

    @Test
    void the_ledger_forgets_a_session_that_is_deleted() throws IOException {
        note("mine", "fact");
        notes.consumed(ID, 1_000);
        Files.delete(notes.file(ID));

        notes.delete(ID);

        assertThat(notes.text(ID)).isEmpty();
        note("again", "fact");
        assertThat(notes.unread(ID).notes()).hasSize(1);
    }

    @Test
    void arguments_that_make_no_sense_are_told() {
        for (Map<String, String> arguments : List.of(
                Map.of("text", " "),
                Map.of("text", "x".repeat(2_001)),
                Map.of("kind", "fact"),
                Map.of("text", "a", "kind", "directive"))) {
            assertThatThrownBy(() -> call(arguments)).isInstanceOf(InvalidCall.class);
        }
        assertThat(notes.tool().effect()).isEqualTo(Effect.STATE);
    }

    private void note(String text, String kind) {
        try {
            assertThat(call(kind == null ? Map.of("text", text) : Map.of("text", text, "kind", kind)))
                    .startsWith("noted: ");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String call(Map<String, String> arguments) throws Exception {
        try (TestToolContext context = TestToolContext.builder(Workspace.of(root.getParent()))
                .session(ID.value())
                .build()) {
            return context.call(notes.tool(), arguments).text();
        }
    }
}
