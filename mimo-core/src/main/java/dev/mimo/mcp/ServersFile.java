package dev.mimo.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code .mcp.json}. Strict, as a server that was misread may be another program; no value stands in a message. */
final class ServersFile {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");
    private static final Set<String> OF_PROGRAM = Set.of("type", "command", "args", "env", "timeout");
    private static final Set<String> OF_ADDRESS = Set.of("type", "url", "headers", "timeout");

    private final UnaryOperator<@Nullable String> variables;

    private ServersFile(UnaryOperator<@Nullable String> variables) {
        this.variables = variables;
    }

    static List<McpServer> read(ObjectNode json, UnaryOperator<@Nullable String> variables) {
        if (!(json.get("mcpServers") instanceof ObjectNode servers)) {
            throw new MimoException("there is no object \"mcpServers\"");
        }
        ServersFile file = new ServersFile(variables);
        List<McpServer> all = new ArrayList<>();
        servers.properties().forEach(entry -> all.add(file.server(entry.getKey(), entry.getValue())));
        return all;
    }

    private McpServer server(String name, JsonNode entry) {
        String type = entry.path("type").asText(entry.has("command") ? "stdio" : "");
        try {
            return switch (type) {
                case "stdio" -> program(plain(name), entry);
                case "http", "streamable-http" -> address(plain(name), entry);
                default ->
                    throw new IllegalArgumentException(
                            type.isEmpty()
                                    ? "it has neither a command nor a type"
                                    : "type \"" + type + "\" is not spoken");
            };
        } catch (IllegalArgumentException e) {
            throw new MimoException("the MCP server \"" + name + "\" cannot be read: " + e.getMessage());
        }
    }

    private McpServer program(String name, JsonNode entry) {
        checkKeys(entry, OF_PROGRAM);
        List<String> words = new ArrayList<>(List.of(text(entry, "command")));
        for (JsonNode word : entry.path("args")) {
            words.add(filled(word, "args"));
        }
        McpServer server = McpServer.stdio(name, words);
        for (var variable : entry.path("env").properties()) {
            server = server.environment(variable.getKey(), filled(variable.getValue(), variable.getKey()));
        }
        return limited(server, entry);
    }

    private McpServer address(String name, JsonNode entry) {
        checkKeys(entry, OF_ADDRESS);
        URI address;
        try {
            address = URI.create(text(entry, "url"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("its url is none", e);
        }
        McpServer server = McpServer.http(name, address);
        for (var header : entry.path("headers").properties()) {
            server = server.header(header.getKey(), filled(header.getValue(), header.getKey()));
        }
        return limited(server, entry);
    }

    /** A timeout is one of calls, in milliseconds. */
    private static McpServer limited(McpServer server, JsonNode entry) {
        JsonNode millis = entry.path("timeout");
        if (!millis.isMissingNode() && !millis.isIntegralNumber()) {
            throw new IllegalArgumentException("\"timeout\" is no number of milliseconds");
        }
        return millis.isMissingNode() ? server : server.callLimit(Duration.ofMillis(millis.longValue()));
    }

    private static void checkKeys(JsonNode entry, Set<String> known) {
        entry.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                throw new IllegalArgumentException("\"" + key + "\" is not known here");
            }
        });
    }

    private String text(JsonNode entry, String key) {
        return filled(entry.path(key), key);
    }

    private String filled(JsonNode value, String key) {
        if (!value.isTextual()) {
            throw new IllegalArgumentException("\"" + key + "\" is no text");
        }
        return VARIABLE.matcher(value.textValue()).replaceAll(found -> Matcher.quoteReplacement(value(found, key)));
    }

    private String value(MatchResult found, String key) {
        String value = variables.apply(found.group(1));
        if (value == null && found.group(2) == null) {
            throw new IllegalArgumentException(
                    "\"" + key + "\" needs the variable " + found.group(1) + ", which is not set");
        }
        return value == null ? found.group(2) : value;
    }

    /** What a name of tools may hold. */
    private static String plain(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9-]+", "_").replaceAll("^_|_$", "");
        return plain.substring(0, Math.min(plain.length(), 32)).replaceAll("_$", "");
    }
}
