package dev.mimo.tool.shell;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Environment;
import dev.mimo.environment.EventSink;
import dev.mimo.tool.BackgroundWork;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One background command, watched by a thread of its own. Safe for use by several threads. */
final class Job implements BackgroundWork.Work {

    /** What a model is told of the output at each look, in characters. */
    private static final int MOST_TOLD = 8_000;

    private static final int LOOK_MILLIS = 20;

    private static final int MOST_OF_COMMAND = 100;

    /** Longer than a kill takes. */
    private static final long LONGEST_END_SECONDS = 8;

    private final String id;
    private final Arguments arguments;
    private final CommandRunner.Running running;
    private final Output output;
    private final Cancellation.Source stop = new Cancellation.Source();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable String ending;
    private volatile boolean failed;

    Job(String id, Arguments arguments, CommandRunner.Running running, Output output) {
        this.id = id;
        this.arguments = arguments;
        this.running = running;
        this.output = output;
    }

    String id() {
        return id;
    }

    void begin(Environment environment) {
        try {
            environment.executor().execute(() -> watch(environment));
        } catch (RejectedExecutionException e) {
            running.kill();
            end("could not be watched, killed", true);
            throw e;
        }
    }

    @Override
    public boolean isRunning() {
        return over.getCount() > 0;
    }

    /** A command in the background is mostly a server, or watches something. */
    @Override
    public boolean isAwaited() {
        return false;
    }

    @Override
    public void await(Cancellation cancellation) throws InterruptedException {
        while (!cancellation.isCancelled() && !over.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            // Looked at again.
        }
    }

    /** Whether it has ended, and not well. */
    boolean isFailed() {
        return !isRunning() && failed;
    }

    void stop(String reason) {
        stop.cancel(reason);
    }

    /** Waits for the end, or until the time is over or the signal comes. */
    void await(Duration atMost, Cancellation cancellation, Environment environment) throws InterruptedException {
        CountDownLatch enough = new CountDownLatch(1);
        Cancellation.Registration timer = environment.scheduler().after(atMost, enough::countDown);
        Cancellation.Registration signal = cancellation.onCancel(enough::countDown);
        try {
            while (enough.getCount() > 0 && !over.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                // Looked at again.
            }
        } finally {
            timer.close();
            signal.close();
        }
    }

    /** Waits until it is gone after {@link #stop}, an interrupt notwithstanding. */
    void awaitEnd() {
        boolean interrupted = false;
        long start = System.nanoTime();
        long left = TimeUnit.SECONDS.toNanos(LONGEST_END_SECONDS);
        while (isRunning() && left > 0) {
            try {
                over.await(left, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left = TimeUnit.SECONDS.toNanos(LONGEST_END_SECONDS) - (System.nanoTime() - start);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The newest output, and a last line on how it stands. */
    String look() {
        return BashTool.withLine(output.told(MOST_TOLD), line());
    }

    /** {@code job-1 runs: npm start; output in FILE}. */
    @Override
    public String line() {
        String how = ending;
        String command = arguments.command().strip().replaceAll("\\s+", " ");
        String shown = command.length() > MOST_OF_COMMAND ? command.substring(0, MOST_OF_COMMAND) + "…" : command;
        return id + (how == null ? " is running" : " ended: " + how) + "; " + output.where() + "; command: " + shown;
    }

    private void watch(Environment environment) {
        Cancellation.Registration life = environment.life().onCancel(() -> stop("the environment was closed"));
        try {
            Progress silent = new Progress(id, EventSink.none(), environment.clock());
            Watch.Ending how = new Watch(running, output, silent, environment).toTheEnd(arguments.timeout(), stop);
            end(how.words(), !how.success());
        } catch (IOException | RuntimeException e) {
            end("killed, as its output could not be read: " + e.getMessage(), true);
        } finally {
            life.close();
            end("killed", true);
        }
    }

    private void end(String how, boolean badly) {
        if (isRunning()) {
            failed = badly;
            ending = how;
            over.countDown();
        }
    }
}
