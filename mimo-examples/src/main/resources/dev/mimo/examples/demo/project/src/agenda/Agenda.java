package agenda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The meetings of one day. */
final class Agenda {

    private final List<Interval> meetings;

    private Agenda(List<Interval> meetings) {
        this.meetings = meetings;
    }

    static Agenda of(String... meetings) {
        return new Agenda(Arrays.stream(meetings).map(Interval::parse).toList());
    }

    /** When there is at least one meeting. */
    List<Interval> busy() {
        return Intervals.merge(meetings);
    }

    /** Pairs of meetings that nobody can attend both of. */
    List<String> conflicts() {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < meetings.size(); i++) {
            for (int j = i + 1; j < meetings.size(); j++) {
                if (meetings.get(i).overlaps(meetings.get(j))) {
                    pairs.add(meetings.get(i) + " with " + meetings.get(j));
                }
            }
        }
        return pairs;
    }

    /** When there is none, within working hours. */
    List<Interval> free(Interval hours) {
        List<Interval> free = new ArrayList<>();
        int from = hours.start();
        for (Interval block : busy()) {
            if (from < Math.min(block.start(), hours.end())) {
                free.add(new Interval(from, Math.min(block.start(), hours.end())));
            }
            from = Math.max(from, block.end());
        }
        if (from < hours.end()) {
            free.add(new Interval(from, hours.end()));
        }
        return free;
    }
}
