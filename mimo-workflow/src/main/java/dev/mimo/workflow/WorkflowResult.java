package dev.mimo.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Spent;
import dev.mimo.workflow.journal.JournalRecord.Status;
import dev.mimo.workflow.journal.RunId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param value what the script returned; null when it returned nothing or did not complete. Not to be changed
 * @param fault why it did not complete; null when it did
 * @param spent by all passes
 * @param agents how many calls of {@code agent()} the script made in this pass, failed and replayed ones included
 * @param launched how many of them were done in this pass
 * @param phases the titles that the script gave, in order
 */
public record WorkflowResult(
        RunId run,
        Status status,
        @Nullable JsonNode value,
        @Nullable WorkflowFault fault,
        Spent spent,
        int agents,
        int launched,
        List<String> phases) {

    public WorkflowResult {
        phases = List.copyOf(phases);
    }

    public boolean isCompleted() {
        return status == Status.COMPLETED;
    }
}
