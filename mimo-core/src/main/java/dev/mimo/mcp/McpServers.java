package dev.mimo.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.agent.AgentPart;
import dev.mimo.agent.Parts;
import dev.mimo.environment.Environment;
import dev.mimo.environment.MimoException;
import dev.mimo.tool.Tool;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MCP servers that a host lists, as a part of its agents: {@code builder.part(servers)}. Their tools appear as {@code
 * mcp__server__tool}; each call is asked for unless a rule such as {@code allow("mcp__github__*", "*")} says otherwise.
 *
 * <p>Servers are started when the first agent is built, side by side, once for each environment, and shared by its agents. One
 * that cannot be started is left out, and {@link McpEvent.Absent} and {@link #status} say so, unless it is {@linkplain
 * McpServer#required required}. One that is lost is started again after 1 s to 1 min, five times at most, and then when it is
 * called; a call it was at is told as interrupted and never made again.
 *
 * <p>The tools of an agent stay what they were when it was built, so that its prompts begin alike. What each tool was is kept
 * from the first time it is seen; one that has changed is not used until it is {@linkplain #accept accepted}. Safe for use by
 * several threads.
 */
public final class McpServers implements AgentPart, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(McpServers.class);

    private final List<McpServer> servers;
    private final Pins pins;
    private final Map<Environment, Fleet> fleets = new LinkedHashMap<>();
    private boolean closed;

    private McpServers(List<McpServer> servers, Pins pins) {
        this.servers = servers;
        this.pins = pins;
    }

    /** What tools were is kept in memory; see {@link #pinnedIn}. */
    public static McpServers of(McpServer... servers) {
        return of(List.of(servers));
    }

    /** Throws {@link IllegalArgumentException} when two have one name. */
    public static McpServers of(List<McpServer> servers) {
        Set<String> names = new HashSet<>();
        for (McpServer server : servers) {
            if (!names.add(server.name().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("two MCP servers are named \"" + server.name() + "\"");
            }
        }
        return new McpServers(List.copyOf(servers), new Pins(null));
    }

    /**
     * Reads {@code {"mcpServers": {"name": {"command", "args", "env"} or {"type": "http", "url", "headers"}}}}, which is what
     * {@code .mcp.json} files hold. Give it files of the user only: a repository that may name a server starts any program.
     * A name loses the characters that tools cannot have.
     *
     * @param variables gives the values of {@code ${NAME}} and {@code ${NAME:-otherwise}}; null for one that is not set
     * @throws MimoException when a part is missing, unknown or of the wrong kind, with the server and never with a value
     */
    public static McpServers fromJson(ObjectNode json, UnaryOperator<@Nullable String> variables) {
        return of(ServersFile.read(json, variables));
    }

    /**
     * The same servers, not started, with a folder in which is kept what their tools were: private to the user, outside of all
     * projects, made when it is missing.
     */
    public McpServers pinnedIn(Path folder) {
        return new McpServers(servers, new Pins(folder));
    }

    /**
     * Starts the servers and adds their tools; blocks until all are up, or their time to start is over.
     *
     * @throws MimoException when the SDK is not on the path, or a server that is required is not there
     */
    @Override
    public void install(Parts parts) {
        Fleet fleet = fleet(parts.environment());
        tools(fleet).forEach(parts::tool);
        parts.hook(fleet);
    }

    /**
     * Starts the servers before any agent is built, to look how they stand or to have them up in time; blocks as {@link #install}
     * does.
     *
     * @throws MimoException as {@link #install}
     */
    public List<McpStatus> start(Environment environment) {
        Fleet fleet = fleet(environment);
        tools(fleet);
        return fleet.statuses();
    }

    /** How each server stands, in the order given; once for each environment it runs in. */
    public synchronized List<McpStatus> status() {
        if (!fleets.isEmpty()) {
            List<McpStatus> all = new ArrayList<>();
            fleets.values().forEach(fleet -> all.addAll(fleet.statuses()));
            return all;
        }
        McpStatus.State state = closed ? McpStatus.State.CLOSED : McpStatus.State.IDLE;
        return servers.stream()
                .map(server -> new McpStatus(server.name(), state, List.of(), List.of(), List.of()))
                .toList();
    }

    /**
     * Says that a tool may be what it is now. Agents built from now on have it so; those that are there refuse to call it, as
     * their models were told something else.
     *
     * @throws IllegalArgumentException when no such server is listed
     */
    public void accept(McpEvent.ToolChanged change) {
        if (servers.stream().noneMatch(server -> server.name().equals(change.server()))) {
            throw new IllegalArgumentException("no MCP server is named \"" + change.server() + "\"");
        }
        pins.accept(change);
    }

    /**
     * Ends the servers of all environments, with all that they started; returns when that is done, within 5 s. An environment
     * that is closed ends its own.
     */
    @Override
    public void close() {
        List<Fleet> todo;
        synchronized (this) {
            closed = true;
            todo = List.copyOf(fleets.values());
            fleets.clear();
        }
        todo.forEach(Fleet::close);
    }

    private static List<Tool> tools(Fleet fleet) {
        requireSdk();
        try {
            return fleet.tools();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MimoException("interrupted while MCP servers were started", e);
        }
    }

    private synchronized Fleet fleet(Environment environment) {
        if (closed) {
            throw new MimoException("the MCP servers were closed");
        }
        return fleets.computeIfAbsent(environment, key -> new Fleet(servers, key, pins));
    }

    private static void requireSdk() {
        try {
            LOG.debug("MCP by {} and {}", McpClient.class.getName(), JacksonMcpJsonMapper.class.getName());
        } catch (NoClassDefFoundError e) {
            throw new MimoException(
                    "MCP servers need io.modelcontextprotocol.sdk:mcp-core and :mcp-json-jackson2 on the path, and on the"
                            + " module path a module that requires them: " + e.getMessage(),
                    e);
        }
    }
}
