package dev.mimo.examples.duel;

import java.util.Locale;

/**
 * How often the first side won.
 *
 * @param ties pairs in which neither was better; they are not in the rate
 */
record WinRate(int wins, int ties, int losses) {

    /** Of the normal distribution, for 95 %. */
    private static final double Z = 1.959964;

    int pairs() {
        return wins + ties + losses;
    }

    int decided() {
        return wins + losses;
    }

    /** Wins among what was decided; NaN when nothing was. */
    double rate() {
        return (double) wins / decided();
    }

    double low() {
        return middle() - half();
    }

    double high() {
        return middle() + half();
    }

    /* The score interval of Wilson (1927): also right where all or none is won, and where there are few pairs. */
    private double middle() {
        return (rate() + Z * Z / (2 * decided())) / (1 + Z * Z / decided());
    }

    private double half() {
        double n = decided();
        return Z / (1 + Z * Z / n) * Math.sqrt(rate() * (1 - rate()) / n + Z * Z / (4 * n * n));
    }

    /** How probable at least so uneven an ending is where both are equal (sign test, exact, two-sided); 1 when nothing was decided. */
    double chance() {
        int n = decided();
        double tail = 0;
        for (int k = 0; k <= Math.min(wins, losses); k++) {
            tail += Math.exp(logChoose(n, k) - n * Math.log(2));
        }
        return Math.min(1, 2 * tail);
    }

    private static double logChoose(int n, int k) {
        double sum = 0;
        for (int i = 1; i <= k; i++) {
            sum += Math.log((double) (n - k + i) / i);
        }
        return sum;
    }

    /** {@code 10 wins, 2 ties, 1 loss; won 91 % of what was decided (62-98 %), p 0.012}. */
    String words() {
        String counts = wins
                + (wins == 1 ? " win, " : " wins, ")
                + ties
                + (ties == 1 ? " tie, " : " ties, ")
                + losses
                + (losses == 1 ? " loss" : " losses");
        return decided() == 0
                ? counts
                : String.format(
                        Locale.ROOT,
                        "%s; won %.0f %% of what was decided (95 %%: %.0f-%.0f %%), p %.2g",
                        counts,
                        100 * rate(),
                        100 * low(),
                        100 * high(),
                        chance());
    }
}
