package dev.mimo.agent;

/**
 * Notices when an agent goes round in circles: text that repeats itself within an answer, and steps that do the same thing
 * with the same result, also in patterns. The first time the agent is reminded, the next time the turn ends as {@link
 * Outcome.Stuck}. Immutable.
 *
 * @param repeats how many equal steps, or equal groups of steps, in a row are one too many; 0 turns the governor off, else
 *     at least 2
 * @param forgiveness after so many steps without a circle a reminder is forgotten; at least 1
 */
public record LoopGovernor(int repeats, int forgiveness) {

    public LoopGovernor {
        if (repeats < 0 || repeats == 1 || forgiveness < 1) {
            throw new IllegalArgumentException(
                    "repeats must be 0 or at least 2, forgiveness at least 1: " + repeats + ", " + forgiveness);
        }
    }

    /**
     * Three equal steps in a row; forgets after 20 good ones. Three is where the field's agents draw the line; what keeps it
     * from hitting honest polling is that the results have to be equal too.
     */
    public static LoopGovernor standard() {
        return new LoopGovernor(3, 20);
    }

    /** Notices nothing. */
    public static LoopGovernor off() {
        return new LoopGovernor(0, 1);
    }
}
