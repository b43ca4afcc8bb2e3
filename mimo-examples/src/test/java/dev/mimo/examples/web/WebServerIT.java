package dev.mimo.examples.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentBuilder;
import dev.mimo.environment.CancelledException;
import dev.mimo.environment.Environment;
import dev.mimo.examples.web.WebClient.Event;
import dev.mimo.examples.web.WebClient.Events;
import dev.mimo.examples.web.WebClient.Told;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.TextDelta;
import dev.mimo.permission.Permissions;
import dev.mimo.session.FileSessionStore;
import dev.mimo.session.SessionId;
import dev.mimo.testing.PromptProtocol;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.tool.Doc;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server over real sockets, with sessions in files. */
@Timeout(60)
class WebServerIT {

    record Payment(@Doc("how much") int cents) {}

    /** Says the first half of a sentence, and the other one when it is told to. */
    private static final class HalfwayModel implements Model {

        private final CountDownLatch goOn = new CountDownLatch(1);

        @Override
        public ModelFacts facts() {
            return ModelFacts.unknown(ModelRef.of("scripted", "halfway"));
        }

        @Override
        public Reply reply(Prompt prompt, ModelCall call) {
            call.events().emit(new TextDelta("It is "));
            call.events().emit(new TextDelta("twelve "));
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new CancelledException("interrupted");
            }
            call.events().emit(new TextDelta("degrees."));
            return Reply.text("It is twelve degrees.");
        }
    }

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final ConcurrentLinkedQueue<Integer> paid = new ConcurrentLinkedQueue<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void a_message_is_answered_in_pieces_and_then_as_a_whole() throws Exception {
        WebClient client = serve(ScriptedModel.create().reply("It is twelve degrees in Kiel."));

        String session = client.begin("How warm is it?");
        try (Events events = client.events(session, null)) {
            events.awaitState("idle");

            assertThat(events.seen).extracting(Event::kind).contains("user", "reply", "ended");
            assertThat(events.seen.stream().filter(event -> event.kind().equals("ended")))
                    .singleElement()
                    .satisfies(event ->
                            assertThat(event.data().path("outcome").asText()).isEqualTo("done"));
        }
        assertThat(client.get("/api/sessions").json().toString()).contains(session, "How warm is it?", "\"idle\"");
    }

    @Test
    void words_come_while_the_model_still_speaks() throws Exception {
        HalfwayModel model = new HalfwayModel();
        WebClient client = serve(model);
        String session = client.begin("How warm is it?");
        try (Events events = client.events(session, null);
                Events late = client.events(session, null)) {
            for (Events each : List.of(events, late)) {
                while (!each.words().equals("It is twelve ")) {
                    each.await(event -> event.name().matches("draft|words"));
                }
            }

            model.goOn.countDown();

            assertThat(events.await("reply").data().path("text").asText()).isEqualTo("It is twelve degrees.");
        }
    }

    @Test
    void what_is_allowed_on_the_page_runs() throws Exception {
        WebClient client = serve(ScriptedModel.create()
                .protocol(PromptProtocol.shape())
                .call("pay", Map.of("cents", 1250))
                .reply("Paid."));
        String session = client.begin("pay the bill");
        try (Events events = client.events(session, null)) {
            Event asked = events.await("paused");
            events.awaitState("paused");
            assertThat(asked.data().path("questions").path(0).path("text").asText())
                    .contains("pay", "1250");
            assertThat(paid).isEmpty();

            String call = asked.data().path("questions").path(0).path("call").asText();
            Told told = client.answer(session, call, "allow", "");
            events.awaitState("idle");

            assertThat(told.status()).isEqualTo(202);
            assertThat(paid).containsExactly(1250);
            assertThat(client.answer(session, call, "allow", "").error()).isEqualTo("not_asked");
        }
    }

    @Test
    void what_is_denied_does_not_run_and_the_agent_is_told_why() throws Exception {
        ScriptedModel model = ScriptedModel.create()
                .protocol(PromptProtocol.shape())
                .call("pay", Map.of("cents", 99))
                .expect(prompt -> assertThat(last(prompt.messages())).contains("too dear"))
                .reply("I see.");
        WebClient client = serve(model);
        String session = client.begin("pay");
        try (Events events = client.events(session, null)) {
            events.awaitState("paused");

            client.answer(session, "call-1", "deny", "too dear");
            events.awaitState("idle");

            assertThat(paid).isEmpty();
            model.assertExhausted();
        }
    }

    @Test
    void a_yes_for_the_session_holds_over_a_restart_of_the_server() throws Exception {
        ScriptedModel model = ScriptedModel.create()
                .protocol(PromptProtocol.shape())
                .call("pay", Map.of("cents", 5))
                .reply("Paid.")
                .call("pay", Map.of("cents", 5))
                .reply("Paid again.");
        WebClient client = serve(model);
        String session = client.begin("pay");
        try (Events events = client.events(session, null)) {
            events.awaitState("paused");
            client.answer(session, "call-1", "session", "");
            events.awaitState("idle");
        }
        close();
        open.clear();

        WebClient later = serve(model);
        later.say(session, "the same again");
        try (Events events = later.events(session, null)) {
            events.awaitState("idle");
        }

        assertThat(paid).containsExactly(5, 5);
    }

    @Test
    void a_question_can_be_answered_after_a_restart() throws Exception {
        ScriptedModel model = ScriptedModel.create()
                .protocol(PromptProtocol.shape())
                .call("pay", Map.of("cents", 7))
                .reply("Paid.");
        WebClient client = serve(model);
        String session = client.begin("pay");
        try (Events events = client.events(session, null)) {
            events.awaitState("paused");
        }
        close();
        open.clear();

        WebClient later = serve(model);
        try (Events events = later.events(session, null)) {
            events.awaitState("paused");
            later.answer(session, "call-1", "allow", "");
            events.awaitState("idle");
        }

        assertThat(paid).containsExactly(7);
    }

    @Test
    void a_second_message_while_a_turn_runs_is_refused() throws Exception {
        ScriptedModel model = ScriptedModel.create().hangUntilCancelled();
        WebClient client = serve(model);
        String session = client.begin("wait for me");
        model.awaitHanging();

        Told second = client.say(session, "and this too");

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.error()).isEqualTo("busy");
        assertThat(second.json().path("message").asText()).contains("a turn is at work");
    }

    @Test
    void a_turn_is_stopped_from_the_page() throws Exception {
        ScriptedModel model = ScriptedModel.create().hangUntilCancelled();
        WebClient client = serve(model);
        String session = client.begin("work for ever");
        try (Events events = client.events(session, null)) {
            model.awaitHanging();

            client.post("/api/sessions/" + session + "/cancel", Json.object());

            assertThat(events.await("ended").data().path("outcome").asText()).isEqualTo("cancelled");
            events.awaitState("idle");
            assertThat(client.post("/api/sessions/" + session + "/cancel", Json.object())
                            .error())
                    .isEqualTo("not_running");
        }
    }

    @Test
    void fifty_sessions_work_at_once_and_each_is_told_its_own() throws Exception {
        WebClient client =
                serve(ScriptedModel.always(prompt -> prompt.messages().size() == 1
                        ? Reply.calls(ScriptedModel.toolCall("look", Map.of()))
                        : Reply.text(
                                "answer to " + ((Message.User) prompt.messages().get(0)).text())));
        ExecutorService people = Executors.newFixedThreadPool(50);
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                String text = "question " + i;
                answers.add(people.submit(() -> {
                    try (Events events = client.events(client.begin(text), null)) {
                        events.awaitState("idle");
                        return events.seen.stream()
                                .filter(event -> event.kind().equals("reply"))
                                .reduce((first, second) -> second)
                                .map(event -> event.data().path("text").asText())
                                .orElse("");
                    }
                }));
            }
            for (int i = 0; i < 50; i++) {
                assertThat(answers.get(i).get()).isEqualTo("answer to question " + i);
            }
        } finally {
            people.shutdownNow();
        }
        assertThat(client.get("/api/sessions").json()).hasSize(50);
    }

    @Test
    void a_reader_that_comes_back_misses_nothing_and_is_told_nothing_twice() throws Exception {
        ScriptedModel model = ScriptedModel.create().reply("first").reply("second");
        WebClient client = serve(model);
        String session = client.begin("one");
        List<String> before;
        try (Events events = client.events(session, null)) {
            events.awaitState("idle");
            before = events.ids();
        }
        client.say(session, "two");

        List<String> after;
        try (Events events = client.events(session, before.get(before.size() - 1))) {
            events.await("ended");
            after = events.ids();
        }

        try (Events all = client.events(session, null)) {
            all.awaitState("idle");
            List<String> both = new ArrayList<>(before);
            both.addAll(after);
            assertThat(all.ids()).isEqualTo(both);
        }
    }

    @Test
    void closing_cancels_what_runs_tells_the_readers_and_the_next_server_goes_on() throws Exception {
        ScriptedModel model = ScriptedModel.create()
                .protocol(PromptProtocol.shape())
                .hangUntilCancelled()
                .expect(prompt -> assertThat(last(prompt.messages())).contains("restarted"))
                .reply("Done after all.");
        WebClient client = serve(model);
        String session = client.begin("a long task");
        Events events = client.events(session, null);
        model.awaitHanging();

        long begun = System.nanoTime();
        close();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        open.clear();

        assertThat(took).isLessThan(Duration.ofSeconds(5));
        events.await("ended");
        events.await("stopped");
        events.close();
        WebClient later = serve(model);
        try (Events again = later.events(session, null)) {
            again.await(event -> event.data().path("text").asText().equals("Done after all."));
            again.awaitState("idle");
        }
        model.assertExhausted();
    }

    @Test
    void nothing_is_told_without_the_token() throws Exception {
        WebClient client = serve(ScriptedModel.create());

        HttpRequest none = HttpRequest.newBuilder(
                        URI.create(page().resolve("/api/sessions").toString()))
                .build();
        HttpRequest wrong = HttpRequest.newBuilder(page().resolve("/api/sessions"))
                .header("Authorization", "Bearer guess")
                .build();

        assertThat(client.raw(none).statusCode()).isEqualTo(401);
        assertThat(client.raw(wrong).statusCode()).isEqualTo(401);
        assertThat(client.get("/api/sessions").status()).isEqualTo(200);
    }

    @Test
    void pages_of_other_origins_are_refused_even_with_the_token() throws Exception {
        WebClient client = serve(ScriptedModel.create());

        Told foreign = client.send(client.request("/api/sessions").header("Origin", "http://evil.example"));
        Told crossSite = client.send(client.request("/api/sessions").header("Sec-Fetch-Site", "cross-site"));
        Told own =
                client.send(client.request("/api/sessions").header("Origin", "http://127.0.0.1:" + page().getPort()));

        assertThat(foreign.status()).isEqualTo(403);
        assertThat(foreign.error()).isEqualTo("wrong_origin");
        assertThat(crossSite.status()).isEqualTo(403);
        assertThat(own.status()).isEqualTo(200);
    }

    @Test
    void a_foreign_name_for_this_machine_is_refused() throws Exception {
        serve(ScriptedModel.create());

        assertThat(statusFor("evil.example:" + page().getPort())).startsWith("HTTP/1.1 403");
        assertThat(statusFor("127.0.0.1")).startsWith("HTTP/1.1 403");
        assertThat(statusFor("localhost:" + page().getPort())).startsWith("HTTP/1.1 200");
    }

    @Test
    void what_makes_no_sense_is_refused_by_name() throws Exception {
        WebClient client = serve(ScriptedModel.create());
        var text = HttpRequest.BodyPublishers.ofString("{\"text\": \"a\"}");

        assertThat(client.get("/api/nothing").status()).isEqualTo(404);
        assertThat(client.get("/api/sessions/none/events").error()).isEqualTo("no_such_session");
        assertThat(client.say("none", "hello").error()).isEqualTo("no_such_session");
        assertThat(client.get("/api/sessions/..%2F..%2Fetc/events").status()).isEqualTo(404);
        assertThat(client.send(client.request("/api/sessions").POST(text)).status())
                .isEqualTo(415);
        assertThat(client.send(client.request("/api/sessions").DELETE()).status())
                .isEqualTo(405);
        assertThat(client.post("/api/sessions", Json.object().put("text", " ")).error())
                .isEqualTo("missing");
        assertThat(client.post("/api/sessions", Json.object().put("text", "x".repeat(Exchange.LONGEST_BODY)))
                        .error())
                .isEqualTo("too_long");
        assertThat(client.get("/api/sessions").json()).isEmpty();
    }

    @Test
    void the_page_brings_all_it_needs_and_may_load_nothing_else() throws Exception {
        WebClient client = serve(ScriptedModel.create());

        HttpResponse<String> page =
                client.raw(HttpRequest.newBuilder(page().resolve("/")).build());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe"));
        assertThat(page.body()).doesNotContain("http:", "https:", "<style", "onclick=");
        for (String file : List.of("/page.css", "/page.js")) {
            assertThat(client.raw(HttpRequest.newBuilder(page().resolve(file)).build())
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(client.raw(HttpRequest.newBuilder(page().resolve("/Desk.class"))
                                .build())
                        .statusCode())
                .isEqualTo(404);
    }

    private WebClient serve(Model model) throws IOException {
        Tool pay = Tool.of("pay", "Pays", Payment.class, (payment, context) -> {
            paid.add(payment.cents());
            return "paid";
        });
        record Nothing() {}
        Tool look = Tool.of("look", "Looks", Nothing.class, (nothing, context) -> "seen")
                .effect(Effect.READ);
        Function<SessionId, AgentBuilder> agents = session -> Agent.builder()
                .model(model)
                .tools(pay, look)
                .permissions(Permissions.askBeforeChange().ask("pay", "*"));
        Environment environment = Environment.builder().build();
        open.add(environment);
        FileSessionStore store = FileSessionStore.at(folder.resolve("sessions"));
        open.add(store);
        WebServer server = WebServer.open(Desk.open(agents, store, environment), 0);
        open.add(server);
        return new WebClient(server.page());
    }

    private URI page() {
        return ((WebServer) open.get(open.size() - 1)).page();
    }

    /** The first line of the answer to a request under that name, which an ordinary client would not let us choose. */
    private String statusFor(String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", page().getPort())) {
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String last(List<Message> messages) {
        return messages.get(messages.size() - 1).toString();
    }
}
