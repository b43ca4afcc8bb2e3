package dev.mimo.workflow.tree;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Where times stand, as shares of a width: the silence between two passes is a small gap. Immutable. */
final class TimeAxis {

    private static final double GAP = 0.012;
    private static final double MOST_FOR_GAPS = 0.25;
    private static final int MOST_TICKS = 5;
    private static final List<Integer> STEPS = List.of(1, 2, 5);
    private static final List<Integer> MINUTES = List.of(1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 960, 1920, 3840);

    private final List<Piece> pieces = new ArrayList<>();
    private final double worked;

    private record Piece(Instant from, Instant until, double x, double width) {}

    /**
     * A label on the axis.
     *
     * @param worked the time of work before it, without gaps
     */
    record Tick(double x, Duration worked) {}

    TimeAxis(RunTree tree, Instant end) {
        List<RunTree.Pass> passes = tree.passes();
        double total = 0;
        for (RunTree.Pass pass : passes) {
            total += millis(pass.begun(), until(pass, tree, end));
        }
        worked = total;
        double gap = passes.size() < 2 ? 0 : Math.min(GAP, MOST_FOR_GAPS / (passes.size() - 1));
        double free = 1 - gap * (passes.size() - 1);
        double x = 0;
        for (RunTree.Pass pass : passes) {
            Instant until = until(pass, tree, end);
            double width = millis(pass.begun(), until) / total * free;
            pieces.add(new Piece(pass.begun(), until, x, width));
            x += width + gap;
        }
    }

    private static Instant until(RunTree.Pass pass, RunTree tree, Instant end) {
        boolean growing = pass.number() == tree.passes().size() && end.isAfter(pass.last());
        return growing ? end : pass.last();
    }

    private static double millis(Instant from, Instant until) {
        return Math.max(1, Duration.between(from, until).toMillis());
    }

    /** A time in a gap stands at its end. */
    double x(Instant at) {
        for (Piece piece : pieces) {
            if (!at.isAfter(piece.until)) {
                double done = Duration.between(piece.from, at).toMillis() / millis(piece.from, piece.until);
                return piece.x + Math.max(0, done) * piece.width;
            }
        }
        return 1;
    }

    List<Tick> ticks() {
        double step = step();
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i * step < worked * 0.94; i++) {
            ticks.add(new Tick(x(at(i * step)), Duration.ofMillis(Math.round(i * step))));
        }
        return ticks;
    }

    private double step() {
        for (double power = 1; power < 30_000; power *= 10) {
            for (int factor : STEPS) {
                if (worked / (power * factor) <= MOST_TICKS && power * factor <= 20_000) {
                    return power * factor;
                }
            }
        }
        for (int minutes : MINUTES) {
            if (worked / (minutes * 60e3) <= MOST_TICKS) {
                return minutes * 60e3;
            }
        }
        return worked / MOST_TICKS;
    }

    private Instant at(double work) {
        double left = work;
        for (Piece piece : pieces) {
            double length = millis(piece.from, piece.until);
            if (left < length) {
                return piece.from.plusMillis(Math.round(left));
            }
            left -= length;
        }
        return pieces.get(pieces.size() - 1).until;
    }
}
