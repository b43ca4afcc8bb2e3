package dev.mimo.workflow;

import dev.mimo.tool.Subagents;

/**
 * Does what a script asks of an agent. Usually by a sub-agent, but any function will do: a test answers from a table, a host
 * from a queue. Safe for use by several threads: calls run side by side, each on a thread of its own, where it may block.
 */
@FunctionalInterface
public interface AgentLauncher {

    /**
     * Does one call and returns when it is done. It should end soon when {@link CallScope#cancellation} is signalled; its
     * thread is interrupted as well.
     *
     * @return how it ended
     * @throws Exception anything: the call has failed, for the reason that its message gives
     */
    CallResult launch(AgentCall call, CallScope scope) throws Exception;

    /** Calls as sub-agents: of a turn, inside of a tool, or of an agent, outside of any. They work in the workspace of those. */
    static AgentLauncher of(Subagents subagents) {
        return new SubagentLauncher(subagents);
    }

    /** Whether it can use that model. One that it cannot is left out of the call, with a warning. */
    default boolean knowsModel(String name) {
        return true;
    }

    /** Whether it has that type of agent. One that it has not is left out of the call, with a warning. */
    default boolean knowsAgentType(String name) {
        return true;
    }

    /**
     * Whether it only stands in for agents, as in a dry run: its answers are taken as they are, also where they do not follow
     * the schema of the call.
     */
    default boolean isStandIn() {
        return false;
    }
}
