package dev.mimo.providers.claude;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import java.util.List;
import java.util.Map;

/**
 * An MCP server that the user has set up for Claude Code. A value only: nothing here starts it. Immutable.
 *
 * @param name by which its tools are called {@code mcp__NAME__TOOL}
 * @param kind how it is spoken to
 * @param command the program and its arguments; empty when it is reached over HTTP
 * @param url where it is; empty when it is a program
 * @param environment variables for the program; often secrets
 * @param headers to be sent with each request; often secrets
 * @param source the file it stands in
 */
public record McpServer(
        String name,
        Kind kind,
        List<String> command,
        String url,
        Map<String, String> environment,
        Map<String, String> headers,
        String source) {

    /** How a server is spoken to. */
    public enum Kind {
        STDIO,
        HTTP,
        SSE
    }

    public McpServer {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        headers = Map.copyOf(headers);
    }

    /** As it stands in a file; holds its secrets. */
    ObjectNode toJson() {
        ObjectNode json = Json.object();
        if (kind == Kind.STDIO) {
            ArrayNode words =
                    json.put("type", "stdio").put("command", command.get(0)).putArray("args");
            command.stream().skip(1).forEach(words::add);
            environment.forEach(json.putObject("env")::put);
        } else {
            json.put("type", kind == Kind.HTTP ? "http" : "sse").put("url", url);
            headers.forEach(json.putObject("headers")::put);
        }
        return json;
    }

    /** Which one, and no more: arguments, addresses, variables and headers may hold secrets. */
    @Override
    public String toString() {
        return "McpServer[" + name + ", " + kind + " of " + source + "]";
    }
}
