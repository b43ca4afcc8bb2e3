package dev.mimo.providers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentEvent;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.Session;
import dev.mimo.model.Json;
import dev.mimo.model.ModelException.StreamBroken;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Reply;
import dev.mimo.model.ReplyWithdrawn;
import dev.mimo.model.TextDelta;
import dev.mimo.testing.TestEnvironment;
import dev.mimo.testing.server.LoopbackModelServer;
import dev.mimo.testing.server.WireFault;
import dev.mimo.tool.Tool;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole loop over real sockets in the responses dialect. */
@Timeout(60)
class AgentOverResponsesIT {

    private static final Tool WEATHER =
            Tool.of("weather", "Current weather", City.class, (w, ctx) -> "12 °C in " + w.city());

    private final LoopbackModelServer server = LoopbackModelServer.serving((prompt, call) -> Reply.text("unused"));
    private final TestEnvironment time = TestEnvironment.autoAdvancing();
    private final List<AgentEvent> events = new CopyOnWriteArrayList<>();

    record City(String city) {}

    @AfterEach
    void close() {
        time.environment().close();
        server.close();
        time.close();
    }

    @Test
    void reasons_calls_tools_and_answers_over_several_turns() {
        answer(
                "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[],\"encrypted_content\":\"enc-1\"}",
                message("I ask the tool.", "commentary"),
                call("c1", "weather", "{\\\"city\\\":\\\"Kiel\\\"}"));
        answer(message("It is 12 °C in Kiel.", "final_answer"));
        answer(message("You are welcome.", "final_answer"));

        try (Session session = agent().session()) {
            assertThat(session.run("Weather in Kiel?").text()).isEqualTo("It is 12 °C in Kiel.");
            assertThat(session.run("Thanks").text()).isEqualTo("You are welcome.");
        }

        JsonNode input = Json.readObject(body(2)).path("input");
        assertThat(kinds(input))
                .containsExactly(
                        "user",
                        "reasoning",
                        "commentary",
                        "function_call",
                        "function_call_output",
                        "final_answer",
                        "user");
        assertThat(input.at("/4/output").asText()).isEqualTo("12 °C in Kiel");
        assertThat(input.findValues("id")).isEmpty();
        assertThat(body(1)).startsWith(body(0).substring(0, body(0).length() - 2));
        assertThat(body(2)).startsWith(body(1).substring(0, body(1).length() - 2));
        assertThat(server.requests().get(0).path()).isEqualTo("/v1/responses");
        assertThat(server.connections()).isEqualTo(1);
        assertThat(deltas()).isEqualTo("I ask the tool.It is 12 °C in Kiel.You are welcome.");
    }

    @Test
    void calls_wrapped_into_one_are_run_one_by_one() {
        String use = "{\\\"recipient_name\\\":\\\"functions.weather\\\",\\\"parameters\\\":{\\\"city\\\":\\\"%s\\\"}}";
        answer(call(
                "c1", "parallel", "{\\\"tool_uses\\\":[" + use.formatted("Kiel") + "," + use.formatted("Rom") + "]}"));
        answer(message("Both have 12 °C.", "final_answer"));

        Outcome outcome = agent().run("Weather in Kiel and Rom?");

        assertThat(outcome.text()).isEqualTo("Both have 12 °C.");
        JsonNode input = Json.readObject(body(1)).path("input");
        assertThat(input.findValuesAsText("output")).containsExactly("12 °C in Kiel", "12 °C in Rom");
        assertThat(input.findValuesAsText("call_id")).containsExactly("c1_0", "c1_1", "c1_0", "c1_1");
    }

    @Test
    void a_stream_that_breaks_is_asked_for_again_unless_a_call_was_seen() {
        String pieces = event("output_text.delta", "\"output_index\":0,\"delta\":\"It is\"");
        server.next(new WireFault.Answer("text/event-stream", pieces));
        answer(message("It is 12 °C.", "final_answer"));
        server.next(new WireFault.Answer(
                "text/event-stream",
                event("output_item.added", "\"output_index\":0,\"item\":" + call("c", "weather", ""))));

        assertThat(agent().run("Weather?").text()).isEqualTo("It is 12 °C.");
        assertThat(events).anyMatch(event -> event.event() instanceof ReplyWithdrawn);
        assertThat(agent().run("Weather?"))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.error()).isInstanceOf(StreamBroken.class));
        assertThat(server.requests()).hasSize(3);
    }

    private Agent agent() {
        return Agent.builder()
                .model(ModelServer.of(Dialect.OPENAI_RESPONSES, server.baseUrl(), ModelRef.of("openai", "test"))
                        .model(time.environment()))
                .tools(WEATHER)
                .environment(time.environment())
                .listener(events::add)
                .build();
    }

    private void answer(String... items) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < items.length; i++) {
            body.append(event("output_item.done", "\"output_index\":" + i + ",\"item\":" + items[i]));
        }
        body.append(event("completed", "\"response\":{\"id\":\"resp\",\"status\":\"completed\"}"));
        server.next(new WireFault.Answer("text/event-stream", body.toString()));
    }

    private static String message(String text, String phase) {
        return "{\"type\":\"message\",\"id\":\"msg_1\",\"phase\":\"" + phase
                + "\",\"content\":[{\"type\":\"output_text\",\"text\":\"" + text + "\"}]}";
    }

    private static String call(String id, String name, String arguments) {
        return "{\"type\":\"function_call\",\"id\":\"fc_1\",\"call_id\":\"" + id + "\",\"name\":\"" + name
                + "\",\"arguments\":\"" + arguments + "\"}";
    }

    private static String event(String type, String fields) {
        return "event: response." + type + "\ndata: {\"type\":\"response." + type + "\"," + fields + "}\n\n";
    }

    private static List<String> kinds(JsonNode input) {
        List<String> kinds = new ArrayList<>();
        for (JsonNode item : input) {
            String said = item.path("phase").asText(item.path("role").asText());
            kinds.add(
                    item.path("type").asText().equals("message")
                            ? said
                            : item.path("type").asText());
        }
        return kinds;
    }

    private String body(int request) {
        return new String(server.requests().get(request).body(), StandardCharsets.UTF_8);
    }

    private String deltas() {
        StringBuilder text = new StringBuilder();
        for (AgentEvent event : events) {
            text.append(event.event() instanceof TextDelta delta ? delta.text() : "");
        }
        return text.toString();
    }
}
