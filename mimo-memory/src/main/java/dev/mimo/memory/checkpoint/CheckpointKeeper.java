package dev.mimo.memory.checkpoint;

import dev.mimo.environment.Environment;
import dev.mimo.session.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has checkpoints written beside the agents at work: of each session by one writer at a time, on a thread of its own.
 *
 * <p>Whatever a writer does, a checkpoint that covers what was asked for is stored: its patch once that was checked, or, when
 * it fails, takes too long or spends too much, what the runtime finds itself. A writer that failed is asked again with the
 * next request, and begins where a model last read; so no entry is ever left unread. Safe for use by several threads.
 */
public final class CheckpointKeeper implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final String CLOSED = "memory was closed";

    private final WriterParts parts;
    private final Map<SessionId, WriterQueue> queues = new HashMap<>();
    private boolean closed;

    private CheckpointKeeper(WriterParts parts) {
        this.parts = parts;
    }

    /** Has checkpoints written by {@code writer} and kept in {@code store}. */
    public static Builder of(CheckpointWriter writer, CheckpointStore store) {
        return new Builder(writer, store);
    }

    /**
     * Asks for a checkpoint and returns at once. Where a writer of the session is at work, the request waits for it, in the
     * place of one that waits already.
     */
    public void request(CheckpointRequest request) {
        WriterQueue queue = findQueue(request.session());
        if (queue == null) {
            parts.tell(request, new CheckpointEvent.Skipped(CLOSED, request.cause()));
        } else {
            queue.add(request);
        }
    }

    /**
     * Asks for a checkpoint, and waits for it at most that long; when the wait is over, what the runtime finds itself takes
     * its place at once, and the writer works on for the next one.
     *
     * @return the newest version, which covers what was asked for
     * @throws dev.mimo.environment.CancelledException when the turn is cancelled meanwhile
     * @throws dev.mimo.session.StoreException when it cannot be stored
     */
    public Checkpoint now(CheckpointRequest request, Duration wait) throws InterruptedException {
        Checkpoint latest = parts.store().findLatest(request.session());
        if (latest != null && latest.marks().written() >= request.to()) {
            return latest;
        }
        WriterQueue queue = findQueue(request.session());
        return queue == null ? new WriterQueue(parts).standIn(request, CLOSED) : queue.await(request, wait);
    }

    /**
     * A session ends: its writer has 2 s left, then what the runtime finds itself takes its place. Returns when that is
     * stored.
     */
    public void close(SessionId session) {
        WriterQueue queue;
        synchronized (this) {
            queue = queues.remove(session);
        }
        if (queue != null) {
            queue.close(GRACE);
        }
    }

    /** Ends all writers at once; what the runtime finds itself takes their place. Returns when that is stored. */
    @Override
    public void close() {
        List<WriterQueue> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(queues.values());
            queues.clear();
        }
        all.forEach(queue -> queue.close(Duration.ZERO));
    }

    /** Null when this keeper is closed. */
    private synchronized @Nullable WriterQueue findQueue(SessionId session) {
        return closed ? null : queues.computeIfAbsent(session, any -> new WriterQueue(parts));
    }

    /** Collects what a keeper works with. Confined to one thread. */
    public static final class Builder {

        private final CheckpointWriter writer;
        private final CheckpointStore store;
        private NoteSource notes = NoteSource.none();
        private FindingsListener findings = (session, found, transcript) -> {};
        private Supplier<List<String>> git = List::of;
        private Environment environment = Environment.standard();
        private Duration deadline = Duration.ofSeconds(120);
        private long maxTokens = 400_000;

        private Builder(CheckpointWriter writer, CheckpointStore store) {
            this.writer = writer;
            this.store = store;
        }

        /** Where the agent's notes come from; none when left out. */
        public Builder notes(NoteSource source) {
            notes = source;
            return this;
        }

        /** Takes what writers find beyond the session. */
        public Builder findings(FindingsListener listener) {
            findings = listener;
            return this;
        }

        /** Gives branch and changed files, one line each; asked for on the writer's thread, may block. */
        public Builder git(Supplier<List<String>> lines) {
            git = lines;
            return this;
        }

        /** Gives clock, timers and threads. */
        public Builder environment(Environment other) {
            environment = other;
            return this;
        }

        /** How long a writer may take for what it reads at once; 120 s when left out. */
        public Builder deadline(Duration most) {
            if (most.isNegative() || most.isZero()) {
                throw new IllegalArgumentException("a deadline is longer than nothing: " + most);
            }
            deadline = most;
            return this;
        }

        /** How many tokens a writer may spend on one request; 400,000 when left out. */
        public Builder maxTokens(long most) {
            if (most < 1) {
                throw new IllegalArgumentException("a writer needs at least one token: " + most);
            }
            maxTokens = most;
            return this;
        }

        public CheckpointKeeper build() {
            return new CheckpointKeeper(new WriterParts(
                    writer, store, notes, findings, git, environment, new WriterParts.Limits(deadline, maxTokens)));
        }
    }
}
