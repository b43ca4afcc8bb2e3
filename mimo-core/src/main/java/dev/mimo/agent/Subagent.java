package dev.mimo.agent;

/**
 * A kind of sub-agent that an agent may start with the {@code task} tool.
 *
 * @param name how the model names it; letters, digits, {@code _} and {@code -}
 * @param description when to use it
 * @param agent who does it; its own permissions hold, and never more than its parent may
 */
public record Subagent(String name, String description, Agent agent) {

    public static Subagent of(String name, String description, Agent agent) {
        return new Subagent(name, description, agent);
    }
}
