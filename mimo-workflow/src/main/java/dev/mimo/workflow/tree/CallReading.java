package dev.mimo.workflow.tree;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Cut;
import dev.mimo.model.Spent;
import dev.mimo.workflow.journal.CallPath;
import dev.mimo.workflow.journal.JournalRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the records read so far say of one call. Confined to one thread at a time. */
final class CallReading {

    /** Of a prompt or a reason, so much is shown at most. */
    private static final int HEAD = 400;

    final CallPath path;
    private final @Nullable String current;
    private RunNode.Asked asked = new RunNode.Asked(null, "", null, null, null);
    private int pass;
    private int attempts;
    private Instant started = Instant.EPOCH;
    private @Nullable Instant settled;
    private JournalRecord.@Nullable Outcome outcome;
    private @Nullable String reason;
    private Spent spent = Spent.NOTHING;

    /** {@code current}: the phase that the script had reached when it made the call; null for none. */
    CallReading(CallPath path, @Nullable String current) {
        this.path = path;
        this.current = current;
    }

    void start(JournalRecord.CallStarted record, Instant at, int inPass) {
        ObjectNode call = record.call();
        String prompt = text(call, "prompt");
        asked = new RunNode.Asked(
                text(call, "label"),
                prompt == null ? "" : prompt,
                text(call, "phase"),
                text(call, "model"),
                text(call, "agentType"));
        if (settled != null || inPass != pass) {
            started = at;
        }
        pass = inPass;
        attempts = record.attempt();
        settled = null;
        outcome = null;
        reason = null;
    }

    void settle(JournalRecord.CallSettled record, Instant at, int inPass) {
        if (settled != null || inPass != pass) {
            started = at;
        }
        pass = inPass;
        attempts = record.attempts();
        settled = at;
        outcome = record.outcome();
        reason = record.reason() == null ? null : head(record.reason());
        spent = spent.plus(record.spent());
    }

    /** The phase to show it in: what the call asks for, else where the script was. */
    @Nullable
    String phase() {
        return asked.phase() == null ? current : asked.phase();
    }

    /**
     * The call as it stands.
     *
     * @param passes how many there are by now
     * @param alive whether somebody runs the run
     */
    RunNode.Agent agent(int passes, boolean alive) {
        RunNode.Asked shown =
                new RunNode.Asked(asked.label(), asked.prompt(), phase(), asked.model(), asked.agentType());
        boolean replayed = settled != null && pass < passes;
        RunNode.State state = state(alive && pass == passes);
        return new RunNode.Agent(
                path, shown, state, reason, new RunNode.Work(pass, replayed, attempts, started, settled, spent));
    }

    private RunNode.State state(boolean atWork) {
        if (outcome == null) {
            return atWork ? RunNode.State.RUNNING : RunNode.State.IN_DOUBT;
        }
        return switch (outcome) {
            case OK -> RunNode.State.OK;
            case FAILED -> RunNode.State.FAILED;
            case SKIPPED -> RunNode.State.SKIPPED;
            case TIMEOUT -> RunNode.State.TIMEOUT;
        };
    }

    private static @Nullable String text(ObjectNode call, String field) {
        JsonNode value = call.get(field);
        return value == null || !value.isTextual() ? null : head(value.textValue());
    }

    private static String head(String text) {
        return text.length() <= HEAD ? text : text.substring(0, Cut.at(text, HEAD)) + "…";
    }
}
