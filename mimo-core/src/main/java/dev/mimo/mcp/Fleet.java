package dev.mimo.mcp;

import dev.mimo.agent.Session;
import dev.mimo.agent.SessionHook;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Environment;
import dev.mimo.environment.Event;
import dev.mimo.environment.MimoException;
import dev.mimo.environment.Threads;
import dev.mimo.session.Entry;
import dev.mimo.session.Stored;
import dev.mimo.tool.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;

/** The servers of one environment, and the sessions that hear of them. Closed with the environment. Safe for several threads. */
final class Fleet implements SessionHook, AutoCloseable {

    private static final ThreadFactory CLOSERS = Threads.daemon("mimo-mcp-close");

    private final Pins pins;
    private final List<Link> links;
    private final List<Session> sessions = new CopyOnWriteArrayList<>();
    private final Cancellation.Registration life;

    Fleet(List<McpServer> servers, Environment environment, Pins pins) {
        this.pins = pins;
        this.links = servers.stream()
                .map(server -> new Link(server, environment, pins, this::tell))
                .toList();
        this.life =
                environment.life().onCancel(() -> CLOSERS.newThread(this::close).start());
    }

    /**
     * Starts side by side what does not run, waits for it, and gives the tools that may be used: sorted, so that every prompt
     * begins alike.
     *
     * @throws MimoException when a server that is required is not there
     */
    List<Tool> tools() throws InterruptedException {
        List<CompletableFuture<Connection>> wanted =
                links.stream().map(Link::connection).toList();
        List<Tool> tools = new ArrayList<>();
        for (int i = 0; i < links.size(); i++) {
            Link link = links.get(i);
            try {
                tools.addAll(tools(link, wanted.get(i).get().definitions()));
            } catch (ExecutionException e) {
                if (link.server().isRequired()) {
                    throw new MimoException("the MCP server \"" + link.server().name()
                            + "\" is required and is not there: " + link.failure());
                }
            }
        }
        return tools;
    }

    private List<Tool> tools(Link link, Map<String, Definition> definitions) {
        List<Tool> tools = new ArrayList<>();
        String server = link.server().name();
        ToolNames.of(server, definitions.keySet()).forEach((tool, name) -> {
            Definition definition = Objects.requireNonNull(definitions.get(tool));
            boolean usable = definition.findProblem() == null
                    && pins.first(server, definition).hash().equals(definition.hash());
            if (usable) {
                tools.add(new McpTool(name, definition, link));
            }
        });
        return tools;
    }

    List<McpStatus> statuses() {
        return links.stream().map(this::status).toList();
    }

    private McpStatus status(Link link) {
        String server = link.server().name();
        List<String> names = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        List<McpEvent.ToolChanged> changed = link.changed();
        Map<String, Definition> known = link.known();
        ToolNames.of(server, known.keySet()).forEach((tool, name) -> {
            String problem = Objects.requireNonNull(known.get(tool)).findProblem();
            if (problem != null) {
                notes.add("tool " + name + " is left out: " + problem);
            } else if (changed.stream().noneMatch(one -> one.tool().equals(name))) {
                names.add(name);
            }
        });
        if (!link.failure().isEmpty()) {
            notes.add(link.failure());
        }
        return new McpStatus(server, link.state(), names, changed, notes);
    }

    @Override
    public void opened(Session session) {
        if (isOfSubagent(session)) {
            return;
        }
        sessions.add(session);
        for (Link link : links) {
            if (link.state() == McpStatus.State.ABSENT) {
                session.tell(new McpEvent.Absent(link.server().name(), link.failure()));
            }
            link.changed().forEach(session::tell);
        }
    }

    @Override
    public void closing(Session session) {
        sessions.remove(session);
    }

    /** What its parent hears, it need not. */
    private static boolean isOfSubagent(Session session) {
        try (Stream<Stored> entries = session.transcript().stream(0)) {
            return entries.limit(1)
                    .anyMatch(stored -> stored.entry() instanceof Entry.Opened opened && opened.parent() != null);
        }
    }

    private void tell(Event event) {
        sessions.forEach(session -> session.tell(event));
    }

    /** All at once, as each may take some seconds. */
    @Override
    public void close() {
        life.close();
        List<Thread> closing =
                links.stream().map(link -> CLOSERS.newThread(link::close)).toList();
        closing.forEach(Thread::start);
        boolean interrupted = false;
        for (Thread one : closing) {
            interrupted |= join(one);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the wait was interrupted, which does not end it. */
    private static boolean join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }
}
