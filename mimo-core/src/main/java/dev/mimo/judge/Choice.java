package dev.mimo.judge;

/**
 * Which candidate, and why.
 *
 * @param index {@link Candidate#index} of the chosen one
 * @param confidence 0 to 1
 * @param reason in words
 */
public record Choice(int index, double confidence, String reason) {

    public Choice {
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence must be in [0, 1]: " + confidence);
        }
    }
}
