package dev.mimo.examples;

import dev.mimo.agent.Agent;
import dev.mimo.agent.Input;
import dev.mimo.agent.Outcome;
import dev.mimo.judge.CandidateEvent;
import dev.mimo.judge.Evidence;
import dev.mimo.judge.Goal;
import dev.mimo.judge.GoalEvent;
import dev.mimo.judge.MaxMode;
import dev.mimo.judge.Steps;
import dev.mimo.model.Model;
import dev.mimo.model.Role;
import dev.mimo.permission.Permissions;
import dev.mimo.providers.Models;
import dev.mimo.tool.coding.CodingTools;
import java.nio.file.Path;

/** An agent that drafts difficult steps several times, and stops only when its work was looked at. */
public final class SecondOpinion {

    private SecondOpinion() {}

    static Outcome run(Model model, Model judge, Path folder) {
        Agent agent = Agent.builder()
                .model(model)
                .model(Role.JUDGE, judge)
                .workspace(folder)
                .tools(CodingTools.files())
                .permissions(Permissions.allowInWorkspace())
                .maxMode(MaxMode.of(3).when(Steps.first().or(Steps.afterFailure())))
                .listener(event -> {
                    if (event.event() instanceof CandidateEvent.Chosen chosen) {
                        System.out.println(
                                "chosen: " + chosen.decision().choice().reason());
                    } else if (event.event() instanceof GoalEvent.Assessed assessed) {
                        System.out.println("verdict: " + assessed.verdict());
                    }
                })
                .build();
        // tag::goal[]
        Goal goal = Goal.of("GREETING.md greets the reader by name")
                .evidence(Evidence.file("GREETING.md"))
                .maxRounds(3);
        return agent.run(Input.of("Write GREETING.md for Ada.").goal(goal));
        // end::goal[]
    }

    public static void main(String[] args) {
        Model model = Models.fromEnvironment();
        Outcome outcome = run(model, model, Path.of(""));
        System.out.println(outcome.type() + ": " + outcome.text());
        outcome.account()
                .roles()
                .forEach((role, spent) ->
                        System.out.println(role.label() + ": " + spent.usage().total() + " tokens"));
    }
}
