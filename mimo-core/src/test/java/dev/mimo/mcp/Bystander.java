package dev.mimo.mcp;

import dev.mimo.agent.Agent;
import dev.mimo.agent.InvalidAgent;
import dev.mimo.testing.ScriptedModel;
import java.util.concurrent.Callable;

/** A host, as a process: runs an agent without servers, and tries to build one with them. */
final class Bystander {

    private Bystander() {}

    public static void main(String[] arguments) throws Exception {
        ScriptedModel model = ScriptedModel.create().reply("an agent runs");
        System.out.println(Agent.builder().model(model).build().run("go").text());
        Callable<Agent> withServers = () -> Agent.builder()
                .model(ScriptedModel.create())
                .part(McpServers.of(McpServer.stdio("test", "true")))
                .build();
        try {
            System.out.println(withServers.call().name());
        } catch (InvalidAgent e) {
            System.out.println(e.getMessage());
        }
    }
}
