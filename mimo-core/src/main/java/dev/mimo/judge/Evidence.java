package dev.mimo.judge;

import dev.mimo.agent.StopGate;
import dev.mimo.agent.Surroundings;
import java.util.function.Predicate;

/**
 * A check that decides by itself, before any judge is paid: a command's exit code, a file, a lambda. Called on the turn's
 * thread; may block, and is interrupted when the turn is cancelled.
 */
@FunctionalInterface
public interface Evidence {

    /** Looks. An exception counts as a failed check. */
    Finding look(StopGate.Stopping stopping) throws Exception;

    /**
     * What was found.
     *
     * @param name the check, for people and for the judge
     * @param holds whether it speaks for the goal
     * @param detail output or reason; cut to 4,000 characters
     */
    record Finding(String name, boolean holds, String detail) {

        private static final int MOST = 4_000;

        public Finding {
            detail = Excerpt.bounded(detail, MOST);
        }
    }

    /**
     * A command line must end with 0 within 10 minutes. It runs as the tool {@code bash} would run it in the workspace, on the
     * host's word: rules that deny it hold, nobody is asked. So it must come from the host or the person, never from a file of
     * the project, a model or a stored session.
     */
    static Evidence command(String line) {
        return new CommandEvidence(line);
    }

    /** The same for a program and its arguments, each to the letter. */
    static Evidence command(String program, String argument, String... more) {
        return new CommandEvidence(CommandEvidence.line(program, argument, more));
    }

    /** A file must be there; by a path within the workspace. */
    static Evidence file(String path) {
        return new FileEvidence(path, "");
    }

    /** A file must be there and hold a text. */
    static Evidence file(String path, String text) {
        return new FileEvidence(path, text);
    }

    /** Code of the host's must agree. */
    static Evidence check(String name, Predicate<Surroundings> check) {
        return stopping -> {
            boolean holds = check.test(stopping.surroundings());
            return new Finding(name, holds, holds ? "holds" : "does not hold");
        };
    }
}
