package dev.mimo.agent;

import dev.mimo.model.Model;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A kind of sub-agent that an agent may start with the {@code task} tool. Immutable. */
public final class Subagent {

    private final String name;
    private final String description;
    private final UnaryOperator<Setup> setup;

    private Subagent(String name, String description, UnaryOperator<Setup> setup) {
        this.name = name;
        this.description = description;
        this.setup = setup;
    }

    /**
     * A kind with an agent of its own.
     *
     * @param name how the model names it; letters, digits, {@code _} and {@code -}
     * @param description when to use it
     * @param agent who does it; its own permissions hold, and never more than its parent may
     */
    public static Subagent of(String name, String description, Agent agent) {
        return new Subagent(name, description, parent -> agent.setup());
    }

    /** A kind that is like the agent which starts it, permissions, limits and parts included, but for what differs. */
    public static Subagent like(String name, String description, Difference difference) {
        return new Subagent(name, description, parent -> new Setup(parent, name, difference));
    }

    public String name() {
        return name;
    }

    public String description() {
        return description;
    }

    /** What the agent is built of when {@code parent} starts it. */
    Setup setup(Setup parent) {
        return setup.apply(parent);
    }

    /**
     * How a sub-agent differs from the one that starts it.
     *
     * @param instructions in place of the parent's
     * @param tools which of the parent's tools it has, by name; it never has others
     * @param model null for the one that sub-agents have
     */
    public record Difference(
            String instructions,
            Predicate<String> tools,
            @Nullable Model model) {}
}
