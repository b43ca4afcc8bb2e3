package dev.mimo.examples.report;

import dev.mimo.examples.report.ContextUse.Step;
import java.util.ArrayList;
import java.util.List;

/** The line of the context's size. Where there are more steps than can be seen, the least and the most of each group stay. */
final class ContextLine {

    private static final int MOST_GROUPS = 600;

    private ContextLine() {}

    private record Point(double step, long tokens) {}

    static String curve(ContextUse context, ContextScale scale) {
        StringBuilder path = new StringBuilder();
        for (Point point : points(context.steps())) {
            path.append(path.isEmpty() ? 'M' : 'L').append(at(point, scale));
        }
        return path.toString();
    }

    /** The same, closed at the ground. */
    static String area(ContextUse context, ContextScale scale) {
        List<Point> points = points(context.steps());
        if (points.isEmpty()) {
            return "";
        }
        String first = at(new Point(points.get(0).step, 0), scale);
        String last = at(new Point(points.get(points.size() - 1).step, 0), scale);
        return curve(context, scale) + "L" + last + "L" + first + "Z";
    }

    private static String at(Point point, ContextScale scale) {
        return Plot.number(scale.x(point.step) * Plot.WIDTH) + " " + Plot.number(scale.y(point.tokens));
    }

    private static List<Point> points(List<Step> steps) {
        List<Point> known = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).tokens() > 0) {
                known.add(new Point(i, steps.get(i).tokens()));
            }
        }
        int size = (known.size() + MOST_GROUPS - 1) / MOST_GROUPS;
        return size < 3 ? known : thinned(known, size);
    }

    private static List<Point> thinned(List<Point> all, int size) {
        List<Point> kept = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            Point least = all.get(from);
            Point most = least;
            for (Point point : all.subList(from, Math.min(all.size(), from + size))) {
                least = point.tokens < least.tokens ? point : least;
                most = point.tokens > most.tokens ? point : most;
            }
            kept.add(least.step < most.step ? least : most);
            if (!least.equals(most)) {
                kept.add(least.step < most.step ? most : least);
            }
        }
        return kept;
    }
}
