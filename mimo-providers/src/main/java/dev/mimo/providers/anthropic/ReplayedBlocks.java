package dev.mimo.providers.anthropic;

import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.ModelRef;
import dev.mimo.model.ProviderData;
import dev.mimo.providers.policy.Reasoning;
import dev.mimo.providers.policy.Reasoning.Replay;
import dev.mimo.providers.policy.Reasoning.Signatures;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses which blocks of what a model said go back, in their own order but for two rules of the dialect: results must follow
 * their calls at once, so that calls come last; and thinking must lead to something, so that it is never last.
 */
final class ReplayedBlocks {

    private final ModelRef model;
    private final Reasoning reasoning;

    ReplayedBlocks(ModelRef model, Reasoning reasoning) {
        this.model = model;
        this.reasoning = reasoning;
    }

    /** Thinking has a provider's data only where this endpoint takes it. Empty when nothing goes back. */
    List<Content> of(Message.Assistant said) {
        List<Content> sent = new ArrayList<>(said.content().size() + 1);
        boolean wanted = isThinkingWanted(said);
        boolean ours = reasoning.authors().include(said.author(), model);
        boolean thought = false;
        for (Content block : said.content()) {
            Content kept = kept(block, wanted && ours);
            if (kept != null) {
                sent.add(kept);
                thought |= kept instanceof Content.Thinking;
            }
        }
        sent.addAll(said.toolCalls());
        while (!sent.isEmpty() && sent.get(sent.size() - 1) instanceof Content.Thinking) {
            sent.remove(sent.size() - 1);
        }
        String missing = reasoning.whenMissing();
        boolean mayBeUnsigned = reasoning.signatures() != Signatures.REQUIRED;
        if (wanted && !thought && missing != null && mayBeUnsigned && !sent.isEmpty()) {
            sent.add(0, new Content.Thinking(missing, null));
        }
        return sent;
    }

    private boolean isThinkingWanted(Message.Assistant said) {
        return reasoning.replay() == Replay.ALWAYS
                || (reasoning.replay() == Replay.WITH_CALLS && !said.toolCalls().isEmpty());
    }

    /** Null for calls too, which come last. */
    private @Nullable Content kept(Content block, boolean thinking) {
        if (block instanceof Content.Text text) {
            return text.text().isBlank() ? null : text;
        }
        if (block instanceof Content.Opaque opaque) {
            return opaque.provider().equals(model.provider()) ? opaque : null;
        }
        return thinking && block instanceof Content.Thinking thought ? kept(thought) : null;
    }

    private Content.@Nullable Thinking kept(Content.Thinking thought) {
        ProviderData data = thought.provider();
        if (data != null && data.provider().equals(model.provider()) && Seal.isSealed(data)) {
            return thought;
        }
        boolean nothing =
                reasoning.signatures() == Signatures.REQUIRED || thought.text().isBlank();
        return nothing ? null : new Content.Thinking(thought.text(), null);
    }
}
