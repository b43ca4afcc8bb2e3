package dev.mimo.mcp;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server of tools that the host has listed: a program that is spoken to through its pipes, or an address that is reached
 * over streamable HTTP. Immutable; each method gives a new one.
 *
 * <p>Values of variables and headers are taken for secrets: they stand in no log, event, message or {@link #toString}.
 */
public final class McpServer {

    static final Duration START_LIMIT = Duration.ofSeconds(30);
    static final Duration CALL_LIMIT = Duration.ofMinutes(2);
    static final int AT_ONCE = 4;

    private static final int MOST_AT_ONCE = 64;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]+(_[A-Za-z0-9-]+)*");
    private static final int LONGEST_NAME = 32;
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e\\t]*");

    private final String name;
    private final Reach reach;
    private final Limits limits;

    /**
     * Where it is.
     *
     * @param words the program and its arguments; empty when it is reached at an address
     * @param secrets variables of the program, or headers of each request
     */
    private record Reach(
            List<String> words,
            @Nullable URI address,
            @Nullable Path folder,
            Map<String, String> secrets) {

        Reach with(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(secrets);
            more.put(name, value);
            return new Reach(words, address, folder, more);
        }
    }

    private record Limits(int atOnce, Duration start, Duration call, boolean required) {}

    private McpServer(String name, Reach reach, Limits limits) {
        this.name = name;
        this.reach = reach;
        this.limits = limits;
    }

    /**
     * A program of this machine, started by no shell.
     *
     * @param name what its tools are called by: 1 to 32 letters, digits, {@code -} and single {@code _} between them
     * @param words the program and its arguments
     */
    public static McpServer stdio(String name, String... words) {
        return stdio(name, List.of(words));
    }

    /** The same. */
    public static McpServer stdio(String name, List<String> words) {
        checkName(name);
        if (words.isEmpty() || words.get(0).isBlank()) {
            throw new IllegalArgumentException("the MCP server \"" + name + "\" has no program");
        }
        return of(name, new Reach(List.copyOf(words), null, null, Map.of()));
    }

    /**
     * A server that speaks streamable HTTP.
     *
     * @param address its endpoint, {@code https} or {@code http}
     */
    public static McpServer http(String name, URI address) {
        checkName(name);
        String scheme = String.valueOf(address.getScheme());
        if (!(scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http")) || address.getHost() == null) {
            throw new IllegalArgumentException(
                    "the MCP server \"" + name + "\" has no address with http or https and a host");
        }
        if (address.getRawUserInfo() != null) {
            throw new IllegalArgumentException("the address of the MCP server \"" + name
                    + "\" holds a user's name or password: give a header instead");
        }
        return of(name, new Reach(List.of(), address, null, Map.of()));
    }

    private static McpServer of(String name, Reach reach) {
        return new McpServer(name, reach, new Limits(AT_ONCE, START_LIMIT, CALL_LIMIT, false));
    }

    /** A variable for the program, beside {@code PATH}, {@code HOME} and the few others that every command sees. */
    public McpServer environment(String variable, String value) {
        demand(reach.address == null, "is reached over HTTP and has no environment");
        demand(VARIABLE.matcher(variable).matches(), "cannot have a variable of that name: " + variable);
        demand(value.indexOf('\0') < 0, "has a value that no variable can hold: " + variable);
        return new McpServer(name, reach.with(variable, value), limits);
    }

    /**
     * A header for each request. Over plain {@code http} only to this machine, as everybody on the way could read it.
     */
    public McpServer header(String header, String value) {
        URI address = reach.address;
        demand(address != null, "is a program and takes no headers");
        demand(HEADER.matcher(header).matches(), "cannot have a header of that name: " + header);
        demand(HEADER_VALUE.matcher(value).matches(), "has a value that no header can hold: " + header);
        demand(
                address != null && (address.getScheme().equalsIgnoreCase("https") || isLoopback(address.getHost())),
                "may be told headers over https only: " + header);
        return new McpServer(name, reach.with(header, value), limits);
    }

    /** Where the program works; where this process does when left out. */
    public McpServer folder(Path folder) {
        demand(reach.address == null, "is reached over HTTP and has no folder");
        return new McpServer(name, new Reach(reach.words, null, folder, reach.secrets), limits);
    }

    /** How many calls it may be at at once, of all agents; 1 to 64, 4 when left out. Others wait. */
    public McpServer atOnce(int calls) {
        demand(calls >= 1 && calls <= MOST_AT_ONCE, "may be at 1 to " + MOST_AT_ONCE + " calls at once, not " + calls);
        return new McpServer(name, reach, new Limits(calls, limits.start, limits.call, limits.required));
    }

    /** How long it may take to start and to tell its tools; 30 s when left out. */
    public McpServer startLimit(Duration limit) {
        demand(!limit.isNegative() && !limit.isZero(), "needs time to start, not " + limit);
        return new McpServer(name, reach, new Limits(limits.atOnce, limit, limits.call, limits.required));
    }

    /** How long a call may take; 120 s when left out. */
    public McpServer callLimit(Duration limit) {
        demand(!limit.isNegative() && !limit.isZero(), "needs time for a call, not " + limit);
        return new McpServer(name, reach, new Limits(limits.atOnce, limits.start, limit, limits.required));
    }

    /** No agent is built without it; else an agent is built without its tools when it cannot be started. */
    public McpServer required() {
        return new McpServer(name, reach, new Limits(limits.atOnce, limits.start, limits.call, true));
    }

    public String name() {
        return name;
    }

    /** Which one, and no more: arguments, paths of addresses, variables and headers may hold secrets. */
    @Override
    public String toString() {
        URI address = reach.address;
        return "McpServer[" + name + ", "
                + (address == null ? "program " + reach.words.get(0) : address.getScheme() + "://" + address.getHost())
                + "]";
    }

    /** Null when it is a program. */
    @Nullable
    URI address() {
        return reach.address;
    }

    List<String> words() {
        return reach.words;
    }

    @Nullable
    Path folder() {
        return reach.folder;
    }

    Map<String, String> secrets() {
        return reach.secrets;
    }

    Collection<String> secretValues() {
        return reach.secrets.values();
    }

    int atOnce() {
        return limits.atOnce;
    }

    Duration startLimit() {
        return limits.start;
    }

    Duration callLimit() {
        return limits.call;
    }

    boolean isRequired() {
        return limits.required;
    }

    private void demand(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("the MCP server \"" + name + "\" " + what);
        }
    }

    private static void checkName(String name) {
        if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("an MCP server's name is 1 to " + LONGEST_NAME
                    + " letters, digits, - and single _ between them: \"" + name + "\"");
        }
    }

    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.equals("[::1]")
                || host.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
    }
}
