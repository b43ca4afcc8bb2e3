package dev.mimo.examples.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the page does, without a page. */
final class WebClient {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final String token;

    /** By the link that the server gives. */
    WebClient(URI page) {
        base = "http://127.0.0.1:" + page.getPort();
        token = page.getFragment();
    }

    /** An answer. */
    record Told(int status, JsonNode json) {
        String error() {
            return json.path("error").asText();
        }
    }

    Told get(String path) throws Exception {
        return send(request(path).GET());
    }

    Told post(String path, ObjectNode body) throws Exception {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body))));
    }

    /** Begins a session and gives its id. */
    String begin(String text) throws Exception {
        Told told = post("/api/sessions", Json.object().put("text", text));
        assertThat(told.status()).as(told.json().toString()).isEqualTo(201);
        return told.json().path("session").asText();
    }

    Told say(String session, String text) throws Exception {
        return post("/api/sessions/" + session + "/messages", Json.object().put("text", text));
    }

    Told answer(String session, String call, String answer, String text) throws Exception {
        ObjectNode body = Json.object().put("call", call).put("answer", answer).put("text", text);
        return post("/api/sessions/" + session + "/answers", body);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(LONGEST)
                .header("Authorization", "Bearer " + token);
    }

    Told send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Told(response.statusCode(), Json.read(response.body()));
    }

    HttpResponse<String> raw(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Reads what happens in a session, after the entry that was seen last. */
    Events events(String session, @Nullable String lastSeen) throws Exception {
        HttpRequest.Builder request = request("/api/sessions/" + session + "/events");
        if (lastSeen != null) {
            request.header("Last-Event-ID", lastSeen);
        }
        var response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
        return new Events(new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
    }

    /** One event as it stands in the stream. */
    record Event(@Nullable String id, String name, JsonNode data) {
        String kind() {
            return name.equals("entry") ? data.path("kind").asText() : name;
        }
    }

    /** A stream of events, and what came of it so far. */
    static final class Events implements AutoCloseable {

        final List<Event> seen = new ArrayList<>();
        private final BufferedReader lines;

        private Events(BufferedReader lines) {
            this.lines = lines;
        }

        /** Reads on until the session is in that state. */
        Event awaitState(String state) throws IOException {
            return await(event -> event.name().equals("state")
                    && event.data().path("state").asText().equals(state));
        }

        /** Reads on until there is an event of that name, or an entry of that kind. */
        Event await(String kind) throws IOException {
            return await(event -> event.kind().equals(kind));
        }

        Event await(Predicate<Event> wanted) throws IOException {
            Event event;
            do {
                event = next();
                assertThat(event)
                        .as("an event that was waited for; so far: %s", seen)
                        .isNotNull();
                assertThat(event.data().path("outcome").asText())
                        .as("how it ended: %s", event)
                        .isNotEqualTo("failed");
            } while (!wanted.test(event));
            return event;
        }

        /** The next one; null at the end of the stream. */
        @Nullable
        Event next() throws IOException {
            String id = null;
            String name = "";
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    Event event = new Event(id, name, Json.read(line.substring(6)));
                    seen.add(event);
                    return event;
                }
            }
            return null;
        }

        List<String> ids() {
            return seen.stream().map(Event::id).filter(id -> id != null).toList();
        }

        /** The words of replies in the making, joined. */
        String words() {
            StringBuilder text = new StringBuilder();
            seen.stream()
                    .filter(event -> event.name().matches("draft|words"))
                    .forEach(event -> text.append(event.data().path("text").asText()));
            return text.toString();
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
