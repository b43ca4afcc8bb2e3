package dev.mimo.examples.web;

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
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A headless Chromium with one tab, driven over its debugging protocol with the JDK's own WebSocket client. */
public final class Browser implements AutoCloseable {

    private static final int PATIENCE = 60;

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();

    /** What the page's scripts and its security policy complained of. */
    final List<String> complaints = new CopyOnWriteArrayList<>();

    private Browser(Process process, URI tab) throws Exception {
        this.process = process;
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(tab, new Answers())
                .get(PATIENCE, TimeUnit.SECONDS);
    }

    /** Null where there is none. */
    public static @Nullable Path find() {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            for (String name : List.of("chromium", "chromium-browser", "google-chrome")) {
                Path program = Path.of(folder, name);
                if (Files.isExecutable(program)) {
                    return program;
                }
            }
        }
        return null;
    }

    public static Browser start(Path program, Path profile) throws Exception {
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        try {
            URI listening = URI.create(listening(process));
            HttpRequest tabs = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + listening.getPort() + "/json/list"))
                    .build();
            String list = HttpClient.newHttpClient()
                    .send(tabs, HttpResponse.BodyHandlers.ofString())
                    .body();
            for (JsonNode tab : Json.read(list)) {
                if (tab.path("type").asText().equals("page")) {
                    Browser browser = new Browser(
                            process, URI.create(tab.path("webSocketDebuggerUrl").asText()));
                    browser.ask("Page.enable", Json.object());
                    browser.ask("Runtime.enable", Json.object());
                    browser.ask("Log.enable", Json.object());
                    return browser;
                }
            }
            throw new IOException("no tab in " + list);
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /* The rest of its output is let go: the pipe is read until it ends. */
    private static String listening(Process process) throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line;
        while ((line = out.readLine()) != null) {
            if (line.startsWith("DevTools listening on ")) {
                Thread drain = new Thread(() -> out.lines().forEach(rest -> {}), "browser-output");
                drain.setDaemon(true);
                drain.start();
                return line.substring("DevTools listening on ".length());
            }
        }
        throw new IOException("the browser ended before it listened");
    }

    /** A window of that size, in CSS pixels, in the light or the dark. */
    public void look(int width, int height, boolean dark) throws Exception {
        ask(
                "Emulation.setDeviceMetricsOverride",
                Json.object()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", width < 500));
        ObjectNode media = Json.object();
        media.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", dark ? "dark" : "light");
        ask("Emulation.setEmulatedMedia", media);
    }

    public void open(URI page) throws Exception {
        ask("Page.navigate", Json.object().put("url", page.toString()));
        await("document.readyState === 'complete' && document.querySelector('#talk .hello, #talk .user')");
    }

    /** What an expression of the page's own language comes to. */
    JsonNode eval(String expression) throws Exception {
        JsonNode answer = ask(
                "Runtime.evaluate",
                Json.object()
                        .put("expression", expression)
                        .put("awaitPromise", true)
                        .put("returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.path("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    /** Waits until something holds on the page; told by the page itself when it changes. */
    public void await(String condition) throws Exception {
        eval("new Promise(done => { const look = () => { if (" + condition + ") { watch.disconnect(); done(true); } };"
                + " const watch = new MutationObserver(look);"
                + " watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });"
                + " document.addEventListener('readystatechange', look); look(); })");
    }

    /** Types into what has the focus, as a person would. */
    public void type(String text) throws Exception {
        ask("Input.insertText", Json.object().put("text", text));
    }

    public void press(String key, int code) throws Exception {
        for (String kind : List.of("keyDown", "keyUp")) {
            ask(
                    "Input.dispatchKeyEvent",
                    Json.object()
                            .put("type", kind)
                            .put("key", key)
                            .put("code", key)
                            .put("text", kind.equals("keyDown") && key.equals("Enter") ? "\r" : "")
                            .put("windowsVirtualKeyCode", code));
        }
    }

    /** Clicks into the middle of an element, where a person would. */
    public void click(String selector) throws Exception {
        JsonNode place = eval("(() => { const e = document.querySelector("
                + Json.write(Json.array().add(selector))
                + "[0]); e.scrollIntoView({ block: 'center' }); const r = e.getBoundingClientRect();"
                + " return [r.x + r.width / 2, r.y + r.height / 2]; })()");
        for (String kind : List.of("mousePressed", "mouseReleased")) {
            ask(
                    "Input.dispatchMouseEvent",
                    Json.object()
                            .put("type", kind)
                            .put("x", place.path(0).asDouble())
                            .put("y", place.path(1).asDouble())
                            .put("button", "left")
                            .put("clickCount", 1));
        }
    }

    public void screenshot(Path file) throws Exception {
        JsonNode taken = ask("Page.captureScreenshot", Json.object().put("format", "png"));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, Base64.getDecoder().decode(taken.path("data").asText()));
    }

    private JsonNode ask(String method, ObjectNode parameters) throws Exception {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        open.put(id, answer);
        ObjectNode message = Json.object().put("id", id).put("method", method);
        message.set("params", parameters);
        socket.sendText(Json.write(message), true).get(PATIENCE, TimeUnit.SECONDS);
        JsonNode told = answer.get(PATIENCE, TimeUnit.SECONDS);
        if (told.has("error")) {
            throw new AssertionError(method + ": " + told.path("error"));
        }
        return told.path("result");
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        process.onExit().orTimeout(PATIENCE, TimeUnit.SECONDS).join();
    }

    private final class Answers implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                JsonNode message = Json.read(text.toString());
                text.setLength(0);
                take(message);
            }
            from.request(1);
            return null;
        }

        private void take(JsonNode message) {
            CompletableFuture<JsonNode> asked = open.remove(message.path("id").asInt(-1));
            if (asked != null) {
                asked.complete(message);
            } else if (message.path("method").asText().equals("Runtime.exceptionThrown")) {
                complaints.add(message.path("params").toString());
            } else if (message.path("method").asText().equals("Log.entryAdded")
                    && message.path("params")
                            .path("entry")
                            .path("level")
                            .asText()
                            .equals("error")) {
                complaints.add(message.path("params").toString());
            }
        }
    }
}
