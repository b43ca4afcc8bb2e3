package dev.mimo.providers;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Environment;
import dev.mimo.environment.Scheduler;
import dev.mimo.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A scheduler whose time is moved by hand, and the environment around it. */
public final class VirtualTime implements Scheduler {

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final List<Timer> timers = new ArrayList<>();
    private final List<Duration> asked = new ArrayList<>();

    public Environment environment() {
        return Environment.builder().clock(clock).scheduler(this).build();
    }

    @Override
    public synchronized Cancellation.Registration after(Duration delay, Runnable action) {
        Timer timer = new Timer(clock.instant().plus(delay), action);
        timers.add(timer);
        asked.add(delay);
        notifyAll();
        return () -> {
            synchronized (this) {
                timers.remove(timer);
            }
        };
    }

    /** Moves on, firing what is due in the order in which it is due. */
    public void advance(Duration by) {
        Instant until = clock.instant().plus(by);
        while (true) {
            Timer next;
            synchronized (this) {
                next = timers.stream()
                        .filter(timer -> !timer.at.isAfter(until))
                        .min((a, b) -> a.at.compareTo(b.at))
                        .orElse(null);
                if (next == null) {
                    clock.advance(Duration.between(clock.instant(), until));
                    return;
                }
                timers.remove(next);
                clock.advance(Duration.between(clock.instant(), next.at));
            }
            next.action.run();
        }
    }

    /** Blocks until a timer with this delay is set. */
    public synchronized void awaitTimer(Duration delay) throws InterruptedException {
        while (!hasTimer(delay)) {
            wait();
        }
    }

    /** Whether a timer is set that is due after exactly this delay. */
    public synchronized boolean hasTimer(Duration delay) {
        return timers.stream().anyMatch(timer -> timer.at.equals(clock.instant().plus(delay)));
    }

    /** Blocks until a timer is set whose delay is another one, and tells that delay. */
    public synchronized Duration awaitTimerOtherThan(Duration delay) throws InterruptedException {
        Instant ignored = clock.instant().plus(delay);
        while (true) {
            for (Timer timer : timers) {
                if (!timer.at.equals(ignored)) {
                    return Duration.between(clock.instant(), timer.at);
                }
            }
            wait();
        }
    }

    /** How many timers wait. */
    public synchronized int waiting() {
        return timers.size();
    }

    /** Every delay that was asked for, in order. */
    public synchronized List<Duration> asked() {
        return List.copyOf(asked);
    }

    private record Timer(Instant at, Runnable action) {}
}
