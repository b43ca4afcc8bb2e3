package dev.mimo.memory.procedure;

import dev.mimo.session.SessionId;
import dev.mimo.session.Transcript;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds what was done again and again: sequences of steps that stand in {@value #SUPPORT} places or more, in {@value #SESSIONS}
 * sessions at least. Looking around is left out, and steps of one shape after each other count as one, so that the same work
 * is the same sequence whatever was read on the way. Common steps that meet as often as chance lets them are no procedure. Confined to one thread.
 */
public final class ProcedureMiner {

    public static final int SUPPORT = 3;
    public static final int SESSIONS = 2;

    /** Steps of a procedure at most. */
    private static final int LONGEST = 12;

    /** Procedures that are told at most, those that are least likely to be chance. */
    private static final int MOST = 20;

    /** How many times as often as by chance steps have to stand in a row. */
    private static final int MORE_THAN_CHANCE = 2;

    private static final int MOST_CANDIDATES = 2_000;
    private static final int MOST_EXAMPLES = 3;
    private static final int END = -1;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Known> known = new ArrayList<>();
    private final List<SessionId> sessions = new ArrayList<>();

    /** The number of each step's shape, {@link #END} after each session; and whose step it was, and when. */
    private int[] sequence = new int[1_024];

    private int[] owners = new int[1_024];
    private long[] times = new long[1_024];
    private int size;

    /** A miner that has read nothing. */
    public ProcedureMiner() {}

    /** Takes what was done in a session. Sessions are told in the order in which they were begun. */
    public void add(SessionId session, Transcript transcript) {
        sessions.add(session);
        SessionSteps.read(transcript, this::add);
        append(END, Instant.EPOCH);
    }

    private void add(Instant at, Step step) {
        if (step.sort() == Step.Sort.LOOK) {
            return;
        }
        int number = numbers.computeIfAbsent(step.shape(), shape -> {
            known.add(new Known(step));
            return known.size() - 1;
        });
        known.get(number).add(step.example());
        if (size == 0 || sequence[size - 1] != number) {
            known.get(number).count++;
            append(number, at);
        }
    }

    private void append(int number, Instant at) {
        if (size == sequence.length) {
            sequence = Arrays.copyOf(sequence, 2 * size);
            owners = Arrays.copyOf(owners, 2 * size);
            times = Arrays.copyOf(times, 2 * size);
        }
        sequence[size] = number;
        owners[size] = sessions.size() - 1;
        times[size++] = at.toEpochMilli();
    }

    /** What was found, that which is least likely to be chance first; no two have a place in common. */
    public List<Procedure> mine() {
        PriorityQueue<Candidate> best = new PriorityQueue<>(Candidate.WORST_FIRST);
        grouped(allPlaces(), 0).forEach(places -> grow(places, 1, best));
        List<Candidate> inOrder = new ArrayList<>(best);
        inOrder.sort(Candidate.WORST_FIRST.reversed());
        BitSet taken = new BitSet(size);
        List<Procedure> found = new ArrayList<>();
        for (Candidate candidate : inOrder) {
            int[] free = places(candidate.steps(), taken);
            if (found.size() < MOST && isFrequent(free, candidate.steps().length)) {
                Arrays.stream(free).forEach(at -> taken.set(at, at + candidate.steps().length));
                found.add(procedure(candidate.steps(), free));
            }
        }
        return found;
    }

    private int[] allPlaces() {
        int[] all = new int[size];
        Arrays.setAll(all, at -> at);
        return all;
    }

    /** Goes on with each step that may come next, as long as that happened often enough. */
    private void grow(int[] places, int length, PriorityQueue<Candidate> best) {
        int count = count(places, length);
        boolean whole = true;
        if (length < LONGEST) {
            for (int[] longer : grouped(places, length)) {
                whole &= count(longer, length + 1) < count;
                grow(longer, length + 1, best);
            }
        }
        if (whole && length > 1) {
            int[] steps = Arrays.copyOfRange(sequence, places[0], places[0] + length);
            double more = count / expected(steps);
            if (more >= MORE_THAN_CHANCE && isTelling(steps) && !isRepetition(steps)) {
                best.add(new Candidate(steps, count * Math.log(more), places[0]));
                if (best.size() > MOST_CANDIDATES) {
                    best.remove();
                }
            }
        }
    }

    /** Places by the step that stands {@code offset} after them; only what is frequent. */
    private List<int[]> grouped(int[] places, int offset) {
        Map<Integer, Places> groups = new HashMap<>();
        for (int at : places) {
            int next = at + offset < size ? sequence[at + offset] : END;
            if (next != END) {
                groups.computeIfAbsent(next, number -> new Places()).add(at);
            }
        }
        return groups.values().stream()
                .map(Places::toArray)
                .filter(group -> isFrequent(group, offset + 1))
                .toList();
    }

    private boolean isFrequent(int[] places, int length) {
        if (places.length < SUPPORT || count(places, length) < SUPPORT) {
            return false;
        }
        return Arrays.stream(places)
                        .map(at -> owners[at])
                        .distinct()
                        .limit(SESSIONS)
                        .count()
                == SESSIONS;
    }

    /** How many of the places do not overlap. */
    private static int count(int[] places, int length) {
        int count = 0;
        int free = 0;
        for (int at : places) {
            if (at >= free) {
                count++;
                free = at + length;
            }
        }
        return count;
    }

    /** Two deeds at least: to run one command is no procedure, and files are edited everywhere. */
    private boolean isTelling(int[] steps) {
        return Arrays.stream(steps)
                        .distinct()
                        .filter(number -> known.get(number).step.sort() == Step.Sort.DEED)
                        .count()
                > 1;
    }

    /** How often steps as common as these would stand in a row if their order meant nothing. */
    private double expected(int[] steps) {
        double expected = size;
        for (int number : steps) {
            expected *= (double) known.get(number).count / size;
        }
        return expected;
    }

    private static boolean isRepetition(int[] steps) {
        for (int period = 1; period <= steps.length / 2; period++) {
            int shift = period;
            if (steps.length % period == 0
                    && IntStream.range(period, steps.length).allMatch(i -> steps[i] == steps[i - shift])) {
                return true;
            }
        }
        return false;
    }

    /** Where steps stand, without overlaps and what is taken. */
    private int[] places(int[] steps, BitSet taken) {
        Places places = new Places();
        for (int at = 0; at + steps.length <= size; at++) {
            if (sequence[at] == steps[0]
                    && Arrays.equals(sequence, at, at + steps.length, steps, 0, steps.length)
                    && taken.get(at, at + steps.length).isEmpty()) {
                places.add(at);
                at += steps.length - 1;
            }
        }
        return places.toArray();
    }

    private Procedure procedure(int[] steps, int[] places) {
        Set<SessionId> where = new LinkedHashSet<>();
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (int at : places) {
            where.add(sessions.get(owners[at]));
            first = Math.min(first, times[at]);
            last = Math.max(last, times[at + steps.length - 1]);
        }
        List<Procedure.Part> parts = Arrays.stream(steps)
                .mapToObj(number -> new Procedure.Part(known.get(number).step, List.copyOf(known.get(number).examples)))
                .toList();
        return new Procedure(
                parts, places.length, List.copyOf(where), Instant.ofEpochMilli(first), Instant.ofEpochMilli(last));
    }

    /** A shape, and how calls of it looked. */
    private static final class Known {
        private final Step step;
        private final Set<String> examples = new LinkedHashSet<>();
        private int count;

        Known(Step step) {
            this.step = step;
        }

        void add(String example) {
            if (examples.size() < MOST_EXAMPLES) {
                examples.add(example);
            }
        }
    }

    /**
     * A sequence that may be told.
     *
     * @param weight how little it can be chance: its share of the log-likelihood ratio (Dunning 1993), which grows with how
     *     often it was done, how long it is, and how rare its steps are elsewhere
     * @param from where it first stands, so that the order is the same each time
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Candidate(int[] steps, double weight, int from) {
        static final Comparator<Candidate> WORST_FIRST = Comparator.comparingDouble(Candidate::weight)
                .thenComparing(Comparator.comparingInt(Candidate::from).reversed())
                .thenComparingInt(candidate -> -candidate.steps.length);
    }

    private static final class Places {
        private int[] places = new int[8];
        private int size;

        void add(int place) {
            if (size == places.length) {
                places = Arrays.copyOf(places, 2 * size);
            }
            places[size++] = place;
        }

        int[] toArray() {
            return Arrays.copyOf(places, size);
        }
    }
}
