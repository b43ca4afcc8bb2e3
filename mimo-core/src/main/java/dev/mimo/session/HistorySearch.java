package dev.mimo.session;

import java.time.Instant;
import java.util.List;

/**
 * Finds what was ever said, in all sessions of a store. Safe for use by several threads; blocks while it reads.
 *
 * <p>A store may fill its index behind the writer: what was appended a moment ago is found after {@link #catchUp}, and by
 * itself soon.
 */
public interface HistorySearch {

    /** How many hits there are at most. */
    int MOST_HITS = 100;

    /**
     * The best hits first. A query without a word to look for finds nothing.
     *
     * @throws StoreException when the store cannot be read
     */
    List<Hit> search(Query query);

    /** Blocks until everything appended before this call can be found. */
    void catchUp() throws InterruptedException;

    /**
     * What to look for.
     *
     * @param words all of which have to stand in a message: words of any script, names such as {@code getUserById}, error
     *     codes, paths, or parts of a name; words in double quotes stand together. Never a syntax error
     * @param scope where
     * @param limit how many hits at most; 1 to {@link #MOST_HITS}
     */
    record Query(String words, Scope scope, int limit) {
        public Query {
            if (limit < 1 || limit > MOST_HITS) {
                throw new IllegalArgumentException("a search gives 1 to " + MOST_HITS + " hits, not " + limit);
            }
        }
    }

    /** Where to look. */
    sealed interface Scope {

        /** In every session of the store. */
        record Everywhere() implements Scope {}

        /** In the sessions of a project; see {@link MemoryScope.Project}. */
        record InProject(String project) implements Scope {}

        /** In one session. */
        record InSession(SessionId session) implements Scope {}
    }

    /**
     * Something that was said.
     *
     * @param ref where
     * @param at when
     * @param source by whom
     * @param excerpt the words found and what stands around them, at most 500 characters
     */
    record Hit(MessageRef ref, Instant at, Source source, String excerpt) {}

    /** Who or what said it. */
    enum Source {
        /** A person, or the host in a person's place. */
        USER,
        /** The runtime, in the user's place. */
        RUNTIME,
        /** The model, to the user. */
        ASSISTANT,
        /** The model, in a call of a tool. */
        TOOL_CALL,
        /** A tool. */
        TOOL_RESULT
    }
}
