package dev.mimo.providers.claude;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads entries of MCP servers. The first one of a name stays. For one thread. */
final class McpServers {

    private static final String WHAT = "mcp server";

    private final Notes notes;
    private final Map<String, McpServer> servers = new LinkedHashMap<>();

    McpServers(Notes notes) {
        this.notes = notes;
    }

    List<McpServer> all() {
        return List.copyOf(servers.values());
    }

    /** Those of the user. {@code given}: an object by name. */
    void add(JsonNode given, String source) {
        given.properties().forEach(entry -> {
            McpServer server = read(entry.getKey(), entry.getValue(), source);
            if (server == null) {
                notes.ignored(WHAT, entry.getKey(), source, "it has neither a command nor an address of a known kind");
            } else if (servers.putIfAbsent(server.name(), server) == null) {
                notes.taken(WHAT, entry.getKey(), source, words(server) + "; given as a value, not started");
            } else {
                notes.ignored(WHAT, entry.getKey(), source, "there is one of that name already");
            }
        });
    }

    /** Those of a repository, which are only told. */
    void refuse(JsonNode given, String source) {
        given.fieldNames()
                .forEachRemaining(name ->
                        notes.ignored(WHAT, name, source, "a server is never started because a repository says so"));
    }

    private static @Nullable McpServer read(String name, JsonNode json, String source) {
        String command = json.path("command").asText("");
        String url = json.path("url").asText("");
        McpServer.Kind kind = switch (json.path("type").asText(command.isBlank() ? "" : "stdio")) {
            case "stdio" -> McpServer.Kind.STDIO;
            case "http", "streamable-http" -> McpServer.Kind.HTTP;
            case "sse" -> McpServer.Kind.SSE;
            default -> null;
        };
        if (kind == null || (kind == McpServer.Kind.STDIO ? command.isBlank() : url.isBlank())) {
            return null;
        }
        List<String> words = new ArrayList<>();
        if (kind == McpServer.Kind.STDIO) {
            words.add(command);
            json.path("args").forEach(word -> words.add(word.asText()));
        }
        String address = kind == McpServer.Kind.STDIO ? "" : url;
        return new McpServer(name, kind, words, address, texts(json.path("env")), texts(json.path("headers")), source);
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    /** The program, or the host: arguments and paths of addresses often hold keys. */
    private static String words(McpServer server) {
        if (server.kind() == McpServer.Kind.STDIO) {
            return "program " + server.command().get(0);
        }
        try {
            return server.kind() + " at " + URI.create(server.url()).getHost();
        } catch (IllegalArgumentException e) {
            return server.kind().toString();
        }
    }
}
