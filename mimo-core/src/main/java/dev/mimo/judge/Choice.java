package dev.mimo.judge;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which candidate, and why.
 *
 * @param index {@link Candidate#index} of the chosen one
 * @param confidence 0 to 1
 * @param reason in words
 * @param faults what is wrong with candidates, by their index; those without a fault are left out
 */
public record Choice(int index, double confidence, String reason, Map<Integer, String> faults) {

    public Choice {
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence must be in [0, 1]: " + confidence);
        }
        faults = Collections.unmodifiableMap(new TreeMap<>(faults));
    }

    /** Without a word about faults. */
    public Choice(int index, double confidence, String reason) {
        this(index, confidence, reason, Map.of());
    }
}
