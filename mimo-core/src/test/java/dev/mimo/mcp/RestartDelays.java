package dev.mimo.mcp;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A scheduler that keeps the delays before restarts and ends them at once, or when told; time limits are never met. */
final class RestartDelays implements Scheduler {

    private static final Duration SHORTEST_LIMIT = McpServer.START_LIMIT;

    final List<Duration> delays = new ArrayList<>();
    final BlockingQueue<Runnable> held = new LinkedBlockingQueue<>();
    private final boolean holds;

    /** {@code holds}: a restart waits until the test takes it from {@link #held} and runs it. */
    RestartDelays(boolean holds) {
        this.holds = holds;
    }

    @Override
    public Cancellation.Registration after(Duration delay, Runnable action) {
        if (delay.compareTo(SHORTEST_LIMIT) < 0) {
            synchronized (delays) {
                delays.add(delay);
            }
            if (holds) {
                held.add(action);
            } else {
                action.run();
            }
        }
        return () -> {};
    }
}
