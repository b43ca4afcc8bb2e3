package dev.mimo.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.memory.MimoMemory;
import dev.mimo.model.Json;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.SessionId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be typed after a slash. */
class ChatCommandsTest {

    private static final Map<String, Object> WRITE = Map.of("path", "a.txt", "content", "hi\n");

    @TempDir
    Path home;

    private ChatRuns chat;

    @BeforeEach
    void open() {
        chat = new ChatRuns(home);
    }

    @AfterEach
    void close() throws Exception {
        chat.close();
        chat.model.assertExhausted();
    }

    @Test
    void an_unknown_command_is_answered_with_the_nearest_one() throws Exception {
        chat.open(null).keyboard.type("/modle");
        chat.keyboard.type("/exprot x");
        chat.keyboard.type("/qqqqqq");

        assertThat(chat.out())
                .contains("there is no command /modle; do you mean /model?")
                .contains("there is no command /exprot; do you mean /export?")
                .contains("there is no command /qqqqqq; /help lists them");
    }

    @Test
    void a_path_at_the_beginning_of_a_line_is_no_command() throws Exception {
        chat.model.reply("I look.");

        chat.open(null).task("/etc/hosts looks odd", Expected.TASK);
    }

    @Test
    void help_tells_of_every_command() throws Exception {
        chat.open(null).keyboard.type("/help");

        assertThat(chat.out())
                .contains(
                        "/help", "/model [PROVIDER:NAME]", "/cost", "/tasks", "/agents", "/skills", "/resume [SESSION]")
                .contains("/export [FILE]", "/undo", "/rewind STEP", "/clear", "/permissions", "/mode", "/exit");
    }

    @Test
    void a_dream_is_shown_before_it_is_done() throws Exception {
        Path file = rememberTwice("The build needs JDK 17");

        chat.open(null).keyboard.type("/dream apply");
        chat.task("/dream", Expected.TASK);
        assertThat(Files.readString(file)).contains("twice");
        chat.task("/dream apply", Expected.TASK);

        assertThat(chat.out())
                .containsSubsequence(
                        "nothing is planned",
                        "- The build needs JDK 17",
                        "/dream apply does this",
                        "mimo upkeep rollback");
        assertThat(Files.readString(file)).doesNotContain("twice");
    }

    @Test
    void what_was_done_again_and_again_is_proposed_and_accepted() throws Exception {
        for (String session : List.of("one", "two", "three")) {
            chat.release(session);
        }
        chat.model.reply("""
                {"decisions": [{"procedure": 1, "form": "command", "name": "release", "description": "Cuts a release",
                  "body": "Run `git tag <version>`, then `npm publish`."}]}""");

        chat.open(null).task("/distill", Expected.TASK);
        chat.task("/distill apply", Expected.TASK);
        chat.keyboard.type("/distill accept command-release");
        chat.keyboard.type("/clear");
        chat.model
                .expect(prompt -> assertThat(prompt.messages().toString()).contains("then `npm publish`"))
                .reply("Released.");
        chat.task("/release v4", Expected.TASK);

        assertThat(chat.out())
                .containsSubsequence(
                        "command-release",
                        "/distill apply proposes this",
                        "/distill accept command-release",
                        "accepted:",
                        "Released.");
    }

    @Test
    void a_command_that_was_accepted_for_the_project_can_be_typed() throws Exception {
        try (MimoMemory memory = MimoMemory.at(home)) {
            Path folder =
                    Files.createDirectories(memory.assets(chat.files.root()).resolve("commands"));
            Files.writeString(folder.resolve("greet.md"), "---\ndescription: Greets\n---\nSay hello to $ARGUMENTS.");
        }
        chat.model
                .expect(prompt -> assertThat(prompt.messages().toString()).contains("Say hello to Ada."))
                .reply("Hello, Ada.");

        chat.open(null).task("/greet Ada", Expected.TASK);

        assertThat(chat.out()).contains("Hello, Ada.");
    }

    private Path rememberTwice(String text) {
        try (MimoMemory memory = MimoMemory.at(home)) {
            var project = memory.projects().of(chat.files.root());
            List<MemoryEntry> entries = new ArrayList<>();
            for (String other : List.of("lions roar", "owls hoot", "wolves howl", "bees hum", text)) {
                entries.add(fact("e" + entries.size(), other));
            }
            entries.add(fact("twice", text + "."));
            memory.layers().update(project, none -> entries);
            return memory.layers().file(project);
        }
    }

    private static MemoryEntry fact(String id, String text) {
        return new MemoryEntry(
                id,
                MemoryEntry.Kind.FACT,
                text,
                MemoryEntry.Status.CONFIRMED,
                MemoryEntry.Origin.AGENT,
                MemoryEntry.Seen.once(Instant.now(), SessionId.of("s1"), List.of()),
                List.of());
    }

    @Test
    void a_goal_is_worked_on_until_a_judge_agrees() throws Exception {
        chat.model
                .reply("Done.")
                .reply("{\"verdict\":\"not_met\",\"reason\":\"no proof\",\"missing\":[],\"evidence\":[]}")
                .reply("Here it is.")
                .reply("{\"verdict\":\"met\",\"reason\":\"it is\",\"missing\":[],\"evidence\":[\"answer\"]}");

        chat.open(null).task("/goal the proof is written", Expected.TASK);
        chat.keyboard.type("/goal status");

        assertThat(chat.out())
                .containsSubsequence(
                        "goal: the proof is written",
                        "not met yet (1 of 12): no proof",
                        "the goal is met: it is",
                        "no goal")
                .contains("last verdict: met: it is");
    }

    @Test
    void a_goal_is_kept_with_its_session_until_it_is_cleared() throws Exception {
        chat.model.cut("x").cut("x").cut("x").cut("x");
        chat.open("s").task("/goal be good", Expected.TASK);
        chat.leave();

        chat.open("s").keyboard.type("/goal");
        chat.keyboard.type("/goal clear");
        chat.keyboard.type("/goal status");

        assertThat(chat.out()).containsSubsequence("goal: be good", "sent back 0 of 12 times", "no goal");
    }

    @Test
    void max_mode_is_turned_on_and_off() throws Exception {
        chat.open(null).keyboard.type("/max");
        chat.keyboard.type("/max auto");
        chat.keyboard.type("/max on");

        assertThat(chat.out())
                .containsSubsequence(
                        "max mode off: one reply a step", "max mode auto: 5 drafts", "max mode on: 5 drafts");
    }

    @Test
    void a_turn_that_waits_goes_on_and_is_asked_again() throws Exception {
        chat.model.call("write", WRITE).reply("Written.");
        assertThat(chat.pause("s1", "write it").type()).isEqualTo("paused");

        chat.open("s1").keyboard.type("");
        assertThat(chat.out()).contains("session s1", "› write it", "/resume goes on with it");
        chat.task("/resume", Expected.ANSWER);
        chat.task("y", Expected.TASK);

        assertThat(chat.files.read("a.txt")).isEqualTo("hi\n");
    }

    @Test
    void sessions_of_the_folder_are_listed_and_opened_by_number() throws Exception {
        chat.model.reply("One.").reply("Two.").reply("Three.");
        chat.open("first").task("say one", Expected.TASK);
        chat.keyboard.type("/clear");
        chat.task("say two", Expected.TASK);

        chat.keyboard.type("/resume");
        assertThat(chat.out()).containsPattern("1 +0 min ago  say two\n2 +0 min ago  say one\n");
        chat.keyboard.type("/resume 2");
        assertThat(chat.out()).contains("session first, 2 messages\n› say one\nOne.\n");
        chat.task("say three", Expected.TASK);
        chat.keyboard.type("/resume nobody");

        assertThat(chat.out()).contains("there is no session \"nobody\"; /resume lists them");
    }

    @Test
    void the_transcript_is_exported_for_people_and_for_programs() throws Exception {
        chat.model.call("write", WRITE).reply("Written, `a.txt`.");
        chat.open("s1").task("write it", Expected.ANSWER);
        chat.task("y", Expected.TASK);

        chat.keyboard.type("/export talk.md");
        chat.keyboard.type("/export talk.json");

        assertThat(chat.files.read("talk.md"))
                .startsWith("# Session s1\n\n## You\n\nwrite it\n\n**write**\n\n```json\n")
                .endsWith("\n## mimo\n\nWritten, `a.txt`.\n");
        assertThat(Json.read(chat.files.read("talk.json")).findValuesAsText("type"))
                .contains("turn_started", "reply_added", "call_finished");
    }

    @Test
    void the_last_turn_is_taken_back() throws Exception {
        chat.model.call("write", WRITE).reply("Written.");
        chat.open(null).task("write it", Expected.ANSWER);
        chat.task("y", Expected.TASK);

        chat.keyboard.type("/undo");
        chat.keyboard.type("/undo");

        assertThat(chat.files.exists("a.txt")).isFalse();
        assertThat(chat.out()).contains("restored a.txt", "no turn of this session has changed files");
    }

    @Test
    void files_are_taken_back_to_a_step() throws Exception {
        chat.model
                .call("write", WRITE)
                .call("write", Map.of("path", "b.txt", "content", "b"))
                .reply("Both.");
        chat.open(null).task("write both", Expected.ANSWER);
        chat.task("y", Expected.ANSWER);
        chat.task("y", Expected.TASK);

        chat.keyboard.type("/rewind");
        chat.keyboard.type("/rewind 1");

        assertThat(chat.out()).contains("1  write\n2  write\n3  an answer\n", "restored b.txt");
        assertThat(chat.files.list()).containsExactly("a.txt");
    }

    @Test
    void in_plan_mode_nothing_is_asked_and_nothing_changes() throws Exception {
        chat.model.call("write", WRITE).reply("I may not.");

        chat.open(null).keyboard.type("/mode plan");
        chat.task("write it", Expected.TASK);
        chat.keyboard.type("/mode fast");

        assertThat(chat.files.list()).isEmpty();
        assertThat(chat.out())
                .contains("mode plan: nothing may change", "there is no mode \"fast\"; there are: ask, plan");
    }

    @Test
    void another_model_goes_on_in_the_same_session() throws Exception {
        chat.model
                .reply("One.")
                .expect(prompt -> assertThat(prompt.messages()).hasSize(3))
                .reply("Two.");

        chat.open(null).task("say one", Expected.TASK);
        chat.keyboard.type("/model nobody:nothing");
        chat.keyboard.type("/model other:model");
        chat.task("say two", Expected.TASK);

        assertThat(chat.out()).contains("no provider knows \"nobody:nothing\"", "model scripted:model");
    }

    @Test
    void tasks_shows_the_plan() throws Exception {
        chat.open(null).keyboard.type("/tasks");

        assertThat(chat.out()).contains("there is no plan");
    }
}
