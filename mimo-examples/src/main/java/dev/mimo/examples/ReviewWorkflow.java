package dev.mimo.examples;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.agent.Agent;
import dev.mimo.workflow.AgentLauncher;
import dev.mimo.workflow.WorkflowEngine;
import dev.mimo.workflow.WorkflowResult;
import dev.mimo.workflow.WorkflowScript;
import dev.mimo.workflow.journal.FileJournal;
import java.nio.file.Path;

/** A workflow that reviews files side by side, kept in a journal from which it can go on. */
public final class ReviewWorkflow {

    private ReviewWorkflow() {}

    /** What each of the files lacks, in the reviewers' words. */
    public static WorkflowResult run(Agent agent, Path runs, JsonNode files) throws InterruptedException {
        // tag::run[]
        WorkflowScript review = WorkflowScript.of("""
                export const meta = { name: 'review', description: 'reviews files side by side' };
                const found = await parallel(args.map(file =>
                  () => agent(`Read ${file} and name its worst fault.`, { label: file })));
                return found.filter(Boolean);
                """);
        try (WorkflowEngine engine = WorkflowEngine.builder()
                .journal(FileJournal.at(runs))
                .launcher(AgentLauncher.of(agent.subagents()))
                .build()) {
            return engine.start(review, files).await();
        }
        // end::run[]
    }
}
