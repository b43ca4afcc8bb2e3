package dev.mimo.memory.rebuild;

import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.TokenEstimator;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import java.util.List;

/**
 * Guesses how many tokens messages take, and learns from what providers report: its guesses are multiplied by the ratio seen
 * so far, which stays between half and twice. One for each model. Safe for use by several threads.
 */
final class MessageSizes {

    /** What wraps a message, a block or a tool on the wire. */
    private static final int FRAME = 6;

    /** A picture of about a megapixel, as Anthropic counts it: width x height / 750. */
    private static final int IMAGE = 1_500;

    /** How much one report counts against all before it. */
    private static final double WEIGHT = 0.3;

    /** Small prompts say little about the ratio: frames and hidden words weigh too much in them. */
    private static final long SMALL = 2_000;

    private final TokenEstimator estimator;
    private volatile double factor = 1;

    MessageSizes(TokenEstimator estimator) {
        this.estimator = estimator;
    }

    /** The guess for a text. */
    long text(CharSequence text) {
        return Math.round(estimator.estimate(text) * factor);
    }

    /** The guess for a message. */
    long message(Message message) {
        return Math.round(raw(message) * factor);
    }

    /** The guess for what has that raw guess. */
    long scaled(long raw) {
        return Math.round(raw * factor);
    }

    /** A guess without what was learned, to be compared with a report. */
    long raw(Message message) {
        if (message instanceof Message.User user) {
            return FRAME + content(user.content());
        }
        if (message instanceof Message.Assistant assistant) {
            return FRAME + content(assistant.content());
        }
        long sum = 0;
        for (ToolResult result : ((Message.Tool) message).results()) {
            sum += FRAME + content(result.content());
        }
        return sum;
    }

    /** A guess without what was learned. */
    long rawHead(String system, List<ToolSpec> tools) {
        long sum = FRAME + estimator.estimate(system);
        for (ToolSpec tool : tools) {
            sum += FRAME
                    + estimator.estimate(tool.name())
                    + estimator.estimate(tool.description())
                    + estimator.estimate(tool.inputSchema().toString());
        }
        return sum;
    }

    /** Takes in what a provider counted for something whose raw guess is known. */
    void learn(long rawGuess, long reported) {
        if (rawGuess >= SMALL && reported > 0) {
            double seen = Math.min(2, Math.max(0.5, (double) reported / rawGuess));
            synchronized (this) {
                factor += WEIGHT * (seen - factor);
            }
        }
    }

    private long content(List<Content> blocks) {
        long sum = 0;
        for (Content block : blocks) {
            sum += content(block);
        }
        return sum;
    }

    private long content(Content block) {
        if (block instanceof Content.Text text) {
            return estimator.estimate(text.text());
        }
        if (block instanceof Content.Thinking thinking) {
            return estimator.estimate(thinking.text());
        }
        if (block instanceof Content.Image) {
            return IMAGE;
        }
        if (block instanceof ToolCall call) {
            String arguments = call.unparsed() == null ? call.arguments().toString() : call.unparsed();
            return FRAME + estimator.estimate(call.name()) + estimator.estimate(arguments);
        }
        return estimator.estimate(((Content.Opaque) block).raw().toString());
    }
}
