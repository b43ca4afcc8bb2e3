package dev.mimo.providers.http;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.environment.Environment;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelHeld;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls to one account of one host through, first come first served: no more at once than it may have, and none before
 * it may ask again. One for all agents of an environment; safe for use by several threads.
 *
 * <p>How many an endpoint allows goes for all calls of the account, whatever their endpoint. When the host says that it was
 * too much, half as many may be under way as were; several such answers to calls that ran side by side count once. Each time
 * that as many as may be have been answered, it is one more. A counter of requests or tokens that the host says is used up
 * holds new calls back until it is filled again.
 */
public final class CallLimiter {

    /** A host that wants to be left alone for longer is asked all the same, so that it is the one to say so. */
    private static final Duration LONGEST_HOLD = Duration.ofMinutes(5);

    private static final int UNLIMITED = Integer.MAX_VALUE;

    private final Environment environment;
    private final Deque<Waiter> waiting = new ArrayDeque<>();
    private int allowed = UNLIMITED;
    private int running;
    private int answered;
    private int cuts;
    private @Nullable Instant notBefore;

    private CallLimiter(Environment environment) {
        this.environment = environment;
    }

    /** The one for the account that an endpoint is asked with. */
    public static CallLimiter of(Environment environment, Endpoint endpoint) {
        Account account = new Account(endpoint.url().getAuthority(), endpoint.credentials());
        return environment.resources().get(account, CallLimiter.class, () -> new CallLimiter(environment));
    }

    /**
     * Waits until a call may be made; tells by {@link ModelHeld} when it must wait.
     *
     * @return to be closed when the call is over
     * @throws CancelledException when the signal comes first, or the environment is closed
     */
    public Permit enter(Endpoint endpoint, ModelCall call) {
        Integer most = endpoint.concurrency();
        Waiter waiter = new Waiter(most == null ? UNLIMITED : most);
        synchronized (this) {
            if (waiting.isEmpty() && hold(waiter) == null) {
                return admit();
            }
            waiting.add(waiter);
        }
        try {
            call.events().emit(held(endpoint, waiter));
            return await(waiter, call.cancellation());
        } finally {
            leave(waiter);
        }
    }

    /** Why a call that is first in the queue must wait; null when it need not. A span of no length: until one is over. */
    private @Nullable Duration hold(Waiter waiter) {
        if (notBefore != null) {
            Duration left = Duration.between(environment.clock().instant(), notBefore);
            if (left.compareTo(Duration.ZERO) > 0) {
                return left;
            }
            notBefore = null;
        }
        return running < Math.min(allowed, waiter.most) ? null : Duration.ZERO;
    }

    private Permit admit() {
        running++;
        return new Permit(cuts);
    }

    private Permit await(Waiter waiter, Cancellation cancellation) {
        while (true) {
            Duration hold;
            CountDownLatch turn = new CountDownLatch(1);
            synchronized (this) {
                hold = waiting.peek() == waiter ? hold(waiter) : Duration.ZERO;
                if (hold == null) {
                    waiting.remove();
                    return admit();
                }
                waiter.turn = turn;
            }
            try {
                if (hold.isZero()) {
                    awaitTurn(turn, cancellation);
                } else {
                    environment.sleep(hold, cancellation);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancelledException("interrupted while waiting to ask a model");
            }
        }
    }

    private void awaitTurn(CountDownLatch turn, Cancellation cancellation) throws InterruptedException {
        Cancellation.Registration signal = cancellation.onCancel(turn::countDown);
        Cancellation.Registration closing = environment.life().onCancel(turn::countDown);
        try {
            turn.await();
        } finally {
            signal.close();
            closing.close();
        }
        cancellation.throwIfCancelled();
        environment.life().throwIfCancelled();
    }

    private synchronized ModelHeld held(Endpoint endpoint, Waiter waiter) {
        int ahead = 0;
        for (Waiter other : waiting) {
            if (other == waiter) {
                break;
            }
            ahead++;
        }
        boolean asked =
                notBefore != null && notBefore.isAfter(environment.clock().instant());
        String reason = asked
                ? "the provider asked not to be called before " + notBefore
                : running + " calls are under way, and no more may be";
        return new ModelHeld(endpoint.model(), reason, ahead);
    }

    /** Whether it was let through or gave up: the next one may go. */
    private synchronized void leave(Waiter waiter) {
        waiting.remove(waiter);
        wakeFirst();
    }

    private void wakeFirst() {
        Waiter first = waiting.peek();
        if (first != null) {
            first.turn.countDown();
        }
    }

    private synchronized void holdFor(@Nullable Duration asked) {
        if (asked == null || asked.compareTo(LONGEST_HOLD) > 0) {
            return;
        }
        Instant until = environment.clock().instant().plus(asked);
        if (notBefore == null || until.isAfter(notBefore)) {
            notBefore = until;
        }
    }

    private synchronized void halve(int cutsBefore) {
        if (cutsBefore == cuts) {
            cuts++;
            allowed = Math.max(1, Math.min(allowed, running) / 2);
            answered = 0;
        }
    }

    private synchronized void grow() {
        if (allowed < UNLIMITED && ++answered >= allowed) {
            allowed++;
            answered = 0;
            wakeFirst();
        }
    }

    private synchronized void over() {
        running--;
        wakeFirst();
    }

    /** One call under way. Confined to one thread. */
    public final class Permit implements AutoCloseable {

        private final int cutsBefore;
        private boolean closed;

        private Permit(int cutsBefore) {
            this.cutsBefore = cutsBefore;
        }

        /** The head of the answer is there, whatever it says. */
        public void headed(Answer answer) {
            holdFor(new RetryHint(answer::header, environment.clock()).exhausted());
        }

        /** The answer is there. */
        public void answered() {
            grow();
        }

        /** It was too much; {@code retryAfter} is how long the host wants to be left alone, null when it does not say. */
        public void tooMuch(@Nullable Duration retryAfter) {
            halve(cutsBefore);
            holdFor(retryAfter);
        }

        /** The host has trouble of its own, and says for how long it wants to be left alone; null when it does not. */
        public void unable(@Nullable Duration retryAfter) {
            holdFor(retryAfter);
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                over();
            }
        }
    }

    private static final class Waiter {

        private final int most;
        private CountDownLatch turn = new CountDownLatch(1);

        Waiter(int most) {
            this.most = most;
        }
    }

    private record Account(String authority, Credentials credentials) {}
}
