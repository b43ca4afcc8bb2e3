package dev.mimo.examples;

import dev.mimo.agent.Agent;
import dev.mimo.agent.Outcome;
import dev.mimo.mcp.McpEvent;
import dev.mimo.mcp.McpServer;
import dev.mimo.mcp.McpServers;
import dev.mimo.model.Model;
import dev.mimo.permission.Permissions;
import dev.mimo.providers.Models;
import java.nio.file.Path;
import java.time.Duration;

/** An agent with the tools of MCP servers, some of which it may call unasked. */
public final class McpExample {

    private McpExample() {}

    static Outcome run(Model model, McpServer server, Path pins, String task) {
        // tag::servers[]
        try (McpServers servers =
                McpServers.of(server.callLimit(Duration.ofMinutes(1))).pinnedIn(pins)) {
            Agent agent = Agent.builder()
                    .model(model)
                    .part(servers)
                    .permissions(Permissions.askBeforeChange().allow("mcp__everything__get-sum", "*"))
                    .listener(event -> {
                        if (event.event() instanceof McpEvent news) {
                            System.out.println(news.type() + " " + news.toJson());
                        }
                    })
                    .build();
            servers.status().forEach(System.out::println);
            return agent.run(task);
        }
        // end::servers[]
    }

    public static void main(String[] args) {
        McpServer server = McpServer.stdio("everything", "npx", "-y", "@modelcontextprotocol/server-everything");
        Path pins = Path.of(System.getProperty("user.home"), ".mimo", "mcp");
        System.out.println(run(Models.fromEnvironment(), server, pins, "Add 3 and 4 with a tool.")
                .text());
    }
}
