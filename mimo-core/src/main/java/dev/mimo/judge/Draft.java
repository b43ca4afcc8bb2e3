package dev.mimo.judge;

import dev.mimo.agent.Interruption;
import dev.mimo.agent.TextPattern;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Event;
import dev.mimo.model.Content;
import dev.mimo.model.ModelCall;
import dev.mimo.model.Reply;
import dev.mimo.model.ReplyWithdrawn;
import dev.mimo.model.StopReason;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ThinkingDelta;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolCallDelta;
import org.jspecify.annotations.Nullable;

/** One candidate being drafted on a thread of its own. What it says is heard by nobody until it is chosen. */
final class Draft implements Runnable {

    private static final String LOOPS = "it repeats itself";

    private final int index;
    private final Diversity.Drafting drafting;
    private final ModelCall call;
    private final Cancellation.Source cancellation;
    private final Listener listener;
    private @Nullable TextPattern pattern;

    /** {@code call} is the step's; this one is cancelled with it, and by itself. */
    Draft(int index, Diversity.Drafting drafting, ModelCall call, Listener listener) {
        this.index = index;
        this.drafting = drafting;
        this.call = call;
        this.listener = listener;
        this.cancellation = Cancellation.Source.under(call.cancellation());
    }

    /** Hears of it, on the draft's thread. */
    interface Listener {

        /** The first piece of it came: the provider has read the prompt. */
        void begun();

        /** It is over, one way or the other. */
        void ended(Draft draft, End end);
    }

    /** How it ended. */
    sealed interface End {

        record Finished(Reply reply) implements End {}

        /** {@code error}: null when it was dropped for what it said. */
        record Lost(String reason, @Nullable Throwable error) implements End {}
    }

    int index() {
        return index;
    }

    void cancel(String why) {
        cancellation.cancel(why);
    }

    @Override
    public void run() {
        listener.ended(this, end());
    }

    private End end() {
        try (cancellation;
                Interruption open = Interruption.on(cancellation)) {
            ModelCall own = call.withCancellation(cancellation).withEvents(this::hear);
            Reply reply = open.whileOpen(() -> drafting.model().reply(drafting.prompt(), own));
            String fault = findFault(reply);
            return fault == null ? new End.Finished(reply) : new End.Lost(fault, null);
        } catch (InterruptedException | RuntimeException | Error e) {
            String cancelled = cancellation.reason();
            return new End.Lost(cancelled == null ? words(e) : cancelled, e);
        }
    }

    private synchronized void hear(Event event) {
        if (event instanceof ReplyWithdrawn && pattern != null) {
            pattern.clear();
        } else if (event instanceof TextDelta text) {
            take(text.text());
        } else if (event instanceof ThinkingDelta thought) {
            take(thought.text());
        } else if (event instanceof ToolCallDelta) {
            take("");
        } else if (!(event instanceof ReplyWithdrawn)) {
            call.events().emit(event);
        }
    }

    private void take(String piece) {
        TextPattern watch = pattern;
        if (watch == null) {
            watch = new TextPattern();
            pattern = watch;
            listener.begun();
        }
        if (watch.add(piece)) {
            cancellation.cancel(LOOPS);
        }
    }

    /** Why the reply is not worth judging; null when it is. */
    private static @Nullable String findFault(Reply reply) {
        StopReason reason = reply.stopReason();
        if (reason.equals(StopReason.REFUSAL) || reason.equals(StopReason.CONTENT_FILTER)) {
            return "it was refused: " + reason;
        }
        if (reply.message().toolCalls().stream().anyMatch(asked -> !asked.isWhole())) {
            return "it asks for a call that cannot be read";
        }
        boolean saysSomething = !reply.message().text().isBlank()
                || reply.message().content().stream()
                        .anyMatch(block -> block instanceof ToolCall || block instanceof Content.Opaque);
        return saysSomething ? null : "it says nothing";
    }

    private static String words(Throwable error) {
        String message = error.getMessage();
        return message == null ? error.getClass().getSimpleName() : message;
    }
}
