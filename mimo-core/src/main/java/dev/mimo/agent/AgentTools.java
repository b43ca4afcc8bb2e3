package dev.mimo.agent;

import dev.mimo.tool.Tool;
import java.util.Map;

/** Tools about the agent itself. */
public final class AgentTools {

    private AgentTools() {}

    /** {@code plan}: keeps the session's task tree. */
    public static Tool plan() {
        return PlanTool.tool();
    }

    /** {@code ask_user}: puts a question to the person; see {@link dev.mimo.permission.Approver.Answer.Reply}. */
    public static Tool askUser() {
        return new AskUserTool();
    }

    /** {@code task}: hands work to copies of the agent. Comes by itself where kinds of sub-agents were given. */
    public static Tool task() {
        return TaskTool.of(Map.of());
    }
}
