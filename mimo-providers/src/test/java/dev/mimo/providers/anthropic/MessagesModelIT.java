package dev.mimo.providers.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentEvent;
import dev.mimo.agent.Outcome;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.environment.Environment;
import dev.mimo.model.Json;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelException;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.model.TextDelta;
import dev.mimo.providers.ModelServer;
import dev.mimo.providers.Models;
import dev.mimo.providers.TokenCounter;
import dev.mimo.testing.server.LoopbackModelServer;
import dev.mimo.testing.server.RecordedRequest;
import dev.mimo.testing.server.WireFault;
import dev.mimo.tool.Tool;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class MessagesModelIT {

    record City(String city) {}

    private static final Tool WEATHER =
            Tool.of("weather", "Current weather", City.class, (w, ctx) -> "12 °C in " + w.city());

    private final Environment environment = Environment.builder().build();
    private final LoopbackModelServer server = LoopbackModelServer.serving((prompt, call) -> Reply.text("unused"));

    @AfterEach
    void close() {
        environment.close();
        server.close();
    }

    @Test
    void an_agent_thinks_calls_a_tool_and_answers() {
        server.next(
                answer(Stream.begun()
                        .thinking(0, "sig", "Where ", "is Kiel?")
                        .text(1, "I look.")
                        .call(2, "toolu_1", "weather", "{\"city\":", "\"Kiel\"}")
                        .ended("tool_use")),
                answer(Stream.begun().text(0, "It is ", "12 °C.").ended("end_turn")));
        List<AgentEvent> events = new CopyOnWriteArrayList<>();
        Agent agent = Agent.builder()
                .model(server().model(environment))
                .tools(WEATHER)
                .environment(environment)
                .listener(events::add)
                .build();

        Outcome outcome = agent.run("Weather in Kiel?");

        assertThat(outcome.text()).isEqualTo("It is 12 °C.");
        assertThat(events)
                .anyMatch(event ->
                        event.event() instanceof TextDelta delta && delta.text().equals("It is "));
        RecordedRequest first = server.requests().get(0);
        assertThat(first.path()).isEqualTo("/v1/messages");
        assertThat(first.header("anthropic-version")).isEqualTo("2023-06-01");
        assertThat(first.header("x-api-key")).isEqualTo("secret-key");
        String one = new String(first.body(), StandardCharsets.UTF_8);
        String two = new String(server.requests().get(1).body(), StandardCharsets.UTF_8);
        assertThat(two).startsWith(one.substring(0, one.length() - 2));
        JsonNode messages = Json.read(two).path("messages");
        assertThat(messages.at("/1/content/0"))
                .isEqualTo(Json.read("{\"type\":\"thinking\",\"thinking\":\"Where is Kiel?\",\"signature\":\"sig\"}"));
        assertThat(messages.at("/2/content/0/tool_use_id").asText()).isEqualTo("toolu_1");
        assertThat(messages.at("/2/content/0/content/0/text").asText()).isEqualTo("12 °C in Kiel");
    }

    @Test
    void a_turn_that_the_provider_paused_goes_on_from_there() {
        String search = "{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"web_search\",\"input\":{\"q\":1}}";
        server.next(
                answer(Stream.begun().start(0, search).stop(0).ended("pause_turn")),
                answer(Stream.begun().text(0, "found").ended("end_turn")));
        Agent agent = Agent.builder()
                .model(server().model(environment))
                .environment(environment)
                .build();

        assertThat(agent.run("search").text()).isEqualTo("found");
        JsonNode messages = server.requests().get(1).json().path("messages");
        assertThat(messages).hasSize(2);
        assertThat(messages.at("/1/content/0")).isEqualTo(Json.read(search));
    }

    @Test
    void a_header_of_the_host_takes_the_place_of_that_of_the_dialect() {
        server.next(answer(Stream.begun().text(0, "a").ended("end_turn")));

        server().header("Anthropic-Version", "2099-01-01")
                .model(environment)
                .reply(Prompt.of("", "x"), ModelCall.of(Role.MAIN));

        assertThat(server.requests().get(0).header("anthropic-version")).isEqualTo("2099-01-01");
    }

    @Test
    void the_tokens_of_a_prompt_are_counted_before_it_is_sent() {
        server.next(new WireFault.Answer("application/json", "{\"input_tokens\": 16}"));
        TokenCounter counter = server().tokenCounter(environment);

        assertThat(counter.count(Prompt.of("Be kind.", "What is 2 + 2?"))).isEqualTo(16);

        RecordedRequest request = server.requests().get(0);
        assertThat(request.path()).isEqualTo("/v1/messages/count_tokens");
        assertThat(request.header("anthropic-version")).isEqualTo("2023-06-01");
        assertThat(request.json()).isEqualTo(Json.read("""
                {"model":"claude","system":[{"type":"text","text":"Be kind."}],
                 "messages":[{"role":"user","content":[{"type":"text","text":"What is 2 + 2?"}]}]}"""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"input_tokens\":\"16\"}",
                "{\"input_tokens\":-1}",
                "<html>",
                "{\"input_tokens\":1.5}"
            })
    void an_answer_without_a_count_is_none(String body) {
        server.next(new WireFault.Answer("application/json", body));
        TokenCounter counter = server().tokenCounter(environment);

        assertThatThrownBy(() -> counter.count(Prompt.of("", "x")))
                .isInstanceOf(ModelException.StreamBroken.class)
                .hasMessageContaining("count");
    }

    @Test
    void where_nothing_counts_the_refusal_says_so() {
        server.next(new WireFault.Status(404, Map.of(), "{\"error\":{\"message\":\"no such path\"}}"));
        TokenCounter counter = server().tokenCounter(environment);
        ModelServer chat = Models.openAiCompatible(server.baseUrl(), "m");

        assertThatThrownBy(() -> counter.count(Prompt.of("", "x"))).isInstanceOf(ModelException.InvalidRequest.class);
        assertThatThrownBy(() -> chat.tokenCounter(environment)).isInstanceOf(ModelException.InvalidRequest.class);
    }

    @Test
    void counting_ends_with_the_signal() {
        Cancellation.Source source = new Cancellation.Source();
        source.cancel("enough");
        TokenCounter counter = server().tokenCounter(environment);

        assertThatThrownBy(() -> counter.count(Prompt.of("", "x"), source)).isInstanceOf(CancelledException.class);
    }

    private ModelServer server() {
        return Models.anthropicCompatible(server.baseUrl(), "claude").key("secret-key");
    }

    private static WireFault answer(String body) {
        return new WireFault.Answer("text/event-stream", body);
    }
}
