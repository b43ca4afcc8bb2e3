package dev.mimo.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.workflow.journal.CallPath;
import dev.mimo.workflow.journal.RunId;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of an agent by a script.
 *
 * @param run it belongs to
 * @param path where in the script's structure it stands
 * @param number how many calls of the run came before it, in the order in which this pass asked for them
 * @param attempt from 1
 * @param prompt all that the agent is told
 * @param label for people; null when not said
 * @param phase the stretch it belongs to; null when there is none
 * @param schema a JSON Schema that the answer must follow; null for text
 * @param model which to use; null for the usual one
 * @param effort {@code low}, {@code medium}, {@code high}, {@code xhigh} or {@code max}; null for the usual one
 * @param agentType the kind of agent; null for a general one
 * @param tools the names of those it may use; null for all that there are
 * @param isolated whether it works in a git worktree of its own, which {@code workspace} then is
 * @param workspace the folder it works in
 * @param objection what was wrong with the answer before; null unless it is asked again
 */
public record AgentCall(
        RunId run,
        CallPath path,
        int number,
        int attempt,
        String prompt,
        @Nullable String label,
        @Nullable String phase,
        @Nullable ObjectNode schema,
        @Nullable String model,
        @Nullable String effort,
        @Nullable String agentType,
        @Nullable List<String> tools,
        boolean isolated,
        Path workspace,
        @Nullable String objection) {

    public AgentCall {
        tools = tools == null ? null : List.copyOf(tools);
    }

    /** What to call it before people: its label, or the head of its prompt. */
    public String title() {
        if (label != null) {
            return label;
        }
        String line = prompt.strip().replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= TITLE
                ? line
                : line.substring(0, line.offsetByCodePoints(0, TITLE - 1)) + "…";
    }

    private static final int TITLE = 60;

    AgentCall again(int nextAttempt, @Nullable String nextObjection) {
        return new AgentCall(
                run,
                path,
                number,
                nextAttempt,
                prompt,
                label,
                phase,
                schema,
                model,
                effort,
                agentType,
                tools,
                isolated,
                workspace,
                nextObjection);
    }

    AgentCall in(Path folder) {
        return new AgentCall(
                run, path, number, attempt, prompt, label, phase, schema, model, effort, agentType, tools, isolated,
                folder, objection);
    }
}
