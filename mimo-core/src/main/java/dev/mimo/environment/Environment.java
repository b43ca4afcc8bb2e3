package dev.mimo.environment;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What runs take from the world: the clock, a scheduler, threads, ids, random numbers, and resources that agents share,
 * such as HTTP connections.
 *
 * <p>{@link #standard()} is the one for a whole process, made when first asked for; it has daemon threads only and needs
 * no closing. A host that wants to end everything, or to bring its own executor, builds one and closes it. Safe for use by
 * several threads.
 */
public final class Environment implements AutoCloseable {

    private static final String CLOSED = "the environment was closed";

    private final Clock clock;
    private final RandomGenerator random;
    private final Ids ids;
    private final Scheduler scheduler;
    private final Executor executor;
    private final Resources resources = new Resources();
    private final Resources own = new Resources();
    private final Cancellation.Source life = new Cancellation.Source();

    private Environment(Builder builder) {
        clock = builder.clock;
        random = builder.random;
        ids = builder.ids == null ? new RandomIds(clock, random) : builder.ids;
        Scheduler givenScheduler = builder.scheduler;
        scheduler = givenScheduler == null ? own.get(Timer.class, Timer::new) : givenScheduler;
        Executor givenExecutor = builder.executor;
        executor = givenExecutor == null ? own.get(Workers.class, Workers::new) : givenExecutor;
    }

    /** The process's own: system clock, secure random numbers, daemon threads. Closing it is refused. */
    public static Environment standard() {
        return Standard.INSTANCE;
    }

    /** Starts from what {@link #standard()} has; what is not given is made for the new one and closed with it. */
    public static Builder builder() {
        return new Builder();
    }

    public Clock clock() {
        return clock;
    }

    public RandomGenerator random() {
        return random;
    }

    public Ids ids() {
        return ids;
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    /** Threads for work that may block: model calls, tools, turns. */
    public Executor executor() {
        return executor;
    }

    /** What agents of this environment share: made once, closed with it. */
    public Resources resources() {
        return resources;
    }

    /** Signalled when this environment is closed; every turn runs under it. */
    public Cancellation life() {
        return life;
    }

    /**
     * Blocks the calling thread for {@code delay} of this environment's time.
     *
     * @throws CancelledException when the signal comes first, or this environment is closed
     * @throws InterruptedException when the thread is interrupted
     */
    public void sleep(Duration delay, Cancellation cancellation) throws InterruptedException {
        Cancellation.Source either = Cancellation.Source.under(cancellation);
        Cancellation.Registration closing = life.onCancel(() -> either.cancel(CLOSED));
        try {
            either.throwIfCancelled();
            scheduler.sleep(delay, either);
        } finally {
            closing.close();
            either.close();
        }
    }

    /**
     * Cancels what runs, closes the shared resources and ends the threads made for this environment; a host's own executor
     * and scheduler are left alone.
     */
    @Override
    public void close() {
        if (this == Standard.INSTANCE) {
            throw new MimoException("the standard environment is never closed; build one to close it");
        }
        life.cancel(CLOSED);
        try {
            resources.close();
        } finally {
            own.close();
        }
    }

    /** Made lazily, once for a process. */
    private static final class Standard {
        static final Environment INSTANCE = builder().build();
    }

    /** One daemon thread that fires short actions. */
    private static final class Timer implements Scheduler, AutoCloseable {

        private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

        private final ScheduledThreadPoolExecutor pool =
                new ScheduledThreadPoolExecutor(1, Threads.daemon("mimo-timer"));

        Timer() {
            pool.setRemoveOnCancelPolicy(true);
            pool.setKeepAliveTime(30, TimeUnit.SECONDS);
            pool.allowCoreThreadTimeOut(true);
        }

        @Override
        public Cancellation.Registration after(Duration delay, Runnable action) {
            try {
                ScheduledFuture<?> future = pool.schedule(action, nanos(delay), TimeUnit.NANOSECONDS);
                return () -> future.cancel(false);
            } catch (RejectedExecutionException e) {
                throw new CancelledException(CLOSED);
            }
        }

        @Override
        public void close() {
            pool.shutdownNow();
        }

        /** A delay of more than 146 years never ends; the pool's own arithmetic wants half of what fits. */
        private static long nanos(Duration delay) {
            return delay.compareTo(LONGEST) < 0 ? delay.toNanos() : LONGEST.toNanos();
        }
    }

    private static final class Workers implements Executor, AutoCloseable {

        private final ExecutorService pool = Threads.perTask("mimo");

        @Override
        public void execute(Runnable action) {
            pool.execute(action);
        }

        @Override
        public void close() {
            pool.shutdownNow();
        }
    }

    /** Collects what an environment is to be made of. Confined to one thread. */
    public static final class Builder {

        private Clock clock = Clock.systemUTC();
        private RandomGenerator random = new SecureRandom();
        private @Nullable Ids ids;
        private @Nullable Scheduler scheduler;
        private @Nullable Executor executor;

        private Builder() {}

        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /** Must be safe for use by several threads. */
        public Builder random(RandomGenerator random) {
            this.random = random;
            return this;
        }

        public Builder ids(Ids ids) {
            this.ids = ids;
            return this;
        }

        /** The host's own; never closed by us. */
        public Builder scheduler(Scheduler scheduler) {
            this.scheduler = scheduler;
            return this;
        }

        /** The host's own; never closed by us. Must be able to run several tasks at once, as tasks wait for each other. */
        public Builder executor(Executor executor) {
            this.executor = executor;
            return this;
        }

        public Environment build() {
            return new Environment(this);
        }
    }
}
