package dev.mimo.examples;

import dev.mimo.agent.Agent;
import dev.mimo.agent.Limits;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.Subagent;
import dev.mimo.agent.TurnEvent;
import dev.mimo.model.Model;
import dev.mimo.model.Role;
import dev.mimo.permission.Permissions;
import dev.mimo.providers.Models;
import dev.mimo.tool.coding.CodingTools;
import java.nio.file.Path;

/** An agent that hands work to others: one that only looks, and one that writes. */
public final class SubagentsExample {

    private SubagentsExample() {}

    static Outcome run(Model model, Model cheap, Path folder) {
        Agent scout = Agent.builder()
                .name("scout")
                .model(cheap)
                .instructions("You find things in the files, and answer with paths and line numbers.")
                .tools(CodingTools.readOnly())
                .permissions(Permissions.plan())
                .build();
        Agent lead = Agent.builder()
                .name("lead")
                .model(model)
                .model(Role.SUBAGENT, cheap)
                .workspace(folder)
                .tools(CodingTools.files())
                .permissions(Permissions.allowInWorkspace())
                .subagents(Subagent.of("scout", "Finds where something is done", scout))
                .limits(Limits.defaults().subagents(4).depth(1))
                .listener(event -> {
                    if (event.event() instanceof TurnEvent.SubagentStarted started) {
                        System.out.println("→ " + started.title());
                    }
                })
                .build();
        return lead.run("Find all places where a date is parsed, and list them in DATES.md.");
    }

    public static void main(String[] args) {
        Model model = Models.fromEnvironment();
        System.out.println(run(model, model, Path.of("")).text());
    }
}
