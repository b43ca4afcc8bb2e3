package dev.mimo.mcp;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentBuilder;
import dev.mimo.environment.Environment;
import dev.mimo.environment.Event;
import dev.mimo.model.ToolResult;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.TestToolContext;
import dev.mimo.tool.Tool;
import dev.mimo.tool.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Servers as a part of an agent that was built, with an open session that hears of them. */
final class Installed implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    final McpServers servers;
    final Map<String, Tool> tools = new TreeMap<>();
    private final Path folder;
    private final Environment environment;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final dev.mimo.agent.Session session;

    private Installed(McpServers servers, Path folder, Environment environment) {
        this.servers = servers;
        this.folder = folder;
        this.environment = environment;
        AgentBuilder builder = Agent.builder()
                .model(ScriptedModel.create())
                .environment(environment)
                .part(servers)
                .part(parts -> parts.decorateTool(this::keep))
                .listener(event -> events.add(event.event()));
        session = builder.build().session();
    }

    /** {@code folder}: where the context of calls lies. */
    static Installed of(McpServers servers, Path folder, Environment environment) {
        return new Installed(servers, folder, environment);
    }

    /** The test server as a program. */
    static McpServer program(Path folder, String... switches) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                TestServer.class.getName(),
                folder.toString()));
        words.addAll(List.of(switches));
        return McpServer.stdio("test", words);
    }

    /** What the server noted in a file of that name; nothing when it noted nothing. */
    static List<String> noted(Path folder, String file) throws IOException {
        Path path = folder.resolve(file);
        return Files.exists(path) ? Files.readAllLines(path) : List.of();
    }

    private Tool keep(Tool tool) {
        tools.put(tool.spec().name(), tool);
        return tool;
    }

    TestToolContext.Builder context() {
        return TestToolContext.builder(Workspace.of(folder)).environment(environment);
    }

    ToolResult call(String tool) throws Exception {
        return call(tool, Map.of());
    }

    ToolResult call(String tool, Map<String, ?> arguments) throws Exception {
        try (TestToolContext context = context().build()) {
            return call(tool, arguments, context);
        }
    }

    ToolResult call(String tool, Map<String, ?> arguments, TestToolContext context) throws Exception {
        Tool found = tools.get("mcp__test__" + tool);
        if (found == null) {
            throw new AssertionError("there is no tool " + tool + " among " + tools.keySet());
        }
        return context.call(found, arguments);
    }

    /** The call on a thread of its own. */
    CompletableFuture<ToolResult> start(String tool, TestToolContext context) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return call(tool, Map.of(), context);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                command -> new Thread(command, "test-call").start());
    }

    /** Waits for an event of that kind, and drops those before it. */
    <E extends Event> E await(Class<E> kind) throws InterruptedException {
        return await(kind, event -> true);
    }

    <E extends Event> E await(Class<E> kind, Predicate<E> wanted) throws InterruptedException {
        List<Event> others = new ArrayList<>();
        for (Event event = next(others); ; event = next(others)) {
            if (kind.isInstance(event) && wanted.test(kind.cast(event))) {
                return kind.cast(event);
            }
            others.add(event);
        }
    }

    private Event next(List<Event> others) throws InterruptedException {
        Event event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("it did not happen within a minute; what did: " + others);
        }
        return event;
    }

    Set<String> names() {
        return tools.keySet();
    }

    @Override
    public void close() {
        session.close();
        servers.close();
    }
}
