package dev.mimo.testing;

import dev.mimo.environment.Environment;
import dev.mimo.environment.Threads;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadFactory;

/**
 * An environment in which everything can be told beforehand but the order of threads: the time stands at the start of 2026
 * until it is moved, ids are counted, random numbers come from a seed. Its threads are real daemon threads, as agents wait
 * for each other.
 *
 * <p>Closing it closes the environment and fails when a task is still running. Safe for use by several threads.
 */
public final class TestEnvironment implements AutoCloseable {

    /** What a library that is cancelled promises to end within. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long SEED = 42;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final ThreadFactory factory = Threads.daemon("mimo-test");
    private final Set<Thread> working = new LinkedHashSet<>();
    private final ManualScheduler scheduler;
    private final Environment environment;

    private TestEnvironment(boolean autoAdvance) {
        scheduler = new ManualScheduler(clock, autoAdvance);
        environment = Environment.builder()
                .clock(clock)
                .scheduler(scheduler)
                .ids(new SequentialIds())
                .random(new Random(SEED))
                .executor(this::execute)
                .build();
    }

    /** Time moves by {@link #advance} only: a thread that sleeps waits for it. */
    public static TestEnvironment create() {
        return new TestEnvironment(false);
    }

    /**
     * Time moves by {@link #advance}, and by each sleep: a thread that sleeps moves it to the end of its sleep and goes on.
     * Delays between attempts then need no code in the test; a time limit is met when the sleeps add up to it.
     */
    public static TestEnvironment autoAdvancing() {
        return new TestEnvironment(true);
    }

    public Environment environment() {
        return environment;
    }

    public ManualClock clock() {
        return clock;
    }

    public ManualScheduler scheduler() {
        return scheduler;
    }

    /** Moves the time forward, and runs what is due on the way, on the calling thread. */
    public void advance(Duration by) {
        scheduler.advance(by);
    }

    /**
     * Waits until no task of the executor runs.
     *
     * @throws AssertionError when one still runs after a minute; shows where
     */
    public void awaitQuiet() throws InterruptedException {
        awaitNone(PATIENCE);
    }

    /**
     * Closes the environment, which cancels what runs under it, and waits for the tasks to end.
     *
     * @throws AssertionError when one still runs after 5 s of real time; shows where, and interrupts it
     */
    @Override
    public void close() {
        close(GRACE);
    }

    void close(Duration grace) {
        environment.close();
        try {
            awaitNone(grace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (working) {
                working.forEach(Thread::interrupt);
            }
        }
    }

    private void execute(Runnable action) {
        Thread thread = factory.newThread(() -> {
            try {
                action.run();
            } finally {
                synchronized (working) {
                    working.remove(Thread.currentThread());
                    working.notifyAll();
                }
            }
        });
        synchronized (working) {
            working.add(thread);
        }
        thread.start();
    }

    private void awaitNone(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        synchronized (working) {
            while (!working.isEmpty()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError(working.size() + " tasks still run after " + patience + stacks());
                }
                working.wait(left / 1_000_000 + 1);
            }
        }
    }

    private String stacks() {
        StringBuilder text = new StringBuilder();
        for (Thread thread : working) {
            text.append('\n').append(thread.getName());
            Arrays.stream(thread.getStackTrace())
                    .forEach(frame -> text.append("\n    at ").append(frame));
        }
        return text.toString();
    }
}
