package dev.mimo.agent;

import dev.mimo.environment.Environment;
import dev.mimo.model.Model;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.Role;
import dev.mimo.model.ToolSpec;
import dev.mimo.session.SessionStore;
import dev.mimo.tool.Tool;
import dev.mimo.tool.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a feature finds in the builder, and where it adds itself. Confined to the thread that builds.
 *
 * <p>Store, assembler and reverter can be given once for an agent; everything else adds up.
 */
public interface Parts {

    Environment environment();

    /** The model for a role; the main one where the host gave none. Already charged, retried and limited. */
    Model model(Role role);

    /**
     * The model of that name: one that the host {@linkplain AgentBuilder#namedModel gave}, or {@code provider:name}; charged, retried and limited as well.
     *
     * @throws dev.mimo.environment.MimoException when no provider knows it, or a cost limit holds and its price is unknown
     */
    Model model(String spec);

    /** Null when the agent has no workspace. */
    @Nullable
    Workspace workspace();

    /** Keeps the sessions. */
    Parts store(SessionStore store);

    /** Decides what the model sees. */
    Parts assembler(PromptAssembler assembler);

    /** Adds to what the agent is told before everything else; comes after the host's own words. */
    Parts instructions(String text);

    Parts tool(Tool tool);

    /**
     * Puts itself around every tool, those of other parts and the {@code task} tool included. What it gives must have the
     * same specification, and for the gate the same actions, as {@link Tool#around} does; what comes later stands outside.
     */
    Parts decorateTool(UnaryOperator<Tool> decorator);

    /** Adds a kind of sub-agent; where one of that name is there already, that one stays. */
    Parts subagent(Subagent kind);

    /**
     * What parts of one kind have in common in this agent: made when it is first asked for, installed after all parts that were
     * given, in the order in which they were first asked for.
     */
    <T extends AgentPart> T shared(Class<T> type, Supplier<T> first);

    /** Puts itself around the main model, outside of retry and accounting. */
    Parts decorate(UnaryOperator<Model> decorator);

    Parts stopGate(StopGate gate);

    Parts listener(AgentListener listener);

    /** Hears when sessions are opened and closed. */
    Parts hook(SessionHook hook);

    /** Takes back what the agent did to files, for {@link Session#revert} and {@link Session#rewind}. */
    Parts reverter(Reverter reverter);

    /** Looks at what every prompt will begin with, once all parts have added theirs. */
    Parts check(HeadCheck check);

    /** No file tool may change what lies in {@code folder}. */
    Parts protect(Path folder);

    /** Looks at what every prompt of an agent begins with, before it is built. */
    @FunctionalInterface
    interface HeadCheck {

        /** What is wrong, in a sentence; null when all is well. The agent is not built then. */
        @Nullable
        String findProblem(String system, List<ToolSpec> tools, ModelFacts facts, ModelOptions options);
    }
}
