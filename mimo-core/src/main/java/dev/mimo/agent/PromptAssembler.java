package dev.mimo.agent;

import dev.mimo.model.Message;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.Prompt;
import dev.mimo.model.ToolSpec;
import dev.mimo.model.Usage;
import dev.mimo.session.Plan;
import dev.mimo.session.SessionId;
import dev.mimo.session.Transcript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What does the model see? A pure view of the session, which is never edited. Called on the turn's thread before each step;
 * may block, but then every step waits.
 */
@FunctionalInterface
public interface PromptAssembler {

    /** The prompt for the next step. Messages that stay should stay the same objects. */
    Prompt assemble(Material material);

    /**
     * A shorter prompt after the provider said that the last one was too long; null when there is none, and the turn fails.
     * Asked once for each overflow.
     */
    default @Nullable Prompt shorten(Material material, ModelException.ContextOverflow overflow) {
        return null;
    }

    /** Shows the model the whole session, message by message. */
    static PromptAssembler wholeSession() {
        return material ->
                new Prompt(material.system(), material.conversation().messages(), material.tools(), material.options());
    }

    /**
     * What prompts are made of.
     *
     * @param system the agent's instructions
     * @param tools in their fixed order
     * @param facts of the model that will be asked
     * @param call how models are called on behalf of the turn: what they cost is charged to its budget, what happens is
     *     told to its listeners, and they end with it
     */
    record Material(
            String system,
            List<ToolSpec> tools,
            ModelOptions options,
            ModelFacts facts,
            Conversation conversation,
            ModelCall call) {}

    /**
     * What was said so far.
     *
     * @param messages the whole conversation, valid for any provider; a snapshot that never changes
     * @param sequences for each message the number of the entry that completed it; see {@link dev.mimo.session.Stored}
     * @param plan the task tree as it stands
     * @param lastUsage what the last reply of the session took; null before the first
     * @param counted how many of the messages {@code lastUsage} tells of, that reply included; those behind it came later
     * @param transcript the session as stored
     */
    record Conversation(
            SessionId session,
            List<Message> messages,
            List<Long> sequences,
            Plan plan,
            @Nullable Usage lastUsage,
            int counted,
            Transcript transcript) {}
}
