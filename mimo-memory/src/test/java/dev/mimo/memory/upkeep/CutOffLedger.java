package dev.mimo.memory.upkeep;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A ledger in memory, whose process seems to end right after a run began, or right before its end is noted. */
final class CutOffLedger implements UpkeepLedger {

    boolean cutBefore;
    boolean cutAfter;

    private final List<UpkeepRun> runs = new ArrayList<>();
    private final Map<String, Snapshot> snapshots = new HashMap<>();
    private final Map<String, String> marks = new HashMap<>();
    private final Map<String, Times> times = new HashMap<>();

    @Override
    public void add(UpkeepRun run, @Nullable Snapshot snapshot) {
        runs.add(0, run);
        snapshots.put(run.id(), snapshot);
        if (cutBefore) {
            throw new IllegalStateException("cut off before anything was changed");
        }
    }

    @Override
    public void settle(String id, UpkeepRun.Status status) {
        if (cutAfter && status == UpkeepRun.Status.APPLIED) {
            throw new IllegalStateException("cut off after all was changed");
        }
        runs.replaceAll(run -> run.id().equals(id) ? run.with(status) : run);
    }

    @Override
    public List<UpkeepRun> runs(String project) {
        return List.copyOf(runs);
    }

    @Override
    public @Nullable Snapshot findSnapshot(String id) {
        return snapshots.get(id);
    }

    @Override
    public @Nullable Times findTimes(String job, String project) {
        return times.get(job + project);
    }

    @Override
    public void put(String job, String project, Times now) {
        times.put(job + project, now);
    }

    @Override
    public @Nullable String findMark(String job, String project) {
        return marks.get(job + project);
    }

    @Override
    public void putMark(String job, String project, String mark) {
        marks.put(job + project, mark);
    }
}
