package dev.mimo.workflow.journal;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What was recorded of a run: a growing list. Safe for use by several threads. */
public interface RunRecords {

    /** How many a stream holds at once. */
    int PAGE = 100;

    /**
     * How many records there are now.
     *
     * @throws JournalException when they cannot be read
     */
    long size();

    /**
     * Up to {@code limit} records from {@code from} on, in order; fewer at the end, none beyond it.
     *
     * @throws DamagedJournal when they are not as they were written
     * @throws JournalException when they cannot be read or understood
     */
    List<Recorded> page(long from, int limit);

    /** What runs. */
    default JournalRecord.Header header() {
        if (page(0, 1).get(0).record() instanceof JournalRecord.Header header) {
            return header;
        }
        throw new JournalException("a run begins with its header", null);
    }

    /** The records from {@code from} on, as many as there are now, read page by page. */
    default Stream<Recorded> stream(long from) {
        long pages = Math.max(0, size() - from + PAGE - 1) / PAGE;
        return LongStream.range(0, pages)
                .mapToObj(n -> page(from + n * PAGE, PAGE))
                .flatMap(List::stream);
    }
}
