package dev.mimo.session;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Everything written down about a session so far, in order. Reading never blocks the writer. Safe for use by several
 * threads.
 */
public interface Transcript {

    /** How many entries there are now. */
    long size();

    /**
     * Up to {@code limit} entries from {@code from} on, oldest first; fewer at the end, none beyond it.
     *
     * @throws StoreException when the store cannot be read
     */
    List<Stored> page(long from, int limit);

    /** All entries from {@code from} on, read page by page. */
    default Stream<Stored> stream(long from) {
        int page = 256;
        long size = size();
        return LongStream.iterate(from, at -> at < size, at -> at + page)
                .boxed()
                .flatMap(at -> page(at, page).stream());
    }
}
