package dev.mimo.examples.report;

import dev.mimo.examples.report.ContextUse.Step;
import dev.mimo.memory.checkpoint.CheckpointPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where steps and tokens stand in the chart of the context.
 *
 * @param steps all of them
 * @param top tokens at its upper end
 */
record ContextScale(List<Step> steps, long top) {

    static final int HEIGHT = 300;
    static final int BOTTOM = 272;
    private static final int HEADROOM = 30;

    /** The share of the budget from which on a rebuild is due. */
    static final double FULL = 0.90;

    /** A session that stays below this share of the budget is drawn to its own size. */
    private static final double SMALL = 0.20;

    static ContextScale of(ContextUse context) {
        long most = context.steps().stream().mapToLong(Step::tokens).max().orElse(1);
        for (ContextUse.Rebuild rebuild : context.rebuilds()) {
            most = Math.max(most, rebuild.before());
        }
        Long budget = context.budget();
        if (budget != null && most > SMALL * budget) {
            return new ContextScale(context.steps(), Math.max(budget, most));
        }
        return new ContextScale(context.steps(), Math.max(1, most + most / 8));
    }

    /** When checkpoints are written by default. */
    static List<Long> marks(long budget) {
        return CheckpointPolicy.DEFAULT.marks(budget);
    }

    /** Tokens at which something is due, and their share of the budget; none when it is unknown. */
    Map<Long, Double> thresholds(@Nullable Long budget) {
        Map<Long, Double> all = new TreeMap<>();
        if (budget != null) {
            marks(budget).forEach(mark -> all.put(mark, (double) mark / budget));
            all.put(Math.round(budget * FULL), FULL);
            all.keySet().removeIf(tokens -> tokens > top);
        }
        return all;
    }

    /** By share; {@code step} from 0. */
    double x(double step) {
        return steps.size() < 2 ? 0.5 : Math.max(0, Math.min(1, step / (steps.size() - 1)));
    }

    double y(long tokens) {
        return BOTTOM - (double) Math.min(tokens, top) / top * (BOTTOM - HEADROOM);
    }

    /** The last step that was there at that time, or the first one. */
    int stepAt(Instant at) {
        int low = 0;
        int high = steps.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (steps.get(middle).at().isAfter(at)) {
                high = middle - 1;
            } else {
                low = middle;
            }
        }
        return low;
    }

    /** Round numbers of tokens from 0 on, about five. */
    List<Long> ticks() {
        List<Long> ticks = new ArrayList<>();
        long step = round(top / 4.0);
        for (long tokens = 0; tokens <= top; tokens += step) {
            ticks.add(tokens);
        }
        return ticks;
    }

    /** The first step, and round numbers of steps, about five. */
    List<Integer> stepTicks() {
        List<Integer> ticks = new ArrayList<>(List.of(1));
        int step = (int) Math.min(Integer.MAX_VALUE / 2, round(steps.size() / 5.0));
        for (int at = step; at <= steps.size(); at += step) {
            if (x(at - 1.0) > 0.12) {
                ticks.add(at);
            }
        }
        return ticks;
    }

    /** The next number of the form 1, 2 or 5 with zeros behind it, at least 1. */
    private static long round(double wanted) {
        long power = 1;
        while (power * 10 <= wanted) {
            power *= 10;
        }
        for (long digit : new long[] {1, 2, 5}) {
            if (digit * power >= wanted) {
                return digit * power;
            }
        }
        return 10 * power;
    }
}
