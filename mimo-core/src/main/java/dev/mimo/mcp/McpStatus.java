package dev.mimo.mcp;

import java.util.List;

/**
 * How one server stands.
 *
 * @param server its name
 * @param state whether it can be called
 * @param tools what agents call its tools that they may use
 * @param changed tools that are not used because they changed
 * @param notes what else to know, a sentence each: why it is not there, tools that were left out and why
 */
public record McpStatus(
        String server, State state, List<String> tools, List<McpEvent.ToolChanged> changed, List<String> notes) {

    /** Whether a server can be called. */
    public enum State {
        /** No agent was built with it so far. */
        IDLE,
        /** It is being started, or started again. */
        STARTING,
        UP,
        /** It could not be started; a call, or the next agent, tries again. */
        ABSENT,
        CLOSED
    }

    public McpStatus {
        tools = List.copyOf(tools);
        changed = List.copyOf(changed);
        notes = List.copyOf(notes);
    }

    /** One line for people. */
    @Override
    public String toString() {
        String line = server + ": " + state.name().toLowerCase(java.util.Locale.ROOT) + ", " + tools.size() + " tools";
        String more = changed.isEmpty() ? "" : ", " + changed.size() + " changed and not used";
        return line + more + (notes.isEmpty() ? "" : ": " + String.join("; ", notes));
    }
}
