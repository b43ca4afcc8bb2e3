package dev.mimo.workflow.tree;

import dev.mimo.model.Cost;
import dev.mimo.model.Spent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Numbers as people read them. */
final class Figures {

    private static final BigDecimal CENT = new BigDecimal("0.01");

    private Figures() {}

    /** {@code 1 agent}, {@code 1,204 agents}. */
    static String count(long number, String one) {
        return String.format(Locale.ROOT, "%,d %s%s", number, one, number == 1 ? "" : "s");
    }

    /** {@code 950}, {@code 12.4K}, {@code 1.05M}. */
    static String tokens(long tokens) {
        if (tokens < 1_000) {
            return String.valueOf(tokens);
        }
        boolean thousands = tokens < 999_500;
        double value = tokens / (thousands ? 1e3 : 1e6);
        String digits = value >= 99.95 ? "%.0f" : value >= 9.995 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, digits, value) + (thousands ? "K" : "M");
    }

    /** {@code 820 ms}, {@code 3.2 s}, {@code 14 min 8 s}, {@code 2 h 14 min}. */
    static String time(Duration time) {
        long millis = Math.max(0, time.toMillis());
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 59_950) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
        }
        long seconds = Math.round(millis / 1e3);
        if (seconds < 3_600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds / 3_600 + " h " + seconds / 60 % 60 + " min";
    }

    /** {@code $12.40}. */
    static String cost(Cost cost) {
        BigDecimal usd = cost.usd();
        if (usd.signum() > 0 && usd.compareTo(CENT) < 0) {
            return "<$0.01";
        }
        return String.format(Locale.ROOT, "$%,.2f", usd.setScale(2, RoundingMode.HALF_UP));
    }

    /** Tokens and cost as far as there are any: {@code 1.05M tokens · $3.20}; may be empty. */
    static String spent(Spent spent) {
        long tokens = spent.usage().total();
        Cost cost = spent.cost();
        String price = cost == null || cost.usd().signum() == 0 ? "" : cost(cost);
        String words = tokens == 0 ? "" : tokens(tokens) + " tokens";
        return words + (price.isEmpty() || words.isEmpty() ? "" : " · ") + price;
    }

    /** {@code 12 agents}, or, unless all are well, {@code 12 agents: 9 ok, 1 failed, 2 running}. */
    static String agents(Totals totals) {
        String count = count(totals.agents(), "agent");
        return totals.isAllOk() ? count : count + ": " + endings(totals);
    }

    /** {@code 9 ok, 1 failed, 2 running}. */
    static String endings(Totals totals) {
        List<String> words = new ArrayList<>();
        add(totals.succeeded(), "ok", words);
        add(totals.failed(), "failed", words);
        add(totals.skipped(), "skipped", words);
        add(totals.running(), "running", words);
        add(totals.inDoubt(), "in doubt", words);
        return String.join(", ", words);
    }

    private static void add(int number, String word, List<String> words) {
        if (number > 0) {
            words.add(String.format(Locale.ROOT, "%,d %s", number, word));
        }
    }
}
