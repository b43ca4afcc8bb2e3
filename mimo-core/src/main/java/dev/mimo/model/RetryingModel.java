package dev.mimo.model;

import dev.mimo.environment.CancelledException;
import dev.mimo.environment.Environment;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes a failed call again, as {@link RetryPolicy} says; the only place where that happens.
 *
 * <p>A call is repeated only when its failure is retryable and no part of a tool call was seen; text that was shown is
 * withdrawn first. The delay is what the provider asks for, at least 100 ms, else it doubles with a jitter of 10 %. A provider
 * that asks for more than the longest delay gets no further attempt. With {@link RetryPolicy#defaults} that makes, when
 * nothing changes, 4 attempts for a server that is not there, overloaded, limited or broken within, or whose answers break
 * off; 1 when a part of a tool call was seen, or when asking again cannot help (the request, the key, the account, the
 * content, the window). Safe for use by several threads.
 */
public final class RetryingModel implements Model {

    private static final double JITTER = 0.1;

    private final Model inner;
    private final RetryPolicy policy;
    private final Environment environment;

    public RetryingModel(Model inner, RetryPolicy policy, Environment environment) {
        this.inner = inner;
        this.policy = policy;
        this.environment = environment;
    }

    @Override
    public Reply reply(Prompt prompt, ModelCall call) {
        Instant deadline = null;
        for (int attempt = 1; ; attempt++) {
            Replay replay = new Replay(call);
            try {
                return inner.reply(prompt, replay.call());
            } catch (ModelException e) {
                call.cancellation().throwIfCancelled();
                Instant now = environment.clock().instant();
                deadline = deadline == null ? now.plus(policy.within()) : deadline;
                Duration delay = replay.isAllowed() ? delayAfter(attempt, e, deadline) : null;
                if (delay == null) {
                    throw e;
                }
                replay.withdraw(e.failure().words());
                call.events()
                        .emit(new ModelRetried(
                                attempt + 1, delay.toMillis(), e.failure().words()));
                sleep(delay, call);
            }
        }
    }

    @Override
    public ModelFacts facts() {
        return inner.facts();
    }

    /** How long to wait before the next attempt; null when there is none. */
    private @Nullable Duration delayAfter(int attempt, ModelException failure, Instant deadline) {
        if (!failure.retryable() || attempt >= policy.attempts()) {
            return null;
        }
        Duration asked = failure.retryAfter();
        Duration delay = asked == null ? doubled(attempt) : asked;
        if (delay.compareTo(policy.longest()) > 0) {
            return null;
        }
        if (delay.compareTo(RetryPolicy.FLOOR) < 0) {
            delay = RetryPolicy.FLOOR;
        }
        return environment.clock().instant().plus(delay).isAfter(deadline) ? null : delay;
    }

    private Duration doubled(int attempt) {
        double millis = (double) policy.first().toMillis() * Math.pow(2, attempt - 1);
        double spread = 1 + JITTER * (2 * environment.random().nextDouble() - 1);
        long bounded =
                (long) Math.min(millis * spread, (double) policy.longest().toMillis());
        return Duration.ofMillis(bounded);
    }

    private void sleep(Duration delay, ModelCall call) {
        try {
            environment.sleep(delay, call.cancellation());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while waiting to ask the model again");
        }
    }
}
