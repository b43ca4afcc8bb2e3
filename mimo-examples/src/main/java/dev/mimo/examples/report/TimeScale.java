package dev.mimo.examples.report;

import dev.mimo.examples.report.Work.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Where times stand in a drawing: silences between spans of work are cut down to a small gap. */
final class TimeScale {

    /** The width of a gap, as a share of the drawing. */
    private static final double GAP = 0.012;

    private static final double MOST_FOR_GAPS = 0.25;

    private final List<Piece> pieces = new ArrayList<>();

    /** A span of work and its place. */
    record Piece(Instant from, Instant until, double x, double width) {}

    TimeScale(List<Span> spans) {
        List<Span> merged = merged(spans);
        double worked =
                Math.max(1, merged.stream().mapToDouble(TimeScale::millis).sum());
        double gap = merged.size() < 2 ? 0 : Math.min(GAP, MOST_FOR_GAPS / (merged.size() - 1));
        double free = 1 - gap * (merged.size() - 1);
        double x = 0;
        for (Span span : merged) {
            double width = millis(span) / worked * free;
            pieces.add(new Piece(span.from(), span.until(), x, width));
            x += width + gap;
        }
    }

    /* Silences too short to be worth a gap are drawn as they are. */
    private static List<Span> merged(List<Span> spans) {
        double worked = spans.stream().mapToDouble(TimeScale::millis).sum();
        List<Span> merged = new ArrayList<>();
        for (Span span : spans) {
            Span last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && Duration.between(last.until(), span.from()).toMillis() <= worked * GAP) {
                merged.set(merged.size() - 1, new Span(last.from(), span.until()));
            } else {
                merged.add(span);
            }
        }
        return merged;
    }

    private static double millis(Span span) {
        return Math.max(0, Duration.between(span.from(), span.until()).toMillis());
    }

    List<Piece> pieces() {
        return pieces;
    }

    /** By share; a time in a gap stands at its end. */
    double x(Instant at) {
        for (Piece piece : pieces) {
            if (!at.isAfter(piece.until)) {
                double length =
                        Math.max(1, Duration.between(piece.from, piece.until).toMillis());
                double done = Duration.between(piece.from, at).toMillis() / length;
                return piece.x + Math.max(0, done) * piece.width;
            }
        }
        return 1;
    }
}
