package dev.mimo.memory.upkeep;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what upkeep did, and when. Every change is durable when its method returns. Safe for use by several threads and
 * processes.
 */
public interface UpkeepLedger {

    /** Adds a run; {@code snapshot} is null when it changes no file. */
    void add(UpkeepRun run, @Nullable Snapshot snapshot);

    /** Changes the status of a run. */
    void settle(String id, UpkeepRun.Status status);

    /** The runs of a project, the last one first. */
    List<UpkeepRun> runs(String project);

    /** What the file held before and after a run; null when there is no such run, or it changed no file. */
    @Nullable
    Snapshot findSnapshot(String id);

    /** When a job of a project ran; null when it was never thought of. */
    @Nullable
    Times findTimes(String job, String project);

    /** Puts {@code times} in the place of those that stood there. */
    void put(String job, String project, Times times);

    /** How far a job of a project has looked, in words of its own; null when it never has. */
    @Nullable
    String findMark(String job, String project);

    /** Puts {@code mark} in the place of the one that stood there. */
    void putMark(String job, String project, String mark);

    /** What a file held, byte for byte. */
    @SuppressWarnings("ArrayRecordComponent") // Compared by what they hold, by whoever compares.
    record Snapshot(byte[] before, byte[] after) {}

    /**
     * When a job of a project ran.
     *
     * @param succeeded the last success; before the first one, when the job was first thought of
     * @param tried the last attempt
     * @param failures how many attempts in a row have failed since
     */
    record Times(Instant succeeded, Instant tried, int failures) {}
}
