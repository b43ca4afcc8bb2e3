package dev.mimo.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.agent.Agent;
import dev.mimo.agent.Input;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.Session;
import dev.mimo.agent.Turn;
import dev.mimo.environment.Environment;
import dev.mimo.model.TextDelta;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.server.LoopbackModelServer;
import dev.mimo.testing.server.WireFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many sessions that stream at once are cancelled; prints how long it took until nothing of them was left. */
@Timeout(120)
class CancelManyIT {

    private static final int SESSIONS = 100;

    @Test
    void a_hundred_streams_that_are_cancelled_leave_no_socket_and_no_turn() throws Exception {
        ScriptedModel script = ScriptedModel.create().loose();
        CountDownLatch streaming = new CountDownLatch(SESSIONS);
        Set<String> seen = ConcurrentHashMap.newKeySet();
        try (LoopbackModelServer server = LoopbackModelServer.serving(script);
                Environment environment = Environment.builder().build()) {
            for (int i = 0; i < SESSIONS; i++) {
                script.reply("a long answer that never ends");
                server.next(new WireFault.HangAfter(2));
            }
            Agent agent = Agent.builder()
                    .model(Models.server("openai-compatible:test@" + server.baseUrl())
                            .concurrency(SESSIONS)
                            .model())
                    .environment(environment)
                    .listener(event -> {
                        if (event.event() instanceof TextDelta && seen.add(event.turn())) {
                            streaming.countDown();
                        }
                    })
                    .build();
            List<Session> sessions = new ArrayList<>();
            List<Turn> turns = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                Session session = agent.session();
                sessions.add(session);
                turns.add(session.start(Input.of("go")));
            }
            streaming.await();

            long start = System.nanoTime();
            turns.forEach(turn -> turn.cancel("enough"));
            for (Turn turn : turns) {
                assertThat(turn.await()).isInstanceOf(Outcome.Cancelled.class);
            }
            long ended = System.nanoTime();
            for (var request : server.requests()) {
                assertThat(request.awaitClientLeft(10)).isTrue();
            }
            long left = System.nanoTime();

            System.out.printf(
                    "%d streams cancelled: all turns ended after %d ms, all sockets gone after %d ms%n",
                    SESSIONS, (ended - start) / 1_000_000, (left - start) / 1_000_000);
            sessions.forEach(Session::close);
        }
    }
}
