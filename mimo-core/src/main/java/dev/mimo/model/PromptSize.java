package dev.mimo.model;

/** Guesses what a whole prompt takes, piece by piece. */
final class PromptSize {

    /** What vendors say of a picture of the usual size. */
    private static final long PICTURE = 1_500;

    private PromptSize() {}

    static long of(Prompt prompt, TokenEstimator estimator) {
        long sum = estimator.estimate(prompt.system());
        for (ToolSpec tool : prompt.tools()) {
            sum += estimator.estimate(tool.name())
                    + estimator.estimate(tool.description())
                    + estimator.estimate(Json.write(tool.inputSchema()));
        }
        for (Message message : prompt.messages()) {
            sum += of(message, estimator);
        }
        return sum;
    }

    private static long of(Message message, TokenEstimator estimator) {
        long sum = 0;
        if (message instanceof Message.User user) {
            for (Content block : user.content()) {
                sum += of(block, estimator);
            }
        } else if (message instanceof Message.Assistant said) {
            for (Content block : said.content()) {
                sum += of(block, estimator);
            }
        } else if (message instanceof Message.Tool told) {
            for (ToolResult result : told.results()) {
                for (Content block : result.content()) {
                    sum += of(block, estimator);
                }
            }
        }
        return sum;
    }

    private static long of(Content block, TokenEstimator estimator) {
        if (block instanceof Content.Text text) {
            return estimator.estimate(text.text());
        } else if (block instanceof Content.Thinking thinking) {
            return estimator.estimate(thinking.text());
        } else if (block instanceof ToolCall call) {
            String arguments = call.unparsed() == null ? Json.write(call.arguments()) : call.unparsed();
            return estimator.estimate(call.name()) + estimator.estimate(arguments);
        }
        return block instanceof Content.Image
                ? PICTURE
                : estimator.estimate(Json.write(((Content.Opaque) block).raw()));
    }
}
