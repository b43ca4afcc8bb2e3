package dev.mimo.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentEvent;
import dev.mimo.agent.Input;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.Session;
import dev.mimo.agent.Turn;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelRetried;
import dev.mimo.model.ReplyWithdrawn;
import dev.mimo.model.TextDelta;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.TestEnvironment;
import dev.mimo.testing.server.LoopbackModelServer;
import dev.mimo.testing.server.WireFault;
import dev.mimo.tool.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole loop over real sockets: an agent, the transport, and a model server that misbehaves. */
@Timeout(60)
class AgentOverHttpIT {

    record City(String city) {}

    private static final Tool WEATHER =
            Tool.of("weather", "Current weather", City.class, (w, ctx) -> "12 °C in " + w.city());

    private final ScriptedModel script = ScriptedModel.create();
    private final LoopbackModelServer server = LoopbackModelServer.serving(script);
    private final TestEnvironment time = TestEnvironment.autoAdvancing();
    private final List<AgentEvent> events = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        time.environment().close();
        server.close();
        time.close();
    }

    private Agent agent() {
        return Agent.builder()
                .model("openai-compatible:test@" + server.baseUrl())
                .tools(WEATHER)
                .environment(time.environment())
                .listener(events::add)
                .build();
    }

    @Test
    void streams_calls_tools_and_answers() {
        script.call("weather", Map.of("city", "Kiel")).reply("It is 12 °C in Kiel, says the tool.");

        Outcome outcome = agent().run("Weather in Kiel?");

        assertThat(outcome.text()).isEqualTo("It is 12 °C in Kiel, says the tool.");
        assertThat(deltas()).isEqualTo(outcome.text());
        assertThat(server.connections()).isEqualTo(1);
        String first = new String(server.requests().get(0).body(), java.nio.charset.StandardCharsets.UTF_8);
        String second = new String(server.requests().get(1).body(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(second).startsWith(first.substring(0, first.length() - 2));
    }

    @Test
    void cancel_in_mid_stream_closes_the_socket() throws Exception {
        script.reply("a long answer that never ends").reply("back");
        server.next(new WireFault.HangAfter(2));
        CountDownLatch streaming = new CountDownLatch(1);
        Agent agent = Agent.builder()
                .model("openai-compatible:test@" + server.baseUrl())
                .environment(time.environment())
                .listener(event -> {
                    if (event.event() instanceof TextDelta) {
                        streaming.countDown();
                    }
                })
                .build();
        try (Session session = agent.session()) {
            Turn turn = session.start(Input.of("go"));
            streaming.await();

            turn.cancel("enough");

            assertThat(turn.await()).isInstanceOf(Outcome.Cancelled.class);
            assertThat(server.requests().get(0).awaitClientLeft(10)).isTrue();
            assertThat(session.run("again").isDone()).isTrue();
        }
    }

    @Test
    void a_slow_first_byte_is_waited_for() throws Exception {
        script.reply("here at last");
        WireFault.Gate gate = new WireFault.Gate();
        server.next(new WireFault.HoldBody(gate));
        try (TestEnvironment still = TestEnvironment.create()) {
            Agent agent = Agent.builder()
                    .model("openai-compatible:test@" + server.baseUrl())
                    .environment(still.environment())
                    .build();
            try (Session session = agent.session()) {
                Turn turn = session.start(Input.of("go"));
                gate.awaitArrival();
                still.advance(Duration.ofMinutes(4));
                assertThat(turn.await(Duration.ofMillis(1))).isNull();

                gate.open();

                assertThat(turn.await().text()).isEqualTo("here at last");
            }
            still.environment().close();
        }
    }

    @Test
    void a_broken_stream_is_asked_for_again_and_what_was_shown_is_withdrawn() {
        script.reply("one two three four five").reply("one two three four five");
        server.next(new WireFault.CutAfter(3));

        Outcome outcome = agent().run("go");

        assertThat(outcome.text()).isEqualTo("one two three four five");
        assertThat(events).anyMatch(event -> event.event() instanceof ReplyWithdrawn);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void a_stream_that_breaks_after_a_call_was_seen_is_never_asked_for_again() {
        script.call("weather", Map.of("city", "Kiel"));
        server.next(new WireFault.EndAfter(2));

        Outcome outcome = agent().run("go");

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.error()).isInstanceOf(ModelException.StreamBroken.class));
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void a_limit_is_waited_for_as_long_as_the_server_asks() {
        script.reply("ok");
        server.next(WireFault.rateLimited("7"));

        assertThat(agent().run("go").text()).isEqualTo("ok");
        assertThat(events.stream()
                        .filter(event -> event.event() instanceof ModelRetried)
                        .map(event -> ((ModelRetried) event.event()).delayMs()))
                .containsExactly(7_000L);
    }

    @Test
    void malformed_events_keep_alives_and_single_bytes_do_not_harm() {
        script.reply("first").reply("second").reply("third");
        server.next(new WireFault.KeepAlive(3), new WireFault.EveryByte());
        try (Session session = agent().session()) {
            assertThat(session.run("a").text()).isEqualTo("first");
            assertThat(session.run("b").text()).isEqualTo("second");
        }
    }

    private String deltas() {
        StringBuilder text = new StringBuilder();
        for (AgentEvent event : events) {
            if (event.event() instanceof TextDelta delta) {
                text.append(delta.text());
            }
        }
        return text.toString();
    }
}
