package dev.mimo.agent;

/**
 * Finds steps that repeat with a period of 1 to 8. Each period keeps count of how many steps in a row equalled the one a
 * period before; constant time per step.
 */
final class StepPattern {

    private static final int LONGEST = 8;

    private final int repeats;
    private final long[] last = new long[LONGEST];
    private final int[] run = new int[LONGEST + 1];
    private int steps;

    StepPattern(int repeats) {
        this.repeats = repeats;
    }

    /** Takes the next step's key; the period of the circle it closes, or 0. */
    int add(long key) {
        int found = 0;
        for (int period = 1; period <= LONGEST; period++) {
            boolean same = steps >= period && last[(steps - period) % LONGEST] == key;
            run[period] = same ? run[period] + 1 : 0;
            if (found == 0 && run[period] >= period * (repeats - 1)) {
                found = period;
            }
        }
        last[steps % LONGEST] = key;
        steps++;
        return found;
    }

    /** Begins anew. */
    void clear() {
        steps = 0;
        java.util.Arrays.fill(run, 0);
    }
}
