package dev.mimo.examples.cli;

import dev.mimo.agent.Outcome;

/** How the process tells scripts what came of a turn. */
final class ExitCode {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int GOAL = 3;
    static final int LIMIT = 4;
    static final int PAUSED = 5;
    static final int STUCK = 6;
    static final int CANCELLED = 130;

    private ExitCode() {}

    static int of(Outcome outcome) {
        if (outcome instanceof Outcome.Done) {
            return DONE;
        }
        if (outcome instanceof Outcome.GoalNotMet || outcome instanceof Outcome.GoalUnverified) {
            return GOAL;
        }
        if (outcome instanceof Outcome.LimitReached) {
            return LIMIT;
        }
        if (outcome instanceof Outcome.Paused) {
            return PAUSED;
        }
        if (outcome instanceof Outcome.Stuck) {
            return STUCK;
        }
        return outcome instanceof Outcome.Cancelled ? CANCELLED : FAILED;
    }
}
