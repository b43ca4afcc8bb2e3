package dev.mimo.agent;

import dev.mimo.environment.Environment;
import dev.mimo.model.Model;
import dev.mimo.model.Role;
import dev.mimo.session.SessionStore;
import dev.mimo.tool.Tool;
import dev.mimo.tool.Workspace;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a feature finds in the builder, and where it adds itself. Confined to the thread that builds.
 *
 * <p>Store and assembler can be given once for an agent; everything else adds up.
 */
public interface Parts {

    Environment environment();

    /** The model for a role; the main one where the host gave none. Already charged, retried and limited. */
    Model model(Role role);

    /** Null when the agent has no workspace. */
    @Nullable
    Workspace workspace();

    /** Keeps the sessions. */
    Parts store(SessionStore store);

    /** Decides what the model sees. */
    Parts assembler(PromptAssembler assembler);

    Parts tool(Tool tool);

    /** Puts itself around the main model, outside of retry and accounting. */
    Parts decorate(UnaryOperator<Model> decorator);

    Parts stopGate(StopGate gate);

    Parts listener(AgentListener listener);

    /** Hears when sessions are opened and closed. */
    Parts hook(SessionHook hook);

    /** No file tool may change what lies in {@code folder}. */
    Parts protect(Path folder);
}
