package dev.mimo.examples.recall;

import dev.mimo.model.Message;
import dev.mimo.model.Prompt;
import dev.mimo.model.TokenEstimator;
import dev.mimo.model.ToolSpec;
import java.util.List;

/**
 * Counts the tokens of prompts, as the provider of the model would. Its tokens are a little smaller than what estimators
 * take them for, as no estimator meets a tokenizer. Confined to one thread.
 */
public final class PromptSize {

    private static final TokenEstimator BY_SCRIPT = TokenEstimator.byScript();
    private static final double PER_ESTIMATED_TOKEN = 1.06;
    private static final int FRAME = 6;

    private final ByMessage<Long> sizes = new ByMessage<>(PromptSize::count);

    /** Nothing is counted yet. */
    public PromptSize() {}

    /** Tokens of all of it. */
    public long of(Prompt prompt) {
        long sum = head(prompt.system(), prompt.tools());
        for (Message message : prompt.messages()) {
            sum += of(message);
        }
        sizes.keep(prompt.messages());
        return sum;
    }

    /** Tokens of one message. */
    public long of(Message message) {
        return sizes.of(message);
    }

    /** What stands before the messages. */
    long head(String system, List<ToolSpec> tools) {
        long sum = FRAME + of(system);
        for (ToolSpec tool : tools) {
            sum += FRAME + of(tool.name() + tool.description() + tool.inputSchema());
        }
        return sum;
    }

    static long of(String text) {
        return Math.round(BY_SCRIPT.estimate(text) * PER_ESTIMATED_TOKEN);
    }

    private static long count(Message message) {
        long sum = FRAME;
        for (String piece : Spoken.pieces(message)) {
            sum += of(piece);
        }
        return sum;
    }
}
