package dev.mimo.workflow.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run in a list.
 *
 * @param name of its workflow
 * @param begun when its first record was written
 * @param lastWritten when its last one was
 * @param records how many there are; at least 1
 * @param ended how it ended; null when it runs, or was cut off
 */
public record RunInfo(
        RunId id, String name, Instant begun, Instant lastWritten, long records, JournalRecord.@Nullable Status ended) {

    static RunInfo of(RunId id, Recorded first, Recorded last) {
        String name = first.record() instanceof JournalRecord.Header header ? header.name() : "";
        return new RunInfo(
                id,
                name,
                first.at(),
                last.at(),
                last.sequence() + 1,
                last.record() instanceof JournalRecord.Terminal terminal ? terminal.status() : null);
    }
}
