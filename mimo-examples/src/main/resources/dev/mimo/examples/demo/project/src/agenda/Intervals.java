package agenda;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What can be said about several intervals at once. */
final class Intervals {

    private Intervals() {}

    /** The fewest intervals that cover the same time, in order. */
    static List<Interval> merge(Collection<Interval> given) {
        List<Interval> sorted = new ArrayList<>(given);
        sorted.sort(Comparator.comparingInt(Interval::start));
        List<Interval> merged = new ArrayList<>();
        for (Interval next : sorted) {
            Interval last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && last.overlaps(next)) {
                merged.set(merged.size() - 1, new Interval(last.start(), next.end()));
            } else {
                merged.add(next);
            }
        }
        return merged;
    }
}
