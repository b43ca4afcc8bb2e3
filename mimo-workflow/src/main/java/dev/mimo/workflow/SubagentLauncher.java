package dev.mimo.workflow;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.tool.Subagents;

/** Does calls by sub-agents, on the terms that the script sets. */
final class SubagentLauncher implements AgentLauncher {

    private static final String FOR_A_PROGRAM =
            "\n\nYour final answer is handed to a program, not to a person: give what was"
                    + " asked for and nothing around it.";

    private final Subagents subagents;

    SubagentLauncher(Subagents subagents) {
        this.subagents = subagents;
    }

    @Override
    public boolean knowsModel(String name) {
        return subagents.findModel(name) != null;
    }

    @Override
    public boolean knowsAgentType(String name) {
        return subagents.kinds().containsKey(name);
    }

    @Override
    public CallResult launch(AgentCall call, CallScope scope) throws InterruptedException {
        Subagents.Child child = subagents.start(task(call), watcher(scope));
        Cancellation signal = scope.cancellation();
        Cancellation.Registration cancelled = signal.onCancel(() -> child.cancel(String.valueOf(signal.reason())));
        try {
            return result(child.await(signal));
        } catch (InterruptedException | CancelledException e) {
            child.cancel(signal.isCancelled() ? String.valueOf(signal.reason()) : "interrupted");
            // It ends soon, and only then is nothing of the call left.
            return result(child.await(Cancellation.never()));
        } finally {
            cancelled.close();
        }
    }

    private static Subagents.Watcher watcher(CallScope scope) {
        return new Subagents.Watcher() {
            @Override
            public void starting(String id) {
                scope.handedTo(id);
            }

            @Override
            public void alive() {
                scope.progress();
            }
        };
    }

    private static Subagents.Task task(AgentCall call) {
        String prompt = call.objection() == null
                ? call.prompt()
                : call.prompt() + "\n\nThe answer before did not follow the schema: " + call.objection();
        return new Subagents.Task(
                call.agentType(),
                call.title(),
                call.schema() == null ? prompt + FOR_A_PROGRAM : prompt,
                call.schema(),
                new Subagents.Terms(
                        call.model(), call.effort(), call.tools(), call.isolated() ? call.workspace() : null));
    }

    private static CallResult result(Subagents.Result end) {
        CallResult how;
        if (!end.completed()) {
            String reason = end.outcome() + ": " + end.text();
            // What a model or its provider failed at may pass; a limit, a denial or a schema does not.
            how = end.outcome().equals("failed") ? CallResult.failedForNow(reason) : CallResult.failed(reason);
        } else {
            how = CallResult.ok(end.value() == null ? TextNode.valueOf(end.text()) : end.value());
        }
        return how.spending(end.spent());
    }
}
