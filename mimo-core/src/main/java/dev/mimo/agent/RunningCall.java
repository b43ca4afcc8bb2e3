package dev.mimo.agent;

import dev.mimo.environment.CancelledException;
import dev.mimo.environment.MimoException;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.session.Entry;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** One call at work on a thread of its own, so that a turn can be ended also when a tool does not listen. */
final class RunningCall implements Runnable {

    final ToolCall call;

    private final Tool tool;
    private final ToolContext context;
    private final BlockingQueue<RunningCall> ended;
    private final long startNanos = System.nanoTime();
    private @Nullable Thread thread;
    private boolean over;
    private volatile @Nullable ToolResult result;
    private volatile @Nullable Error error;
    private volatile List<Entry.Question> questions = List.of();

    /** When it ends it puts itself into {@code ended}. */
    RunningCall(ToolCall call, Tool tool, ToolContext context, BlockingQueue<RunningCall> ended) {
        this.call = call;
        this.tool = tool;
        this.context = context;
        this.ended = ended;
    }

    @Override
    public void run() {
        synchronized (this) {
            thread = Thread.currentThread();
        }
        try {
            context.cancellation().throwIfCancelled();
            result = tool.call(call, context);
        } catch (InterruptedException | CancelledException e) {
            result = ToolResult.error(call, "cancelled");
        } catch (ChildPaused e) {
            questions = e.questions();
        } catch (Error e) {
            error = e;
            result = ToolResult.error(call, "failed: " + e);
        } catch (Exception e) {
            result = ToolResult.error(call, words(e));
        }
        synchronized (this) {
            over = true;
            Thread.interrupted();
        }
        ended.add(this);
    }

    /** Interrupts the thread if the call still runs. */
    synchronized void interrupt() {
        if (!over && thread != null) {
            thread.interrupt();
        }
    }

    /** What came of it; never called before it has ended. */
    ToolResult result() {
        ToolResult told = result;
        if (told == null || !told.callId().equals(call.id())) {
            return told == null
                    ? ToolResult.error(call, "the tool gave no result")
                    : new ToolResult(call.id(), told.content(), told.error());
        }
        return told;
    }

    /** What people have to answer before there is a result; else empty. */
    List<Entry.Question> questions() {
        return questions;
    }

    /** What ends the turn; null when nothing does. */
    @Nullable
    Error error() {
        return error;
    }

    long millis() {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    /** Whether processes may have to be killed before it ends. */
    boolean isProcess() {
        return tool.effect() == Effect.EXECUTE;
    }

    String toolName() {
        return tool.spec().name();
    }

    /* The message alone where it is meant for the model; else the kind of exception says what the message leaves out. */
    private static String words(Exception e) {
        String message = e.getMessage();
        if (message == null) {
            return "failed: " + e.getClass().getSimpleName();
        }
        return e instanceof MimoException ? message : "failed: " + e.getClass().getSimpleName() + ": " + message;
    }
}
