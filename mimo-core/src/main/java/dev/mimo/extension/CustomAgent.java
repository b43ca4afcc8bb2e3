package dev.mimo.extension;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of sub-agent, written by people. It is like the agent that starts it, with other instructions.
 *
 * @param name plain: letters, digits, {@code _} and {@code -}
 * @param description when to use it, on one line
 * @param instructions what it is told
 * @param tools the names of those of its parent's tools that it has; null for all of them
 * @param without the names of tools that it does not have
 * @param model {@code provider:name}; null for the one that sub-agents have
 * @param file where it stands
 */
public record CustomAgent(
        String name,
        String description,
        String instructions,
        @Nullable List<String> tools,
        List<String> without,
        @Nullable String model,
        Path file) {

    public CustomAgent {
        tools = tools == null ? null : List.copyOf(tools);
        without = List.copyOf(without);
    }

    /** Whether it has a tool that its parent has. */
    boolean has(String tool) {
        return (tools == null || tools.contains(tool)) && !without.contains(tool);
    }
}
