package dev.mimo.judge;

import java.util.List;

/** What a judge decided about a goal. */
public sealed interface Verdict {

    /** Why, in words. */
    String reason();

    /**
     * The goal is reached.
     *
     * @param evidence ids of the calls and checks that prove it
     */
    record Met(String reason, List<String> evidence) implements Verdict {
        public Met {
            evidence = List.copyOf(evidence);
        }
    }

    /**
     * It is not reached yet.
     *
     * @param missing what is left to do; may be empty
     */
    record NotMet(String reason, List<String> missing) implements Verdict {
        public NotMet {
            missing = List.copyOf(missing);
        }
    }

    /** It cannot be reached. */
    record Impossible(String reason) implements Verdict {}
}
