package dev.mimo.examples.report;

import dev.mimo.model.Cost;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as people read them. */
final class Amounts {

    private static final BigDecimal CENT = new BigDecimal("0.01");

    private Amounts() {}

    /** {@code 1,204}. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 turn}, {@code 3 turns}. */
    static String count(long number, String one) {
        return count(number) + " " + one + (number == 1 ? "" : "s");
    }

    /** {@code 950}, {@code 12.4K}, {@code 1.05M}. */
    static String tokens(long tokens) {
        if (tokens < 1_000) {
            return String.valueOf(tokens);
        }
        boolean thousands = tokens < 999_500;
        double value = tokens / (thousands ? 1e3 : 1e6);
        String digits = value >= 99.95 ? "%.0f" : value >= 9.995 ? "%.1f" : "%.2f";
        String number = String.format(Locale.ROOT, digits, value);
        String plain = number.contains(".") ? number.replaceAll("\\.?0+$", "") : number;
        return plain + (thousands ? "K" : "M");
    }

    /** {@code $12.40}; {@code unknown} for null. */
    static String cost(@Nullable Cost cost) {
        if (cost == null) {
            return "unknown";
        }
        BigDecimal usd = cost.usd();
        if (usd.signum() > 0 && usd.compareTo(CENT) < 0) {
            return "<$0.01";
        }
        return String.format(Locale.ROOT, "$%,.2f", usd.setScale(2, RoundingMode.HALF_UP));
    }

    /** {@code 820 ms}, {@code 3.2 s}, {@code 14 min}, {@code 2 h 14 min}, {@code 3 d 4 h}. */
    static String time(Duration time) {
        long millis = Math.max(0, time.toMillis());
        if (millis < 1_000) {
            return millis + " ms";
        } else if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
        }
        long minutes = Math.round(millis / 60e3);
        if (minutes < 60) {
            return minutes + " min";
        } else if (minutes < 24 * 60) {
            return minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
        }
        long hours = Math.round(minutes / 60.0);
        return hours / 24 + " d" + (hours % 24 == 0 ? "" : " " + hours % 24 + " h");
    }

    /** {@code 45 %}. */
    static String percent(double share) {
        return Math.round(share * 100) + " %";
    }
}
