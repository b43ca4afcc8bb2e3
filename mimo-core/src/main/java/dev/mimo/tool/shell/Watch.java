package dev.mimo.tool.shell;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Environment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Stays with one running command until nothing is left of it, on the thread that asks.
 *
 * <p>It looks for output every 1 to 16 ms instead of waiting in a read, so no thread hangs on a stream that a daemon keeps
 * open, and a signal is seen at once.
 */
final class Watch {

    private static final long LONGEST_PAUSE_MILLIS = 16;

    private final CommandRunner.Running running;
    private final Output output;
    private final Progress progress;
    private final Environment environment;

    Watch(CommandRunner.Running running, Output output, Progress progress, Environment environment) {
        this.running = running;
        this.output = output;
        this.progress = progress;
        this.environment = environment;
    }

    /**
     * Returns when the command has ended, or was killed: after {@code timeout} (null: none), on the signal, or because the
     * thread was interrupted, which it then still is.
     */
    Ending toTheEnd(@Nullable Duration timeout, Cancellation cancellation) throws IOException {
        Instant start = environment.clock().instant();
        AtomicBoolean late = new AtomicBoolean();
        Cancellation.Registration timer =
                timeout == null ? () -> {} : environment.scheduler().after(timeout, () -> late.set(true));
        try (output) {
            String ending = untilOver(late, timeout, cancellation);
            boolean ended = ending.startsWith("exit");
            boolean left = running.kill();
            output.drain(running.output(), progress);
            progress.end();
            Duration took = Duration.between(start, environment.clock().instant());
            String more = ended && left ? "; what it left running was killed" : "";
            return new Ending(ending + ", " + seconds(took) + more, ending.equals("exit 0"));
        } finally {
            timer.close();
            running.kill();
            running.output().close();
        }
    }

    private String untilOver(AtomicBoolean late, @Nullable Duration timeout, Cancellation cancellation)
            throws IOException {
        long pause = 1;
        while (true) {
            boolean some = output.drain(running.output(), progress);
            progress.tick();
            String reason = cancellation.reason();
            if (reason != null) {
                return "cancelled (" + reason.replaceAll("\\s+", " ") + "), killed";
            }
            if (timeout != null && late.get()) {
                return "timed out after " + seconds(timeout) + ", killed";
            }
            pause = some ? 1 : Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
            try {
                Integer code = running.await(Duration.ofMillis(pause));
                if (code != null) {
                    return "exit " + code;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "interrupted, killed";
            }
        }
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", Math.max(0, time.toMillis()) / 1000.0);
    }

    /**
     * How it ended.
     *
     * @param words {@code exit 1, 3.2 s}
     * @param success whether it ended by itself, with 0
     */
    record Ending(String words, boolean success) {}
}
