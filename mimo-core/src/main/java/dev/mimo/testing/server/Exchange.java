package dev.mimo.testing.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelException;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.model.StopReason;
import dev.mimo.model.Usage;
import dev.mimo.testing.wire.Dialect;
import dev.mimo.testing.wire.Vendor;
import dev.mimo.testing.wire.Violation;
import dev.mimo.testing.wire.WireRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** Answers one request by the script, and with its faults. Confined to one thread. */
final class Exchange {

    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
    private static final Set<String> FRAMING =
            Set.of("content-length", "transfer-encoding", "content-encoding", "connection");
    private static final int BYTES_PER_TOKEN = 4;

    private final RecordedRequest request;
    private final Serving serving;
    private final int number;
    private final ActiveFaults faults = new ActiveFaults();
    private final BodyWriter body;

    /**
     * How the server serves, as it was when the request came.
     *
     * @param problems takes what went wrong on the server's own side, for a test to be told of
     */
    record Serving(Vendor vendor, boolean strict, Script script, Issued issued, Consumer<Throwable> problems) {}

    Exchange(HttpConnection connection, RecordedRequest request, Serving serving, int number) {
        this.request = request;
        this.serving = serving;
        this.number = number;
        body = new BodyWriter(connection, request, faults);
    }

    /**
     * Answers.
     *
     * @return whether another request may follow on the connection
     */
    boolean answer(WireFault fault) throws IOException {
        try {
            Dialect dialect = request.dialect();
            Asked asked =
                    new Asked(dialect == null ? Dialect.CHAT : dialect, serving.vendor(), Json.object(), number, 0);
            failBefore(fault, asked);
            if (dialect == null || !request.method().equals("POST")) {
                refuse(
                        asked,
                        dialect == null ? 404 : 405,
                        "no dialect is spoken at " + request.method() + " " + request.path());
            } else {
                read(dialect);
            }
            return true;
        } catch (BodyWriter.Over over) {
            return over.more();
        }
    }

    /** Lets happen what comes before an answer, and keeps the rest of a fault for the answer. */
    private void failBefore(WireFault fault, Asked asked) throws IOException {
        faults.add(fault);
        ActiveFaults coming = new ActiveFaults();
        coming.add(fault);
        if (coming.has(WireFault.CloseBeforeAnswer.class)) {
            throw new BodyWriter.Over(false);
        }
        if (coming.has(WireFault.ResetBeforeAnswer.class)) {
            throw body.abort(true);
        }
        WireFault.Latency latency = coming.find(WireFault.Latency.class);
        if (latency != null) {
            long over = System.nanoTime() + latency.delay().toNanos();
            body.await(() -> System.nanoTime() - over >= 0);
        }
        WireFault.Hold hold = coming.find(WireFault.Hold.class);
        if (hold != null) {
            body.hold(hold.gate());
        }
        replace(asked);
    }

    /** Faults that stand in for the answer. */
    private void replace(Asked asked) throws IOException {
        WireFault.Status status = faults.find(WireFault.Status.class);
        WireFault.Answer answer = faults.find(WireFault.Answer.class);
        WireFault.Refuse refuse = faults.find(WireFault.Refuse.class);
        if (status != null) {
            whole(status.status(), status.headers(), status.body().getBytes(StandardCharsets.UTF_8));
        } else if (answer != null) {
            Map<String, String> type = Map.of("Content-Type", answer.contentType());
            whole(200, type, answer.body().getBytes(StandardCharsets.UTF_8));
        } else if (refuse != null) {
            Map<String, String> headers = Refusal.headers(asked, refuse.status());
            headers.putAll(refuse.headers());
            whole(refuse.status(), headers, Refusal.bytes(asked, refuse.status()));
        } else {
            return;
        }
        throw new BodyWriter.Over(true);
    }

    private void read(Dialect dialect) throws IOException {
        ObjectNode json;
        Prompt prompt;
        Asked asked = new Asked(dialect, serving.vendor(), Json.object(), number, 0);
        try {
            json = request.json();
            if (serving.strict()) {
                check(dialect, json);
            }
            if (!request.violations().isEmpty()) {
                refuse(asked, 400, request.violations().get(0).words());
                return;
            }
            prompt = dialect.prompt(json);
        } catch (MimoException | IllegalArgumentException e) {
            refuse(asked, 400, String.valueOf(e.getMessage()));
            return;
        }
        asked = new Asked(dialect, serving.vendor(), json, number, calls(prompt));
        if (dialect.counts(request.path())) {
            count(dialect);
        } else {
            ask(asked, prompt);
        }
    }

    private void check(Dialect dialect, ObjectNode json) {
        WireRules rules = WireRules.of(dialect, serving.vendor());
        List<Violation> found =
                new ArrayList<>(dialect.counts(request.path()) ? rules.checkCount(json) : rules.check(json));
        found.addAll(serving.issued().check(dialect, json));
        request.violations(List.copyOf(found));
    }

    /** Not the vendor's count, but one that grows with the request. */
    private void count(Dialect dialect) throws IOException {
        ObjectNode counted = Json.object();
        if (dialect == Dialect.RESPONSES) {
            counted.put("object", "response.input_tokens");
        }
        counted.put("input_tokens", 1 + request.body().length / BYTES_PER_TOKEN);
        whole(200, JSON, counted.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void ask(Asked asked, Prompt prompt) throws IOException {
        Pieces pieces = new Pieces();
        Reply reply;
        try {
            WireAnswer answer = serving.script().next(request);
            if (answer == null) {
                throw new AssertionError("the script is over: request " + number + " is one too many\n" + request);
            }
            failBefore(answer.fault(), asked);
            WireAnswer.Recording recording = answer.recording();
            if (recording != null) {
                recorded(asked, recording);
                return;
            }
            Model model = Objects.requireNonNull(answer.model());
            reply = Sealing.seal(model.reply(prompt, ModelCall.of(Role.MAIN).withEvents(pieces::tell)), asked);
        } catch (ModelException e) {
            fail(asked, e, pieces);
            return;
        } catch (BodyWriter.Over e) {
            throw e;
        } catch (RuntimeException | AssertionError e) {
            // A status that nobody tries again on.
            serving.problems().accept(e);
            refuse(asked, 400, "what should answer this test has failed: " + e.getMessage());
            return;
        }
        serving.issued().remember(reply, asked);
        say(asked, reply, pieces);
    }

    private void say(Asked asked, Reply reply, Pieces pieces) throws IOException {
        AnswerForm form = AnswerForm.of(asked);
        EventWriter writer = new EventWriter(body, faults, form, this::unfound);
        if (asked.isStreaming()) {
            body.begin(200, headers(asked, "text/event-stream"), false);
            writer.write(form.events(reply, pieces));
        } else {
            body.begin(200, headers(asked, "application/json"), true);
            writer.writeWhole(form.body(reply));
        }
    }

    private void unfound(WireFault fault) {
        serving.problems().accept(new AssertionError("the place of " + fault + " did not come in request " + number));
    }

    /** The model failed: as a status, or within the stream when it had begun to speak. */
    private void fail(Asked asked, ModelException e, Pieces pieces) throws IOException {
        String words = e.failure().words();
        Integer known = e.failure().status();
        int status = known != null && known >= 400 ? known : e instanceof ModelException.RateLimited ? 429 : 500;
        if (asked.isStreaming() && !pieces.isEmpty()) {
            AnswerForm form = AnswerForm.of(asked);
            List<WireEvent> events = new ArrayList<>(begun(form, asked, pieces));
            events.addAll(form.error(status, words));
            body.begin(200, headers(asked, "text/event-stream"), false);
            new EventWriter(body, faults, form, this::unfound).write(events);
            return;
        }
        Map<String, String> headers = Refusal.headers(asked, status);
        headers.put("Content-Type", "application/json");
        Duration wait = e.retryAfter();
        if (wait != null) {
            headers.put("Retry-After", String.valueOf(wait.toSeconds()));
        }
        whole(status, headers, bytes(asked, status, words));
    }

    private static List<WireEvent> begun(AnswerForm form, Asked asked, Pieces pieces) {
        List<Content> told = new ArrayList<>();
        if (!pieces.toldThinking().isEmpty()) {
            told.add(new Content.Thinking(pieces.toldThinking(), null));
        }
        if (!pieces.toldText().isEmpty()) {
            told.add(Content.text(pieces.toldText()));
        }
        Reply partial = new Reply(new Message.Assistant(told, null, null), StopReason.UNKNOWN, Usage.none(), null);
        List<WireEvent> events = form.events(Sealing.seal(partial, asked), pieces);
        int last = 0;
        for (int i = 0; i < events.size(); i++) {
            last = events.get(i).kind() == WireEvent.Kind.PIECE ? i : last;
        }
        return events.subList(0, last + 1);
    }

    private void recorded(Asked asked, WireAnswer.Recording recording) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>(recording.headers());
        headers.keySet().removeIf(name -> FRAMING.contains(name.toLowerCase(Locale.ROOT)));
        body.begin(recording.status(), headers, true);
        new EventWriter(body, faults, AnswerForm.of(asked), this::unfound).writeWhole(recording.body());
    }

    private void refuse(Asked asked, int status, String words) throws IOException {
        whole(status, JSON, bytes(asked, status, words));
    }

    private static byte[] bytes(Asked asked, int status, String words) {
        return Refusal.body(asked.dialect(), asked.vendor(), status, words)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private void whole(int status, Map<String, String> headers, byte[] bytes) throws IOException {
        body.begin(status, headers, true);
        body.write(bytes);
        body.end();
    }

    private static Map<String, String> headers(Asked asked, String type) {
        String id = asked.dialect() == Dialect.MESSAGES ? "request-id" : "x-request-id";
        return Map.of(
                "Content-Type",
                type,
                "Cache-Control",
                "no-cache",
                id,
                asked.dialect() == Dialect.CHAT ? asked.id() : "req_loopback" + asked.number());
    }

    private static int calls(Prompt prompt) {
        int calls = 0;
        for (Message message : prompt.messages()) {
            calls += message instanceof Message.Assistant assistant
                    ? assistant.toolCalls().size()
                    : 0;
        }
        return calls;
    }
}
