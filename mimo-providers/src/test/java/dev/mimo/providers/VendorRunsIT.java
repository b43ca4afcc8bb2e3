package dev.mimo.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mimo.agent.Agent;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.Session;
import dev.mimo.environment.Environment;
import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Reply;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.TestEnvironment;
import dev.mimo.testing.server.LoopbackModelServer;
import dev.mimo.testing.server.RecordedRequest;
import dev.mimo.testing.server.WireAnswer;
import dev.mimo.testing.wire.Vendor;
import dev.mimo.tool.Tool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A whole run with each vendor, set up by variables as people do, against a server that demands what the vendor demands. */
@Timeout(60)
final class VendorRunsIT {

    private static final String THOUGHT = "I need both places, so I ask twice.";
    /** What may be cached grows, so it wanders on. */
    private static final String MARK = ",\"cache_control\":{\"type\":\"ephemeral\"}";

    private static final String TOOLS =
            "weather get_weather search_weather add multiply lookup_harbor_label lookup_orchard_label";

    private final LoopbackModelServer server = LoopbackModelServer.scripted().strict();
    private final TestEnvironment time = TestEnvironment.autoAdvancing();

    /** How people name a model and say where it is: by the variables for an address and for a key of a certain beginning. */
    enum Setup {
        ANTHROPIC(Vendor.STANDARD, "anthropic:claude-sonnet-5 anthropic ANTHROPIC_API_KEY x-api-key sk-ant- /v1"),
        RESPONSES(Vendor.STANDARD, "openai:gpt-5.2 openai-responses OPENAI_API_KEY authorization sk- /v1"),
        CHAT(Vendor.STANDARD, "openai:gpt-5.2 openai-chat OPENAI_API_KEY authorization sk- /v1"),
        DEEPSEEK(Vendor.DEEPSEEK, "deepseek:deepseek-v4-pro openai-chat DEEPSEEK_API_KEY authorization sk- /beta"),
        DEEPSEEK_MESSAGES(
                Vendor.DEEPSEEK, "deepseek:deepseek-v4-pro anthropic DEEPSEEK_API_KEY x-api-key sk- /anthropic/v1"),
        KIMI(Vendor.KIMI, "kimi:kimi-k2.6 openai-chat MOONSHOT_API_KEY authorization sk- /v1"),
        KIMI_CODING(Vendor.KIMI, "kimi:kimi-for-coding anthropic KIMI_API_KEY x-api-key sk-kimi- /coding/v1"),
        GLM(Vendor.GLM, "glm:glm-5.2 openai-chat ZAI_API_KEY authorization glm- /api/paas/v4"),
        GLM_MESSAGES(Vendor.GLM, "glm:glm-5.2 anthropic ZHIPU_API_KEY authorization glm- /api/anthropic/v1"),
        MIMO(Vendor.MIMO, "mimo:mimo-v2.5-pro openai-chat XIAOMI_API_KEY authorization tp- /v1"),
        MIMO_MESSAGES(Vendor.MIMO, "mimo:mimo-v2.5-pro anthropic MIMO_API_KEY authorization tp- /anthropic/v1");

        /** Those that no variable leads to at an unknown address, so that people say which dialect they want. */
        private static final Set<Setup> ASKED_FOR =
                EnumSet.of(RESPONSES, DEEPSEEK_MESSAGES, GLM_MESSAGES, MIMO_MESSAGES);

        private final Vendor form;
        private final String spec;
        private final Dialect dialect;
        private final String variable;
        private final String header;
        private final String secret;
        private final String base;

        Setup(Vendor form, String words) {
            String[] word = words.split(" ");
            this.form = form;
            spec = word[0];
            dialect = Dialect.of(word[1]);
            variable = word[2];
            header = word[3];
            secret = word[4] + "0123456789-of-" + name();
            base = word[5];
        }

        Model model(LoopbackModelServer server, Environment environment) {
            String url = server.url(base).toString();
            Map<String, String> variables = Map.of(variable, secret, variable.replace("API_KEY", "BASE_URL"), url);
            Dialect wanted = ASKED_FOR.contains(this) ? dialect : null;
            return Objects.requireNonNull(new StandardModels(variables).findServer(ModelRef.parse(spec), wanted))
                    .model(environment);
        }

        String path() {
            String chat = dialect == Dialect.OPENAI_CHAT ? "/chat/completions" : "/responses";
            return base + (dialect == Dialect.ANTHROPIC ? "/messages" : chat);
        }

        /** What a vendor cannot say of the tokens is not said. */
        Usage usage() {
            boolean all = form == Vendor.STANDARD;
            boolean chat = dialect == Dialect.OPENAI_CHAT;
            return new Usage(100, 30, all || chat ? 9 : 0, 60, all || !chat ? 7 : 0);
        }
    }

    /** What any of the recorded calls may ask. */
    record Asked(
            @Nullable String city,
            @Nullable String location,
            @Nullable Integer source,
            @Nullable Long a,
            @Nullable Long b) {}

    @AfterEach
    void close() {
        time.environment().close();
        server.close();
        time.close();
    }

    @ParameterizedTest
    @EnumSource
    void two_turns_with_thinking_and_calls_are_taken_by(Setup setup) {
        Usage usage = setup.usage();
        server.vendor(setup.form)
                .answer(
                        said(usage, thinking(THOUGHT), Content.text("I ask both at once."), call("Kiel"), call("Rom")),
                        said(usage, thinking("Both say 12 °C."), Content.text("12 °C in both.")),
                        said(Usage.of(100, 5), call("Oslo")),
                        said(usage, thinking("Done."), Content.text("In Oslo, too.")));

        try (Session session = agent(setup).session()) {
            assertThat(assertDone(session.run("Weather in Kiel and Rom?"), "12 °C in both."))
                    .isEqualTo(usage.plus(usage));
            assertThat(assertDone(session.run("And in Oslo?"), "In Oslo, too."))
                    .isEqualTo(usage.plus(Usage.of(100, 5)));
        }

        assertTaken(setup, 4);
        String after = body(server.requests().get(1));
        assertThat(after).contains("I ask both at once.", "12 °C in Kiel", "12 °C in Rom");
        assertThat(after.contains(THOUGHT)).isEqualTo(setup != Setup.CHAT);
        assertThat(after.contains("sealed-")).isEqualTo(setup.form == Vendor.STANDARD && setup != Setup.CHAT);
    }

    /** By the vendor, the folder and the file, then how many calls are in it and how many tokens came from the cache. */
    @Tag("recordings")
    @ParameterizedTest
    @CsvSource(textBlock = """
        ANTHROPIC, anthropic, claude-sonnet-4_multi_tool_streaming.0, 2, 0
        RESPONSES, openai-responses, reasoning_tool_roundtrip__streaming.0, 1, 0
        DEEPSEEK, deepseek, reasoning_tool_roundtrip__streaming.0, 1, 256
        DEEPSEEK, deepseek, two_distinct_tool_calls_before_final_answer.0, 2, 384
        KIMI, moonshot-kimi, avian-kimi_multi_tool_streaming.0, 2, 128
        KIMI, moonshot-kimi, OpenRouterCommon_kimi_tool_streaming.0, 1, 0
        GLM, zai-glm, zai-glm-4-7-flash_multi_tool_streaming.0, 2, 43
        GLM, zai-glm, OpenRouterCommon_glm_multi_tool_streaming.0, 2, 192
        MIMO, xiaomi-mimo, parallel_tool_calls.stream, 2, 0
        """)
    void a_run_goes_on_from_what_was_recorded(Setup setup, String folder, String file, int calls, long cacheRead) {
        Path all = Recordings.findFolder();
        assumeTrue(all != null, "skipped: no ../shared/provider-recordings beside the project");
        byte[] recorded = Recordings.of(setup.dialect, all.resolve(folder)).stream()
                .filter(each -> each.file().toString().contains(file))
                .findFirst()
                .orElseThrow()
                .body();
        server.vendor(setup.form)
                .answer(WireAnswer.recorded(200, Map.of("Content-Type", "text/event-stream"), recorded))
                .answer(WireAnswer.text("It is done."), WireAnswer.text("You are welcome."));

        try (Session session = agent(setup).session()) {
            Usage used = assertDone(session.run("Do what is to be done."), "It is done.");
            assertThat(used.cacheRead()).isEqualTo(cacheRead);
            assertDone(session.run("Thanks"), "You are welcome.");
        }

        assertTaken(setup, 3);
        assertThat(body(server.requests().get(1)).split("12 °C in ", -1)).hasSize(1 + calls);
    }

    private Agent agent(Setup setup) {
        return Agent.builder()
                .model(setup.model(server, time.environment()))
                .options(ModelOptions.defaults().withEffort("high"))
                .tools(Stream.of(TOOLS.split(" "))
                        .map(name -> Tool.of(name, "Tells", Asked.class, (a, context) -> "12 °C in " + a.city()))
                        .toList())
                .environment(time.environment())
                .build();
    }

    private static Usage assertDone(Outcome outcome, String text) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        assertThat(outcome.text()).isEqualTo(text);
        return outcome.usage();
    }

    /** Nothing was wrong with any request, and each but for its end is the beginning of the next. */
    private void assertTaken(Setup setup, int count) {
        server.assertExhausted();
        assertThat(server.requests()).hasSize(count);
        String before = "";
        for (RecordedRequest request : server.requests()) {
            assertThat(request.violations()).isEmpty();
            assertThat(request.path()).isEqualTo(setup.path());
            assertKeyIsInItsHeader(setup, request);
            String body = body(request).replace(MARK, "");
            assertThat(body).startsWith(before).endsWith("]}");
            before = body.substring(0, body.length() - "]}".length());
        }
    }

    /** The record of a request shows all other headers. */
    private static void assertKeyIsInItsHeader(Setup setup, RecordedRequest request) {
        boolean bearer = setup.header.equals("authorization");
        assertThat(request.header("authorization")).isEqualTo(bearer ? "Bearer " + setup.secret : null);
        assertThat(request.header("x-api-key")).isEqualTo(bearer ? null : setup.secret);
        assertThat(Stream.of("api-key", "proxy-authorization", "cookie").map(request::header))
                .containsOnlyNulls();
        assertThat(request + body(request)).doesNotContain(setup.secret);
    }

    private static String body(RecordedRequest request) {
        return new String(request.body(), StandardCharsets.UTF_8);
    }

    private static WireAnswer said(Usage usage, Content... content) {
        Message.Assistant message = Message.assistant(content);
        StopReason reason = message.toolCalls().isEmpty() ? StopReason.STOP : StopReason.TOOL_CALLS;
        return WireAnswer.of(new Reply(message, reason, usage, null));
    }

    /** The server signs it where the vendor does. */
    private static Content thinking(String text) {
        return new Content.Thinking(text, null);
    }

    private static ToolCall call(String city) {
        return ScriptedModel.toolCall("weather", Map.of("city", city)).withId("");
    }
}
