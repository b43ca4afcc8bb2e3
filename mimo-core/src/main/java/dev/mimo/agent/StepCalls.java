package dev.mimo.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.permission.Approver;
import dev.mimo.session.Entry;
import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one reply: all are checked, then all are judged, before any runs; then they run as their effects allow. The
 * results stand in the log as they come.
 */
final class StepCalls {

    /** More calls in one reply are not run. */
    private static final int MOST_CALLS = 128;

    /** How many calls that may overlap run at once. */
    private static final int MOST_AT_ONCE = 8;

    private static final long GRACE_MILLIS = 900;
    private static final long PROCESS_GRACE_MILLIS = 5_000;

    private final TurnScope scope;
    private final CallGate gate;
    private long graceEnds;
    private final Map<String, ToolResult> told = new LinkedHashMap<>();

    StepCalls(TurnScope scope, Map<String, Approver.Answer> answers) {
        this.scope = scope;
        this.gate = new CallGate(scope, answers);
    }

    /** A call that may run. */
    private record Ready(ToolCall call, Tool tool, List<Action> actions) {}

    /**
     * Works off the open calls of the last reply.
     *
     * @return what people have to decide first, in which case nothing was run; else empty, and every call has its result
     */
    List<Entry.Question> run() {
        List<ToolCall> open = scope.recorder.see(SessionView::openCalls);
        List<Ready> checked = check(open);
        List<Ready> allowed = new ArrayList<>();
        List<Entry.Question> questions = judge(checked, allowed);
        if (!questions.isEmpty()) {
            return questions;
        }
        for (ToolCall call : open) {
            ToolResult result = told.get(call.id());
            if (result != null) {
                finish(result, call.name(), 0);
            }
        }
        runAll(allowed);
        return List.of();
    }

    private List<Ready> check(List<ToolCall> open) {
        List<Ready> ready = new ArrayList<>();
        for (int i = 0; i < open.size(); i++) {
            ToolCall call = open.get(i);
            if (i >= MOST_CALLS) {
                refuse(call, "not run: at most " + MOST_CALLS + " calls are run in one reply; ask again");
            } else {
                Ready one = check(call);
                if (one != null) {
                    ready.add(one);
                }
            }
        }
        return ready;
    }

    private @Nullable Ready check(ToolCall call) {
        Tool tool = scope.setup.toolbox.find(call.name());
        try {
            if (tool == null) {
                throw new InvalidCall(CallCheck.unknownTool(call.name(), scope.setup.toolbox));
            }
            if (scope.recorder.see(view -> view.wasStarted(call.id())) && !tool.idempotent()) {
                throw new InvalidCall("interrupted: whether it took effect is unknown; look before you repeat it");
            }
            ToolCall fitting = scope.setup.checks.fit(call, tool);
            return new Ready(fitting, tool, tool.actions(fitting, scope.workspace()));
        } catch (InvalidCall | IllegalArgumentException e) {
            refuse(call, e.getMessage());
        } catch (MimoException e) {
            refuse(call, "not run: " + e.getMessage());
        }
        return null;
    }

    private void refuse(ToolCall call, @Nullable String why) {
        told.put(call.id(), ToolResult.error(call, why == null ? "not run" : why));
    }

    private List<Entry.Question> judge(List<Ready> checked, List<Ready> allowed) {
        List<Entry.Question> questions = new ArrayList<>();
        for (Ready ready : checked) {
            CallGate.Decision decision = gate.decide(ready.call(), ready.actions());
            if (decision instanceof CallGate.Decision.Wait wait) {
                questions.add(new Entry.Question(ready.call().id(), wait.question()));
            } else if (decision instanceof CallGate.Decision.Told result) {
                told.put(
                        ready.call().id(),
                        result.error()
                                ? ToolResult.error(ready.call(), result.text())
                                : ToolResult.of(ready.call(), result.text()));
            } else {
                ObjectNode edited = ((CallGate.Decision.Run) decision).arguments();
                Ready runs = edited == null ? ready : edit(ready, edited);
                if (runs != null) {
                    allowed.add(runs);
                }
            }
        }
        return questions;
    }

    /* What a person wrote is checked like anything else, and a deny rule stands above a person's yes. */
    private @Nullable Ready edit(Ready ready, ObjectNode arguments) {
        scope.recorder.append(new Entry.CallEdited(ready.call().id(), arguments));
        Ready other = check(ready.call().withArguments(arguments));
        if (other == null) {
            return null;
        }
        String denied = gate.denial(other.actions());
        if (denied != null) {
            refuse(ready.call(), denied);
            return null;
        }
        return other;
    }

    private void runAll(List<Ready> allowed) {
        for (int from = 0; from < allowed.size(); ) {
            int to = from + 1;
            while (to < allowed.size()
                    && to - from < MOST_AT_ONCE
                    && allowed.get(from).tool().mayOverlap()
                    && allowed.get(to).tool().mayOverlap()) {
                to++;
            }
            scope.cancellation.throwIfCancelled();
            runTogether(allowed.subList(from, to));
            from = to;
        }
    }

    private void runTogether(List<Ready> batch) {
        BlockingQueue<RunningCall> ended = new LinkedBlockingQueue<>();
        List<RunningCall> running = new ArrayList<>();
        scope.place.fanOut(batch.size());
        for (Ready ready : batch) {
            running.add(start(ready, ended));
        }
        try {
            collect(running, ended);
        } finally {
            scope.place.fanIn(scope.cancellation);
        }
        scope.cancellation.throwIfCancelled();
    }

    private RunningCall start(Ready ready, BlockingQueue<RunningCall> ended) {
        ToolCall call = ready.call();
        if (ready.tool().effect() != Effect.READ) {
            scope.recorder.append(new Entry.CallStarted(call.id()));
        }
        scope.publisher.emit(new TurnEvent.ToolCallStarted(call));
        RunningCall running =
                new RunningCall(call, ready.tool(), new CallContext(scope, call, gate, scope.workspace()), ended);
        scope.setup.environment.executor().execute(running);
        return running;
    }

    private void collect(List<RunningCall> running, BlockingQueue<RunningCall> ended) {
        List<RunningCall> left = new ArrayList<>(running);
        Error fatal = null;
        while (!left.isEmpty()) {
            RunningCall call = next(left, ended);
            if (call == null) {
                break;
            }
            left.remove(call);
            scope.place.callEnded();
            finish(scope.bound(call.result()), call.toolName(), call.millis());
            fatal = call.error() == null ? fatal : call.error();
        }
        if (fatal != null) {
            throw fatal;
        }
    }

    /** The next call that ends; null when the turn was cancelled and the rest does not end within the grace. */
    private @Nullable RunningCall next(List<RunningCall> left, BlockingQueue<RunningCall> ended) {
        try (Interruption open = Interruption.on(scope.cancellation)) {
            if (!scope.cancellation.isCancelled()) {
                return open.whileOpen(ended::take);
            }
        } catch (InterruptedException e) {
            scope.interrupted();
        }
        if (graceEnds == 0) {
            boolean process = left.stream().anyMatch(RunningCall::isProcess);
            graceEnds =
                    System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(process ? PROCESS_GRACE_MILLIS : GRACE_MILLIS);
        }
        left.forEach(RunningCall::interrupt);
        return poll(ended);
    }

    private @Nullable RunningCall poll(BlockingQueue<RunningCall> ended) {
        try {
            return ended.poll(Math.max(0, graceEnds - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private void finish(ToolResult result, String tool, long millis) {
        scope.recorder.append(new Entry.CallFinished(result));
        scope.publisher.emit(
                new TurnEvent.ToolCallFinished(result.callId(), tool, result.text(), result.error(), millis));
    }
}
