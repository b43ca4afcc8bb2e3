package dev.mimo.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Spent;
import dev.mimo.workflow.journal.CallKey;
import dev.mimo.workflow.journal.CallPath;
import dev.mimo.workflow.journal.JournalRecord;
import dev.mimo.workflow.journal.JournalRecord.CallSettled;
import dev.mimo.workflow.journal.JournalRecord.CallStarted;
import dev.mimo.workflow.journal.JournalRecord.Outcome;
import dev.mimo.workflow.journal.Recorded;
import dev.mimo.workflow.journal.RunRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What earlier passes of a run did, as its journal has it, for this pass to use. Read once; not safe for several threads. */
final class Past {

    private final Map<CallKey, CallSettled> settled = new LinkedHashMap<>();
    private final Map<CallKey, CallStarted> started = new LinkedHashMap<>();
    private final Map<CallPath, CallStarted> asked = new HashMap<>();
    private final Map<String, List<CallKey>> byContent = new HashMap<>();
    private final Map<CallPath, JournalRecord> files = new HashMap<>();
    private final Map<String, JournalRecord.Write> lastWrites = new HashMap<>();
    private final Map<CallPath, JournalRecord.Child> children = new HashMap<>();
    private final Map<JournalRecord, Integer> said = new HashMap<>();
    private final Set<CallKey> claimed = new HashSet<>();
    private Set<CallPath> order = new LinkedHashSet<>();
    private List<CallPath> delivered = new ArrayList<>();
    private final Map<CallPath, Integer> places = new HashMap<>();
    private Spent spent = Spent.NOTHING;
    private Duration elapsed = Duration.ZERO;
    private int passes;
    private @Nullable String edited;
    private @Nullable Instant passBegan;
    private @Nullable Instant last;

    private Past() {}

    /** Of a run that begins. */
    static Past none() {
        return new Past();
    }

    static Past of(RunRecords records) {
        Past past = new Past();
        past.passes = 1;
        records.stream(0).forEach(past::add);
        past.endPass();
        int place = 0;
        for (CallPath path : past.order) {
            past.places.put(path, place++);
        }
        return past;
    }

    private void add(Recorded recorded) {
        JournalRecord record = recorded.record();
        if (record instanceof JournalRecord.Resume resume) {
            endPass();
            passes = Math.max(passes, resume.pass());
            edited = resume.script() == null ? edited : resume.script();
        } else if (record instanceof CallStarted start) {
            started.put(start.key(), start);
            asked.put(start.key().path(), start);
        } else if (record instanceof CallSettled end) {
            settled(end);
        } else if (record instanceof JournalRecord.Delivered told) {
            delivered.add(told.path());
        } else if (record instanceof JournalRecord.Read read) {
            files.put(read.path(), read);
        } else if (record instanceof JournalRecord.Write write) {
            files.put(write.path(), write);
            lastWrites.put(write.target(), write);
        } else if (record instanceof JournalRecord.Child child) {
            children.put(child.path(), child);
        } else if (record instanceof JournalRecord.Phase || record instanceof JournalRecord.Log) {
            said.merge(record, 1, Integer::sum);
        }
        passBegan = passBegan == null ? recorded.at() : passBegan;
        last = recorded.at();
    }

    private void settled(CallSettled end) {
        spent = spent.plus(end.spent());
        started.remove(end.key());
        CallSettled before = settled.get(end.key());
        if (before == null || before.outcome() != Outcome.OK) {
            settled.put(end.key(), end);
        }
        if (before == null) {
            byContent
                    .computeIfAbsent(end.key().content(), content -> new ArrayList<>())
                    .add(end.key());
        }
    }

    /** How many deliveries the past has. */
    int deliveries() {
        return order.size();
    }

    /**
     * A pass that told something again in another order wrote all of it, and its order comes first; one that only told more than
     * before wrote just that, which comes last.
     */
    private void endPass() {
        if (passBegan != null && last != null) {
            elapsed = elapsed.plus(Duration.between(passBegan, last));
        }
        passBegan = null;
        boolean more = delivered.stream().noneMatch(order::contains);
        Set<CallPath> merged = new LinkedHashSet<>(more ? order : delivered);
        merged.addAll(more ? delivered : order);
        order = merged;
        delivered = new ArrayList<>();
    }

    /** How many passes there were; 0 for a run that begins. */
    int passes() {
        return passes;
    }

    /** The script that a resume put in the place of the first one; null when none did. */
    @Nullable
    String edited() {
        return edited;
    }

    Spent spent() {
        return spent;
    }

    Duration elapsed() {
        return elapsed;
    }

    /**
     * The end of the same call in an earlier pass; nobody gets it a second time.
     *
     * @param failures whether one that did not end well will do
     * @param moved whether the script was edited, so that a call may have moved: then one of the same scope that asks the same
     *     is the same call, or one anywhere that alone asks this
     */
    @Nullable
    CallSettled claim(CallKey key, boolean failures, boolean moved) {
        CallSettled exact = usable(key, failures);
        if (exact != null) {
            claimed.add(key);
            return exact;
        }
        if (!moved) {
            return null;
        }
        List<CallKey> same = byContent.getOrDefault(key.content(), List.of());
        CallPath scope = key.path().scope();
        for (CallKey other : same) {
            boolean alone = same.size() == 1;
            CallSettled end = usable(other, failures);
            if (end != null && (alone || other.path().scope().equals(scope))) {
                claimed.add(other);
                return end;
            }
        }
        return null;
    }

    private @Nullable CallSettled usable(CallKey key, boolean failures) {
        CallSettled end = settled.get(key);
        return end != null && !claimed.contains(key) && (failures || end.outcome() == Outcome.OK) ? end : null;
    }

    /** The branches that results say were kept. */
    Set<String> branches() {
        Set<String> branches = new HashSet<>();
        for (CallSettled end : settled.values()) {
            String branch = Isolation.branch(end.value());
            if (branch != null) {
                branches.add(branch);
            }
        }
        return branches;
    }

    /** What was asked at that place before; null when nothing was. */
    @Nullable
    CallStarted asked(CallPath path) {
        return asked.get(path);
    }

    /** Whether an earlier pass started that call, and did not see its end. */
    boolean isInDoubt(CallKey key) {
        return started.containsKey(key);
    }

    /** The place of a delivery in the order of the past; null when it is not there. */
    @Nullable
    Integer place(CallPath path) {
        return places.get(path);
    }

    /** A call that ended well and that nobody has asked for in this pass; null when there is none. */
    @Nullable
    CallKey unclaimed() {
        for (CallKey key : settled.keySet()) {
            if (usable(key, false) != null) {
                return key;
            }
        }
        return null;
    }

    JournalRecord.@Nullable Read read(CallPath path, JournalRecord.ReadKind kind, String target) {
        return files.get(path) instanceof JournalRecord.Read read
                        && read.kind() == kind
                        && read.target().equals(target)
                ? read
                : null;
    }

    JournalRecord.@Nullable Write write(CallPath path, String target, String after) {
        return files.get(path) instanceof JournalRecord.Write write
                        && write.target().equals(target)
                        && write.after().equals(after)
                ? write
                : null;
    }

    /** The last one of that file; null when there is none. */
    JournalRecord.@Nullable Write lastWrite(String target) {
        return lastWrites.get(target);
    }

    /** The nested run that began there; null when there was none with that name and these arguments. */
    JournalRecord.@Nullable Child child(CallPath path, @Nullable JsonNode args) {
        JournalRecord.Child child = children.get(path);
        return child != null && Objects.equals(child.args(), args) ? child : null;
    }

    /** Whether an earlier pass recorded that; each record counts once. */
    boolean takeSaid(JournalRecord record) {
        Integer count = said.get(record);
        if (count == null) {
            return false;
        }
        said.compute(record, (key, before) -> before == null || before == 1 ? null : before - 1);
        return true;
    }
}
