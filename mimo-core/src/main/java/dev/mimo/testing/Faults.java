package dev.mimo.testing;

import dev.mimo.environment.Event;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelException;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ThinkingDelta;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolCallDelta;
import dev.mimo.session.SessionStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong in the world, on order: decorators of models and stores. A decorator can be put around several models; each
 * then counts for itself.
 */
public final class Faults {

    private Faults() {}

    /** The first {@code times} calls are refused for their rate. */
    public static UnaryOperator<Model> rateLimitedTimes(int times, @Nullable Duration retryAfter) {
        return failingTimes(
                times, model -> new ModelException.RateLimited(failure(model, "too many requests", 429), retryAfter));
    }

    /** The first {@code times} calls meet an overloaded provider. */
    public static UnaryOperator<Model> overloadedTimes(int times) {
        return failingTimes(times, model -> new ModelException.Overloaded(failure(model, "overloaded", 529), null));
    }

    /** The first call does not fit into the window; numbers in tokens. */
    public static UnaryOperator<Model> contextOverflowOnce(long limit, long asked) {
        return failingTimes(
                1,
                model -> new ModelException.ContextOverflow(
                        failure(model, "the prompt is too long", 400), limit, asked));
    }

    /** The first {@code times} calls fail before anything was streamed. */
    public static UnaryOperator<Model> failingTimes(int times, Function<Model, ModelException> error) {
        return inner -> {
            AtomicInteger left = new AtomicInteger(times);
            return new Intercepted(inner, (model, prompt, call) -> {
                if (left.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                    throw error.apply(model);
                }
                return model.reply(prompt, call);
            });
        };
    }

    /** Every stream breaks after so many deltas; a reply that has no more than that comes through. */
    public static UnaryOperator<Model> dropStreamAfter(int deltas) {
        return dropStreamAfter(deltas, Integer.MAX_VALUE);
    }

    /** The first {@code times} streams break after so many deltas; a reply that has no more than that comes through. */
    public static UnaryOperator<Model> dropStreamAfter(int deltas, int times) {
        return inner -> {
            AtomicInteger left = new AtomicInteger(times);
            return new Intercepted(
                    inner,
                    (model, prompt, call) -> left.getAndUpdate(n -> Math.max(0, n - 1)) > 0
                            ? dropped(model, prompt, call, deltas)
                            : model.reply(prompt, call));
        };
    }

    /** Of all calls the model asks for, each {@code everyNth} has arguments that are no JSON. */
    public static UnaryOperator<Model> malformedArguments(int everyNth) {
        return inner -> {
            AtomicInteger count = new AtomicInteger();
            return new Intercepted(inner, (model, prompt, call) -> {
                Reply reply = model.reply(prompt, call);
                Message.Assistant said = reply.message();
                List<Content> content = said.content().stream()
                        .map(block -> block instanceof ToolCall asked && count.incrementAndGet() % everyNth == 0
                                ? malformed(asked)
                                : block)
                        .toList();
                Message.Assistant other = new Message.Assistant(content, said.author(), said.provider());
                return new Reply(other, reply.stopReason(), reply.usage(), reply.requestId());
            });
        };
    }

    /** No call is made before the gate is open. */
    public static UnaryOperator<Model> slowUntil(Gate gate) {
        return inner -> new Intercepted(inner, (model, prompt, call) -> {
            gate.pass(call.cancellation());
            return model.reply(prompt, call);
        });
    }

    /**
     * The process dies instead of making the {@code append}th append (from 1, over all sessions): that append and whatever
     * is asked afterwards throw {@link dev.mimo.session.StoreException}. The store inside stays open, its leases are given
     * back as those of a dead process are, so that it can be looked at and opened again.
     */
    public static SessionStore crashBefore(SessionStore store, int append) {
        return new CrashingStore(store, append, false);
    }

    /** As {@link #crashBefore}, but the append has been made when the process dies; its caller never learns of it. */
    public static SessionStore crashAfter(SessionStore store, int append) {
        return new CrashingStore(store, append, true);
    }

    private static Reply dropped(Model inner, Prompt prompt, ModelCall call, int deltas) {
        AtomicInteger seen = new AtomicInteger();
        StringBuilder partial = new StringBuilder();
        Reply reply = inner.reply(prompt, call.withEvents(event -> {
            if (isDelta(event) && seen.incrementAndGet() > deltas) {
                return;
            }
            if (event instanceof TextDelta text) {
                partial.append(text.text());
            }
            call.events().emit(event);
        }));
        if (seen.get() <= deltas) {
            return reply;
        }
        ModelException.Failure why = ModelException.Failure.of(inner.facts().ref(), "the stream broke off");
        throw new ModelException.StreamBroken(why, partial.toString());
    }

    private static boolean isDelta(Event event) {
        return event instanceof TextDelta || event instanceof ThinkingDelta || event instanceof ToolCallDelta;
    }

    private static ToolCall malformed(ToolCall call) {
        String arguments = Json.write(call.arguments());
        return new ToolCall(
                call.id(), call.name(), Json.object(), arguments.substring(0, arguments.length() - 1), call.provider());
    }

    private static ModelException.Failure failure(Model model, String words, int status) {
        return ModelException.Failure.of(model.facts().ref(), words).withStatus(status);
    }
}
