package dev.mimo.workflow.tree;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mimo.model.Cost;
import dev.mimo.model.Json;
import dev.mimo.model.Spent;
import dev.mimo.model.Usage;
import dev.mimo.testing.ManualClock;
import dev.mimo.workflow.journal.CallKey;
import dev.mimo.workflow.journal.CallPath;
import dev.mimo.workflow.journal.InMemoryJournal;
import dev.mimo.workflow.journal.JournalRecord;
import dev.mimo.workflow.journal.JournalRecord.Outcome;
import dev.mimo.workflow.journal.RunId;
import dev.mimo.workflow.journal.RunLog;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run whose records a test writes, at the times it says. */
final class WrittenRun {

    static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
    static final RunId ID = RunId.of("wf-1");

    final RunLog log;
    private final Map<CallPath, CallKey> keys = new HashMap<>();
    private final ManualClock clock = new ManualClock(BEGIN);

    WrittenRun(String name) {
        log = new InMemoryJournal(clock)
                .begin(
                        ID,
                        new JournalRecord.Header(
                                name,
                                "export const meta = {}",
                                null,
                                7,
                                new JournalRecord.Terms(Map.of(), Json.object(), "/home", "mimo", "1")));
    }

    static CallPath r() {
        return CallPath.root();
    }

    WrittenRun after(Duration time) {
        clock.advance(time);
        return this;
    }

    WrittenRun seconds(long seconds) {
        return after(Duration.ofSeconds(seconds));
    }

    WrittenRun phase(String title) {
        return write(new JournalRecord.Phase(title));
    }

    WrittenRun child(CallPath path, String name) {
        return write(new JournalRecord.Child(path, name, "export const meta = {}", null));
    }

    WrittenRun start(CallPath path, String label) {
        return start(path, Json.object().put("prompt", "Do " + label).put("label", label), 1);
    }

    WrittenRun start(CallPath path, ObjectNode call, int attempt) {
        CallKey key = CallKey.of(path, call);
        keys.put(path, key);
        return write(new JournalRecord.CallStarted(key, attempt, call));
    }

    WrittenRun ok(CallPath path) {
        return settle(path, Outcome.OK, null);
    }

    WrittenRun failed(CallPath path, String reason) {
        return settle(path, Outcome.FAILED, reason);
    }

    WrittenRun settle(CallPath path, Outcome outcome, @Nullable String reason) {
        CallKey key = keys.computeIfAbsent(path, first -> CallKey.of(path, Json.object()));
        Spent spent = new Spent(1, Usage.of(1_000, 200), Cost.usd("0.01"));
        TextNode value = outcome == Outcome.OK ? TextNode.valueOf("done") : null;
        return write(new JournalRecord.CallSettled(key, outcome, value, reason, 1, spent));
    }

    WrittenRun resume(int pass) {
        return write(new JournalRecord.Resume(pass, JournalRecord.Divergence.CONTINUE, null));
    }

    WrittenRun completed() {
        return write(new JournalRecord.Terminal(JournalRecord.Status.COMPLETED, null, null, Spent.NOTHING));
    }

    WrittenRun ended(JournalRecord.Status status, String error) {
        return write(new JournalRecord.Terminal(status, null, error, Spent.NOTHING));
    }

    WrittenRun write(JournalRecord record) {
        log.append(List.of(record));
        return this;
    }

    RunTree tree() {
        return RunTree.of(ID, log.records());
    }

    RunTree cutOff() {
        return RunTree.cutOff(ID, log.records());
    }
}
