package dev.mimo.workflow.tree;

import dev.mimo.workflow.journal.JournalRecord;
import dev.mimo.workflow.journal.RunId;
import dev.mimo.workflow.journal.RunRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as it stands, made from nothing but its journal. Every call of an agent stands in it once, below its phase, groups
 * and nested runs. Immutable.
 *
 * @param passes the start, then each resumption; at least one
 * @param terminal how it ended; null when it has not
 */
public record RunTree(
        RunId id,
        String name,
        Status status,
        List<Pass> passes,
        List<RunNode> nodes,
        Totals totals,
        JournalRecord.@Nullable Terminal terminal) {

    /** How far a run has come. */
    public enum Status {
        RUNNING,
        /** It has not ended, and nobody runs it: it can be resumed. */
        CUT_OFF,
        COMPLETED,
        FAILED,
        CANCELLED
    }

    /** From one start of the script to what was recorded last before the next one. */
    public record Pass(int number, Instant begun, Instant last) {}

    public RunTree {
        passes = List.copyOf(passes);
        nodes = List.copyOf(nodes);
    }

    /**
     * The run, which is taken to be running unless its journal says that it has ended; to look again and again, use
     * {@link RunWatch}.
     *
     * @throws dev.mimo.workflow.journal.JournalException when the records cannot be read
     */
    public static RunTree of(RunId id, RunRecords records) {
        return new RunWatch(id, records).tree();
    }

    /** The same of a run that nobody runs any more. */
    public static RunTree cutOff(RunId id, RunRecords records) {
        return new RunWatch(id, records).cutOff();
    }

    public Instant begun() {
        return passes.get(0).begun();
    }

    /** When the last thing was recorded. */
    public Instant last() {
        return passes.get(passes.size() - 1).last();
    }

    /** The time of all passes together, without the time between them. */
    public Duration worked() {
        return passes.stream()
                .map(pass -> Duration.between(pass.begun(), pass.last()))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
