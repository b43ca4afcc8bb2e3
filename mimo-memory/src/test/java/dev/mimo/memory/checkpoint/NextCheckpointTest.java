package dev.mimo.memory.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.memory.checkpoint.CheckpointPatch.Change;
import dev.mimo.memory.checkpoint.CheckpointPatch.Line;
import dev.mimo.model.Usage;
import dev.mimo.session.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NextCheckpointTest {

    private final Talk talk = new Talk();

    private static Checkpoint checkpoint(int version, NextCheckpoint next) {
        return new Checkpoint(
                Talk.ID,
                version,
                next.sections(),
                Checkpoint.Marks.NONE,
                new Checkpoint.Making(Instant.EPOCH, Checkpoint.Status.OK, null, Usage.none(), null, ""));
    }

    private static Checkpoint patched(@Nullable Checkpoint before, Section section, Change change) {
        int version = before == null ? 1 : before.version() + 1;
        return checkpoint(
                version,
                new NextCheckpoint(before, version)
                        .patch(new CheckpointPatch(100, Map.of(section, change), List.of())));
    }

    private Checkpoint digested(@Nullable Checkpoint before, long from) {
        int version = before == null ? 1 : before.version() + 1;
        Digest digest = Digest.of(talk.transcript(), from, talk.size());
        return checkpoint(version, new NextCheckpoint(before, version).digest(digest));
    }

    private static List<String> texts(Checkpoint checkpoint, Section section) {
        return checkpoint.items(section).stream().map(Item::text).toList();
    }

    @Test
    void the_last_words_of_the_user_are_the_intent_and_those_before_are_directives() {
        talk.user("Build it.");
        talk.user("Never use regular expressions.");
        talk.user("Now the tests.");

        Checkpoint first = digested(null, 0);

        assertThat(texts(first, Section.ACTIVE_INTENT)).containsExactly("Now the tests.");
        assertThat(texts(first, Section.DIRECTIVES)).containsExactly("Never use regular expressions.", "Build it.");

        long from = talk.size();
        talk.user("And the docs.");
        Checkpoint second = digested(first, from);

        assertThat(second.items(Section.ACTIVE_INTENT))
                .containsExactly(new Item("u3", "And the docs.", List.of(3L), Item.Maker.USER));
        assertThat(texts(second, Section.DIRECTIVES))
                .containsExactly("Never use regular expressions.", "Now the tests.", "Build it.");
    }

    @Test
    void the_same_digest_taken_twice_makes_no_difference() {
        talk.user("Build it.");
        talk.user("Now.");
        talk.bash("mvn test", "ERROR", 1);
        talk.call("read", Map.of("path", "a.txt"), "1 x");

        Checkpoint once = digested(null, 0);

        assertThat(digested(once, 0).sections()).isEqualTo(once.sections());
    }

    @Test
    void a_failed_command_is_an_error_until_it_ends_well() {
        talk.bash("mvn test", "ERROR: broken", 1);
        Checkpoint failed = digested(null, 0);
        assertThat(texts(failed, Section.ERRORS_AND_FIXES))
                .containsExactly("`mvn test` (exit 1, 0.1 s): ERROR: broken");

        talk.bash("mvn test", "fine", 0);
        Checkpoint fixed = digested(failed, 2);

        assertThat(fixed.items(Section.ERRORS_AND_FIXES)).isEmpty();
        assertThat(texts(fixed, Section.CURRENT_WORK)).containsExactly("`mvn test` (exit 0, 0.1 s)");
    }

    @Test
    void a_secret_is_in_no_item() {
        String key = "sk-" + "a1b2c3d4".repeat(4);
        talk.user("The key is " + key);
        talk.bash("curl -H 'Authorization: Bearer " + key + "' x", "error " + key, 1);
        Checkpoint made = digested(null, 0);
        Checkpoint noted = checkpoint(
                2, new NextCheckpoint(made, 2).notes(List.of(new CheckpointWriter.Note("n1", "use " + key, null))));

        assertThat(noted.sections().toString()).contains("⟨redacted:key⟩").doesNotContain(key);
    }

    @Test
    void notes_land_in_their_sections_once_in_the_life_of_a_session() {
        List<CheckpointWriter.Note> notes = List.of(
                new CheckpointWriter.Note("n1", "SQLite it is", Section.DECISIONS),
                new CheckpointWriter.Note("n2", "look at\nthe door", null),
                new CheckpointWriter.Note("n3", "all done", Section.TASK_TREE));
        Checkpoint first = checkpoint(1, new NextCheckpoint(null, 1).notes(notes));

        assertThat(first.items(Section.DECISIONS))
                .containsExactly(new Item("n1", "SQLite it is", List.of(), Item.Maker.NOTE));
        assertThat(texts(first, Section.OPEN_NOTES)).containsExactly("all done", "look at the door");

        Change folded = new Change(false, List.of("n2"), List.of());
        Checkpoint second = checkpoint(
                2,
                new NextCheckpoint(first, 2)
                        .patch(new CheckpointPatch(1, Map.of(Section.OPEN_NOTES, folded), List.of()))
                        .notes(notes));

        assertThat(texts(second, Section.OPEN_NOTES)).containsExactly("all done");
    }

    @Test
    void the_plan_is_written_as_it_stands_with_open_tasks_first() {
        Plan plan = Plan.empty()
                .add(null, "Parse")
                .withStatus("T1", Plan.Status.DONE, "")
                .add(null, "Print")
                .add("T2", "Indent")
                .withStatus("T2", Plan.Status.IN_PROGRESS, "half\nway");

        Checkpoint made = checkpoint(1, new NextCheckpoint(null, 1).plan(plan));

        assertThat(texts(made, Section.TASK_TREE))
                .containsExactly("[~] T2 Print (half; way)", "[ ] T2.1 Indent", "[x] T1 Parse");
    }

    @Test
    void items_keep_their_ids_for_as_long_as_they_are_kept() {
        Checkpoint first =
                patched(null, Section.DECISIONS, Change.add(new Line("Use SQLite.", 1), new Line("No ORM.", 2)));
        Checkpoint second = patched(first, Section.DECISIONS, Change.add(new Line("use SQLite", 7)));

        assertThat(second.items(Section.DECISIONS))
                .containsExactly(
                        new Item("v1-10-1", "use SQLite", List.of(1L, 7L), Item.Maker.MODEL),
                        new Item("v1-10-2", "No ORM.", List.of(2L), Item.Maker.MODEL));
    }

    @Test
    void replacing_leaves_what_the_user_and_the_runtime_said() {
        talk.user("Always use tabs.");
        talk.user("Go on.");
        Checkpoint first = patched(digested(null, 0), Section.DIRECTIVES, Change.add(new Line("Use tabs in Java.", 0)));

        Checkpoint second =
                patched(first, Section.DIRECTIVES, new Change(true, List.of("u0"), List.of(new Line("Tabs only.", 0))));

        assertThat(texts(second, Section.DIRECTIVES)).containsExactly("Always use tabs.", "Tabs only.");
    }

    @Test
    void the_user_s_word_goes_only_for_a_later_one() {
        talk.user("Always use tabs.");
        talk.user("Use spaces after all.");
        Checkpoint first = digested(null, 0);

        Checkpoint second = patched(
                first, Section.DIRECTIVES, new Change(false, List.of("u0"), List.of(new Line("Use spaces.", 1))));

        assertThat(texts(second, Section.DIRECTIVES)).containsExactly("Use spaces.");
    }

    @Test
    void an_item_that_says_what_the_user_said_is_not_added_beside_it() {
        talk.user("Always use tabs.");
        talk.user("Go on.");

        Checkpoint made = patched(digested(null, 0), Section.DIRECTIVES, Change.add(new Line("always use tabs", 0)));

        assertThat(made.items(Section.DIRECTIVES))
                .containsExactly(new Item("u0", "Always use tabs.", List.of(0L), Item.Maker.USER));
    }

    @Test
    void a_section_is_bounded_and_the_least_important_items_go() {
        Checkpoint made = null;
        for (int i = 0; i < 30; i++) {
            Line[] lines = new Line[10];
            for (int j = 0; j < 10; j++) {
                lines[j] = new Line("fact " + i + "-" + j, 0);
            }
            made = patched(made, Section.DISCOVERED_KNOWLEDGE, Change.add(lines));
        }

        assertThat(texts(made, Section.DISCOVERED_KNOWLEDGE))
                .hasSize(80)
                .startsWith("fact 29-0")
                .endsWith("fact 22-9");
    }
}
