package dev.mimo.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.MimoException;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prices;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import dev.mimo.model.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CassetteIT {

    private static final Map<String, String> AT_HOME = Map.of();
    private static final Map<String, String> IN_CI = Map.of("CI", "true");
    private static final ModelException.Failure FAILURE = ModelException.Failure.of(ModelRef.of("p", "m"), "no")
            .withStatus(429)
            .withRequestId("r1");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name_the_file() {
        file = folder.resolve("cassettes/test.jsonl");
    }

    @Test
    void what_was_recorded_is_replayed_with_deltas_usage_and_facts() {
        ModelFacts facts = ModelFacts.unknown(ModelRef.of("p", "m"))
                .withWindow(100)
                .withPrices(Prices.of("1.50", "2").above(200_000, Prices.of("3", "4")));
        ScriptedModel real = ScriptedModel.create().facts(facts).loose();
        real.thinking("hm").usage(new Usage(1, 2, 3, 4, 5)).reply("hello there");
        EventRecorder live = new EventRecorder();
        EventRecorder played = new EventRecorder();

        Reply said = record(real).reply(prompt("hi"), ModelCall.of(Role.MAIN).withEvents(live));
        Cassette cassette = Cassette.replay(file);

        assertThat(cassette.reply(prompt("hi"), ModelCall.of(Role.MAIN).withEvents(played)))
                .isEqualTo(said);
        assertThat(played.events()).isEqualTo(live.events()).isNotEmpty();
        assertThat(cassette.facts()).isEqualTo(facts);
        cassette.assertExhausted();
    }

    @Test
    void equal_prompts_are_answered_in_the_order_of_their_recording_and_never_once_too_often() {
        Cassette recording = record(
                ScriptedModel.create().loose().reply("one").reply("other").reply("two"));
        ask(recording, "same");
        ask(recording, "another");
        ask(recording, "same");
        Cassette cassette = Cassette.replay(file);

        assertThat(ask(cassette, "same")).isEqualTo("one");
        assertThatThrownBy(cassette::assertExhausted).hasMessageContaining("2 of 3 recordings were not played");
        assertThat(ask(cassette, "same")).isEqualTo("two");
        assertThat(ask(cassette, "another")).isEqualTo("other");
        assertThatThrownBy(() -> ask(cassette, "same"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("as often as it was recorded");
        assertThatThrownBy(cassette::assertExhausted).hasMessageContaining("failed earlier");
    }

    @Test
    void a_miss_shows_the_nearest_recording_and_where_it_differs_first() {
        Cassette recording = record(ScriptedModel.create().loose().reply("a").reply("b"));
        ask(recording, "something else altogether");
        recording.reply(conversation("id-a", "the file has 10 lines"), ModelCall.of(Role.MAIN));
        Cassette cassette = Cassette.replay(file);

        assertThatThrownBy(() -> cassette.reply(conversation("id-a", "the file has 11 lines"), ModelCall.of(Role.MAIN)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("nearest is number 2")
                .hasMessageContaining("differs in 1 values, first at messages[2].results[0].content[0].text")
                .hasMessageContaining("recorded: \"the file has 10 lines\"")
                .hasMessageContaining("asked:    \"the file has 11 lines\"")
                .hasMessageContaining("call id-a read");
    }

    @Test
    void ids_of_calls_times_and_temporary_folders_make_no_difference() {
        Path tmp = Path.of(System.getProperty("java.io.tmpdir"));
        record(ScriptedModel.create().loose().reply("found"))
                .reply(
                        conversation("toolu_1", "in " + tmp.resolve("a1/x.txt") + " at 2026-01-01T00:00:00Z"),
                        ModelCall.of(Role.MAIN));

        Reply reply = Cassette.replay(file)
                .reply(
                        conversation("toolu_2", "in " + tmp.resolve("b2/x.txt") + " at 2027-02-02T10:00:00Z"),
                        ModelCall.of(Role.MAIN));

        assertThat(reply.message().text()).isEqualTo("found");
    }

    @Test
    void system_tools_and_options_make_a_difference() {
        ask(record(ScriptedModel.create().loose().reply("a")), "hi");
        Cassette cassette = Cassette.replay(file);
        ToolSpec tool = new ToolSpec("read", "Reads", Json.object().put("type", "object"));

        for (Prompt other : List.of(
                Prompt.of("other", "hi"),
                prompt("hi").withOptions(ModelOptions.defaults().withTemperature(0.5)),
                new Prompt("", List.of(Message.user("hi")), List.of(tool), ModelOptions.defaults()))) {
            assertThatThrownBy(() -> cassette.reply(other, ModelCall.of(Role.MAIN)))
                    .isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void every_exception_comes_again_as_it_was() {
        List<ModelException> errors = List.of(
                new ModelException.RateLimited(FAILURE, Duration.ofSeconds(3)),
                new ModelException.Overloaded(FAILURE, null),
                new ModelException.ContextOverflow(FAILURE, 10L, null),
                new ModelException.AuthenticationFailed(FAILURE),
                new ModelException.QuotaExhausted(FAILURE),
                new ModelException.InvalidRequest(FAILURE),
                new ModelException.ContentFiltered(FAILURE),
                new ModelException.StreamBroken(FAILURE, "half"),
                new ModelException.TransportFailed(FAILURE));
        ScriptedModel real = ScriptedModel.create().loose();
        errors.forEach(error -> real.stream(List.of(new TextDelta("half")), error));
        Cassette recording = record(real);
        errors.forEach(error -> assertThatThrownBy(() -> ask(recording, "hi")).isSameAs(error));

        Cassette cassette = Cassette.replay(file);

        for (ModelException error : errors) {
            assertThatThrownBy(() -> ask(cassette, "hi"))
                    .hasSameClassAs(error)
                    .hasMessage(error.getMessage())
                    .usingRecursiveComparison()
                    .ignoringFields("stackTrace", "suppressedExceptions", "cause", "detailMessage", "depth")
                    .isEqualTo(error);
        }
        cassette.assertExhausted();
    }

    @Test
    void no_secret_reaches_the_file_not_even_in_pieces() throws Exception {
        String key = "sk-" + "Abc1Def2Ghi3Jkl4Mno5Pqr6";
        ToolCall call = ToolCall.of(
                "1", "login", Json.object().put("password", "hunter2").put("key", key));
        ScriptedModel real =
                ScriptedModel.create().loose().reply("the key is " + key).calls(call);
        real.fail(new ModelException.InvalidRequest(ModelException.Failure.of(ModelRef.of("p", "m"), "bad " + key)));
        Cassette recording = record(real);

        assertThat(ask(recording, "my key is " + key)).contains(key);
        recording.reply(prompt("log in"), ModelCall.of(Role.MAIN));
        assertThatThrownBy(() -> ask(recording, "again")).isInstanceOf(ModelException.class);

        String text = Files.readString(file);
        assertThat(text).contains("[redacted]").doesNotContain("hunter2").doesNotContain("Ghi3");
        EventRecorder events = new EventRecorder();
        Reply replayed = Cassette.replay(file)
                .reply(prompt("my key is " + key), ModelCall.of(Role.MAIN).withEvents(events));
        assertThat(replayed.message().text()).isEqualTo("the key is [redacted]").isEqualTo(events.text());
    }

    @Test
    void in_ci_nothing_is_recorded_and_what_is_there_is_replayed() {
        Model real = ScriptedModel.create().loose().reply("a");

        assertThatThrownBy(() -> Cassette.record(real, file, IN_CI)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Cassette.recordOrReplay(() -> real, file, IN_CI))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("CI");
        assertThat(file).doesNotExist();

        assertThat(ask(Cassette.recordOrReplay(() -> real, file, AT_HOME), "hi"))
                .isEqualTo("a");
        Cassette inCi = Cassette.recordOrReplay(
                () -> {
                    throw new AssertionError("nobody may ask for the real model");
                },
                file,
                IN_CI);
        assertThat(inCi.isRecording()).isFalse();
        assertThat(ask(inCi, "hi")).isEqualTo("a");
    }

    @Test
    void a_recording_that_never_got_an_answer_leaves_the_old_one_alone() {
        ask(record(ScriptedModel.create().loose().reply("old")), "hi");

        record(ScriptedModel.create());

        assertThat(ask(Cassette.replay(file), "hi")).isEqualTo("old");
    }

    @Test
    void a_file_of_another_version_or_kind_is_refused_loudly() throws Exception {
        Files.createDirectories(folder.resolve("cassettes"));
        for (String bad : List.of(
                "",
                "{}",
                "nonsense",
                "{\"cassette\":2,\"model\":\"p:m\"}",
                "{\"cassette\":1,\"model\":\"p:m\",\"more\":1}",
                "{\"cassette\":1,\"model\":\"p:m\"}\n{\"role\":\"main\",\"continues\":1,\"added\":[]}")) {
            Files.writeString(file, bad);
            assertThatThrownBy(() -> Cassette.replay(file))
                    .isInstanceOf(MimoException.class)
                    .hasMessageContaining("test.jsonl");
        }
        Files.writeString(file, "{\"cassette\":2,\"model\":\"p:m\"}");
        assertThatThrownBy(() -> Cassette.replay(file)).hasMessageContaining("version 2");
    }

    @Test
    void a_prompt_that_continues_another_is_kept_without_what_is_known() throws Exception {
        Cassette recording = record(ScriptedModel.create().loose().reply("a").reply("b"));
        recording.reply(prompt("a long question"), ModelCall.of(Role.MAIN));
        Prompt longer = prompt("a long question")
                .withMessages(List.of(
                        Message.user("a long question"), Message.assistant(Content.text("a")), Message.user("more")));
        recording.reply(longer, ModelCall.of(Role.MAIN));

        assertThat(Files.readAllLines(file))
                .hasSize(3)
                .filteredOn(line -> line.contains("a long question"))
                .hasSize(1);
        Cassette cassette = Cassette.replay(file);
        assertThat(cassette.reply(longer, ModelCall.of(Role.MAIN)).message().text())
                .isEqualTo("b");
    }

    private Cassette record(Model real) {
        return Cassette.record(real, file, AT_HOME);
    }

    private static String ask(Model model, String question) {
        return model.reply(prompt(question), ModelCall.of(Role.MAIN)).message().text();
    }

    private static Prompt prompt(String question) {
        return Prompt.of("", question);
    }

    private static Prompt conversation(String callId, String result) {
        ToolCall call = ToolCall.of(callId, "read", Json.object().put("path", "x"));
        return prompt("")
                .withMessages(List.of(
                        Message.user("read"), Message.assistant(call), Message.tool(ToolResult.of(call, result))));
    }
}
