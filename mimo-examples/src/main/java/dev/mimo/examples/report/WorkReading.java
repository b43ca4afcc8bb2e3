package dev.mimo.examples.report;

import dev.mimo.examples.report.SessionReport.Counts;
import dev.mimo.examples.report.Work.Call;
import dev.mimo.examples.report.Work.Result;
import dev.mimo.examples.report.Work.Span;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.session.Entry;
import dev.mimo.session.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects the calls of tools, and when something went on at all. */
final class WorkReading implements Consumer<Stored> {

    /** Nothing written down for so long while no call is open: the agent was not at work. */
    private static final Duration SILENCE = Duration.ofMinutes(10);

    /** How the gate begins to say no. */
    private static final String DENIED = "not allowed";

    private final Map<String, Pending> open = new LinkedHashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<Span> spans = new ArrayList<>();
    private @Nullable Instant begun;
    private Instant last = Instant.EPOCH;
    private boolean paused;

    /** A call without a result. */
    private record Pending(long sequence, ToolCall call, Instant from, boolean started) {
        Pending from(Instant at, boolean isStarted) {
            return new Pending(sequence, call, at, isStarted);
        }

        Call ended(@Nullable Instant until, Result result) {
            return new Call(sequence, call.name(), Subject.of(call), from, until, result);
        }
    }

    @Override
    public void accept(Stored stored) {
        follow(stored.entry(), stored.at());
        take(stored.entry(), stored);
        last = stored.at();
    }

    private void take(Entry entry, Stored stored) {
        if (entry instanceof Entry.ReplyAdded reply) {
            for (ToolCall call : reply.message().toolCalls()) {
                open.put(call.id(), new Pending(stored.sequence(), call, stored.at(), false));
            }
        } else if (entry instanceof Entry.CallStarted started) {
            open.computeIfPresent(started.callId(), (id, call) -> call.from(stored.at(), true));
        } else if (entry instanceof Entry.CallEdited edited) {
            open.computeIfPresent(
                    edited.callId(),
                    (id, call) -> new Pending(
                            call.sequence, call.call.withArguments(edited.arguments()), call.from, call.started));
        } else if (entry instanceof Entry.CallFinished finished) {
            Pending call = open.remove(finished.result().callId());
            if (call != null) {
                calls.add(call.ended(stored.at(), result(finished.result())));
            }
        }
    }

    /* Time does not pass for the agent while a person is waited for, nor between turns. */
    private void follow(Entry entry, Instant at) {
        if (entry instanceof Entry.TurnPaused || entry instanceof Entry.TurnEnded) {
            close(at);
            paused = entry instanceof Entry.TurnPaused;
        } else if (begun == null && (entry instanceof Entry.TurnStarted || (paused && goesOn(entry)))) {
            begun = at;
            paused = false;
            open.replaceAll((id, call) -> call.started ? call : call.from(at, false));
        } else if (begun != null && open.isEmpty() && Duration.between(last, at).compareTo(SILENCE) > 0) {
            close(last);
            begun = at;
        }
    }

    private static boolean goesOn(Entry entry) {
        return entry instanceof Entry.CallStarted
                || entry instanceof Entry.CallFinished
                || entry instanceof Entry.CallDelegated
                || entry instanceof Entry.ReplyAdded;
    }

    private void close(Instant at) {
        if (begun != null) {
            spans.add(new Span(begun, at));
            begun = null;
        }
    }

    private static Result result(ToolResult result) {
        if (!result.error()) {
            return Result.OK;
        }
        return result.text().startsWith(DENIED) ? Result.DENIED : Result.FAILED;
    }

    Counts counts(int turns, int steps) {
        int failed = 0;
        int denied = 0;
        for (Call call : calls) {
            failed += call.result() == Result.FAILED ? 1 : 0;
            denied += call.result() == Result.DENIED ? 1 : 0;
        }
        return new Counts(turns, steps, calls.size() + open.size(), failed, denied);
    }

    Work read() {
        List<Call> all = new ArrayList<>(calls);
        open.values().forEach(call -> all.add(call.ended(null, Result.OPEN)));
        List<Span> active = new ArrayList<>(spans);
        if (begun != null) {
            active.add(new Span(begun, last));
        }
        return new Work(all, active);
    }
}
