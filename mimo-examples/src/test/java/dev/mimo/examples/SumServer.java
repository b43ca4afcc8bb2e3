package dev.mimo.examples;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.List;
import java.util.Map;

/** An MCP server made with the SDK's own server side. Its argument is the description of its only tool. */
public final class SumServer {

    private SumServer() {}

    /** As a program for agents. */
    static dev.mimo.mcp.McpServer program(String description) {
        return dev.mimo.mcp.McpServer.stdio("everything", words(description));
    }

    /** The program and its arguments. */
    public static List<String> words(String description) {
        return JavaProgram.words(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                SumServer.class.getName(),
                description);
    }

    public static void main(String[] args) {
        JacksonMcpJsonMapper json = new JacksonMcpJsonMapper(new ObjectMapper());
        Map<String, Object> number = Map.of("type", "number");
        Map<String, Object> schema =
                Map.of("type", "object", "properties", Map.of("a", number, "b", number), "required", List.of("a", "b"));
        JsonSchemaValidator unchecked = (given, content) -> JsonSchemaValidator.ValidationResponse.asValid(null);
        McpSchema.Tool sum =
                McpSchema.Tool.builder("get-sum", schema).description(args[0]).build();
        McpServer.sync(new StdioServerTransportProvider(json))
                .serverInfo("sum", "1")
                .jsonSchemaValidator(unchecked)
                .capabilities(McpSchema.ServerCapabilities.builder().tools(true).build())
                .toolCall(
                        sum,
                        (exchange, call) -> McpSchema.CallToolResult.builder(List.of())
                                .addTextContent("The sum is " + (number(call, "a") + number(call, "b")))
                                .build())
                .build();
    }

    private static int number(McpSchema.CallToolRequest call, String name) {
        return ((Number) call.arguments().get(name)).intValue();
    }
}
