package dev.mimo.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.permission.Approver;
import dev.mimo.session.Entry;
import dev.mimo.session.SessionId;
import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import java.util.ArrayList;
import java.util.HashMap;
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
    private final Map<String, SessionId> delegatedBefore = new HashMap<>();

    StepCalls(TurnScope scope, Map<String, Approver.Answer> answers) {
        this.scope = scope;
        this.gate = new CallGate(scope, answers);
    }

    /**
     * A call that may run.
     *
     * @param asked whether a person has allowed it
     */
    private record Ready(ToolCall call, Tool tool, List<Action> actions, boolean asked) {}

    /**
     * Works off the open calls of the last reply.
     *
     * @return what people have to decide first: on these calls, in which case nothing was run, or on those of sub-agents.
     *     Else empty, and every call has its result
     */
    List<Entry.Question> run() {
        List<ToolCall> open = scope.recorder.see(SessionView::openCalls);
        rememberDelegates(open);
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
        return runAll(allowed);
    }

    private void rememberDelegates(List<ToolCall> open) {
        for (ToolCall call : open) {
            SessionId child = delegate(call.id());
            if (child != null) {
                delegatedBefore.put(call.id(), child);
            }
        }
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
            if (wasStarted(call) && !tool.idempotent() && !delegatedBefore.containsKey(call.id())) {
                throw new InvalidCall("interrupted: whether it took effect is unknown; look before you repeat it");
            }
            ToolCall fitting = scope.setup.checks.fit(call, tool);
            return new Ready(fitting, tool, tool.actions(fitting, scope.workspace()), false);
        } catch (InvalidCall | IllegalArgumentException e) {
            refuse(call, e.getMessage());
        } catch (MimoException e) {
            refuse(call, "not run: " + e.getMessage());
        }
        return null;
    }

    private boolean wasStarted(ToolCall call) {
        return scope.recorder.see(view -> view.calls().wasStarted(call.id()));
    }

    private @Nullable SessionId delegate(String callId) {
        return scope.recorder.see(view -> view.calls().delegate(callId));
    }

    private void refuse(ToolCall call, @Nullable String why) {
        told.put(call.id(), ToolResult.error(call, why == null ? "not run" : why));
    }

    private List<Entry.Question> judge(List<Ready> checked, List<Ready> allowed) {
        List<Entry.Question> questions = new ArrayList<>();
        for (Ready ready : checked) {
            if (delegatedBefore.containsKey(ready.call().id())) {
                allowed.add(ready);
                continue;
            }
            CallGate.Decision decision = gate.decide(ready.call(), ready.actions());
            if (decision instanceof CallGate.Decision.Wait wait) {
                questions.add(new Entry.Question(scope.questionId(ready.call().id()), wait.question()));
            } else if (decision instanceof CallGate.Decision.Told result) {
                told.put(
                        ready.call().id(),
                        result.error()
                                ? ToolResult.error(ready.call(), result.text())
                                : ToolResult.of(ready.call(), result.text()));
            } else {
                run(ready, (CallGate.Decision.Run) decision, allowed);
            }
        }
        return questions;
    }

    private void run(Ready ready, CallGate.Decision.Run decision, List<Ready> allowed) {
        Ready runs = decision.arguments() == null ? ready : edit(ready, decision.arguments());
        if (runs != null) {
            allowed.add(new Ready(runs.call(), runs.tool(), runs.actions(), decision.person()));
        }
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

    /* Once a sub-agent waits for people, only what may run at the same time still does. */
    private List<Entry.Question> runAll(List<Ready> allowed) {
        List<Entry.Question> questions = new ArrayList<>();
        for (int from = 0; from < allowed.size(); ) {
            if (!questions.isEmpty() && !allowed.get(from).tool().mayOverlap()) {
                leaveForLater(allowed.subList(from, allowed.size()));
                break;
            }
            int to = from + 1;
            while (to < allowed.size()
                    && to - from < MOST_AT_ONCE
                    && allowed.get(from).tool().mayOverlap()
                    && allowed.get(to).tool().mayOverlap()) {
                to++;
            }
            scope.cancellation.throwIfCancelled();
            questions.addAll(runTogether(allowed.subList(from, to)));
            from = to;
        }
        return questions;
    }

    private void leaveForLater(List<Ready> calls) {
        List<Entry> yes = new ArrayList<>();
        for (Ready ready : calls) {
            if (ready.asked()) {
                yes.add(new Entry.CallAllowed(ready.call().id()));
            }
        }
        if (!yes.isEmpty()) {
            scope.recorder.append(yes);
        }
    }

    private List<Entry.Question> runTogether(List<Ready> batch) {
        BlockingQueue<RunningCall> ended = new LinkedBlockingQueue<>();
        List<RunningCall> running = new ArrayList<>();
        markStarted(batch);
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
        return running.stream().flatMap(call -> call.questions().stream()).toList();
    }

    /** Written before any of them runs, and at once: each write is waited for. */
    private void markStarted(List<Ready> batch) {
        List<Entry> starts = new ArrayList<>();
        for (Ready ready : batch) {
            if (ready.tool().effect() != Effect.READ && !wasStarted(ready.call())) {
                starts.add(new Entry.CallStarted(ready.call().id()));
            }
        }
        if (!starts.isEmpty()) {
            scope.recorder.append(starts);
        }
    }

    private RunningCall start(Ready ready, BlockingQueue<RunningCall> ended) {
        ToolCall call = ready.call();
        scope.publisher.emit(new TurnEvent.ToolCallStarted(call));
        RunningCall running = new RunningCall(call, ready.tool(), new CallContext(scope, call, gate), ended);
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
            if (call.questions().isEmpty()) {
                finish(scope.bound(call.result()), call.toolName(), call.millis());
            }
            if (call.error() != null) {
                fatal = call.error();
                scope.cancellation.cancel("another call broke the turn off: " + fatal);
            }
        }
        if (fatal != null) {
            throw fatal;
        }
    }

    /** The next call that ends; null when the turn was cancelled and the rest does not end within the grace. */
    private @Nullable RunningCall next(List<RunningCall> left, BlockingQueue<RunningCall> ended) {
        Interruption open = Interruption.on(scope.cancellation);
        try (open) {
            if (!scope.cancellation.isCancelled()) {
                return open.whileOpen(ended::take);
            }
        } catch (InterruptedException e) {
            if (!open.wasSent()) {
                scope.interrupted();
            }
        }
        if (graceEnds == 0) {
            boolean process = left.stream().anyMatch(this::mayHaveProcesses);
            graceEnds =
                    System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(process ? PROCESS_GRACE_MILLIS : GRACE_MILLIS);
        }
        left.forEach(RunningCall::interrupt);
        return poll(ended);
    }

    private boolean mayHaveProcesses(RunningCall running) {
        return running.isProcess() || delegate(running.call.id()) != null;
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
        SessionId left = delegatedBefore.get(result.callId());
        if (left != null) {
            Turn.giveUp(scope.store, left, "given up: the call has another result");
        }
        scope.meter.settle(result.callId());
        scope.record(new Entry.CallFinished(result));
        scope.publisher.emit(
                new TurnEvent.ToolCallFinished(result.callId(), tool, result.text(), result.error(), millis));
    }
}
