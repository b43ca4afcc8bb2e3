package dev.mimo.extension;

import dev.mimo.agent.StopGate;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.tool.ToolContext;

/**
 * The host's own code around tool calls and before the end. It can only make things stricter: it sees calls that the gate has
 * allowed already, and may block them.
 *
 * <p>Called on the thread of the call or of the turn, by several threads at once; may block, and then the call waits. An
 * exception counts as a block, as a guard that has failed has not said yes.
 */
public interface Hook {

    /** Before a call runs. When it is blocked the model is told the reason in place of a result. */
    default Answer beforeTool(ToolCall call, ToolContext context) throws InterruptedException {
        return Answer.proceed();
    }

    /** After a call has run, also when it failed. What is done is done: the reason of a block is told beside the result. */
    default Answer afterTool(ToolCall call, ToolResult result, ToolContext context) throws InterruptedException {
        return Answer.proceed();
    }

    /** When the agent wants to stop. When it is blocked it goes on, and is told the reason. */
    default Answer beforeStop(StopGate.Stopping stopping) throws InterruptedException {
        return Answer.proceed();
    }

    /** What a hook says. */
    sealed interface Answer {

        /** No objection. */
        record Proceed() implements Answer {}

        /**
         * An objection.
         *
         * @param reason for the model to read
         */
        record Block(String reason) implements Answer {}

        static Answer proceed() {
            return new Proceed();
        }

        static Answer block(String reason) {
            return new Block(reason);
        }
    }
}
