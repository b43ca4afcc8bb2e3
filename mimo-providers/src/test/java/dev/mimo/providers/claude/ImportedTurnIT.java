package dev.mimo.providers.claude;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.agent.Agent;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.Session;
import dev.mimo.environment.Environment;
import dev.mimo.model.Json;
import dev.mimo.model.Reply;
import dev.mimo.testing.server.LoopbackModelServer;
import dev.mimo.testing.server.RecordedRequest;
import dev.mimo.testing.server.WireFault;
import dev.mimo.tool.coding.CodingTools;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An imported home is all that an agent needs to work. */
@Timeout(60)
class ImportedTurnIT {

    private static final String THINKING = """
            {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}
            {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Look."}}
            {"type":"content_block_stop","index":0}
            """;

    private static final String CALL = """
            {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t1","name":"read","input":{}}}
            {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\\"path\\":\\"a.txt\\"}"}}
            {"type":"content_block_stop","index":1}
            """;

    @TempDir
    Path folder;

    private final Environment environment = Environment.builder().build();
    private final LoopbackModelServer server = LoopbackModelServer.serving((prompt, call) -> Reply.text("unused"));
    private ClaudeHome files;

    @BeforeEach
    void files() {
        files = new ClaudeHome(folder).projects("a.txt", "what stands here");
    }

    @AfterEach
    void close() {
        environment.close();
        server.close();
    }

    @Test
    void a_home_with_a_token_and_an_address_runs_turns() {
        files.users(ClaudeHome.SETTINGS, """
                {"env": {"ANTHROPIC_BASE_URL": "%s", "ANTHROPIC_AUTH_TOKEN": "token-0123456789",
                   "ANTHROPIC_MODEL": "some-model", "ANTHROPIC_CUSTOM_HEADERS": "X-Team: blue\\nX-Trace: on"}}
                """.formatted(address()));

        JsonNode second = twoTurns(files.load());

        RecordedRequest first = server.requests().get(0);
        assertThat(first.path()).isEqualTo("/v1/messages");
        assertThat(first.header("authorization")).isEqualTo("Bearer token-0123456789");
        assertThat(first.header("x-api-key")).isNull();
        assertThat(first.header("x-team")).isEqualTo("blue");
        assertThat(first.header("x-trace")).isEqualTo("on");
        assertThat(first.json().path("model").asText()).isEqualTo("some-model");
        assertThat(second.at("/messages/2/content/0/content").toString()).contains("what stands here");
    }

    @Test
    void an_address_of_a_vendor_is_asked_by_that_vendors_rules() throws IOException {
        Path vendors = Files.writeString(folder.resolve("vendors.json"), """
                {"vendors": {"glm": {"endpoints": [{"dialect": "anthropic", "url": "%1$s", "hosts": ["127.0.0.1"],
                  "keys": [{"variable": "ZAI_API_KEY", "header": "Authorization"}], "base_urls": ["GLM_BASE_URL"]}]}}}
                """.formatted(address()));
        files.users(
                        ClaudeHome.SETTINGS,
                        "{\"env\": {\"ANTHROPIC_BASE_URL\": \"" + address() + "\", \"ANTHROPIC_API_KEY\":"
                                + " \"key-0123456789\"}, \"model\": \"sonnet\"}")
                .variable("MIMO_VENDORS", vendors.toString());

        JsonNode second = twoTurns(files.load());

        assertThat(server.requests().get(0).header("x-api-key")).isEqualTo("key-0123456789");
        assertThat(second.path("model").asText()).isEqualTo("glm-5.2");
        // Anthropic refuses thoughts without a signature; this vendor wants them back.
        assertThat(second.at("/messages/1/content/0/thinking").asText()).isEqualTo("Look.");
    }

    private URI address() {
        return server.baseUrl().resolve("/");
    }

    /** The request that follows the call of a tool. */
    private JsonNode twoTurns(ClaudeCodeConfig config) {
        server.next(
                answer(THINKING + CALL, "tool_use"),
                answer(text("It says so."), "end_turn"),
                answer(text("Yes."), "end_turn"));
        Agent agent = config.applyTo(Agent.builder().environment(environment).tools(CodingTools.files()), environment)
                .build();
        try (Session session = agent.session()) {
            Outcome first = session.run("What stands in a.txt?");
            Outcome second = session.run("Really?");

            assertThat(first.text()).isEqualTo("It says so.");
            assertThat(second.text()).isEqualTo("Yes.");
        }
        assertThat(server.requests()).hasSize(3);
        return server.requests().get(1).json();
    }

    private static String text(String words) {
        return """
                {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}
                {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"%s"}}
                {"type":"content_block_stop","index":0}
                """.formatted(words);
    }

    private static WireFault answer(String blocks, String reason) {
        String events = """
                {"type":"message_start","message":{"id":"m","role":"assistant","content":[],"usage":{"input_tokens":1}}}
                %s{"type":"message_delta","delta":{"stop_reason":"%s"},"usage":{"output_tokens":1}}
                {"type":"message_stop"}
                """.formatted(blocks, reason);
        StringBuilder body = new StringBuilder();
        events.lines()
                .forEach(line -> body.append("event: ")
                        .append(Json.readObject(line).path("type").asText())
                        .append("\ndata: ")
                        .append(line)
                        .append("\n\n"));
        return new WireFault.Answer("text/event-stream", body.toString());
    }
}
