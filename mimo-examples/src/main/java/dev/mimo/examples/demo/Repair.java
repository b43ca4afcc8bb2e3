package dev.mimo.examples.demo;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A way to repair the project: which failure speaks for it, and what to make of the line that it is about. */
enum Repair {
    LATER_END(
            "The blocks are the right ones, but one has a wrong end: merging takes the end of the meeting that starts last,"
                    + " even when an earlier one lasts longer. It has to be the later of both ends.",
            "Intervals.java",
            "new Interval\\((\\w+)\\.start\\(\\), (\\w+)\\.end\\(\\)\\)",
            "new Interval($1.start(), Math.max($1.end(), $2.end()))"),
    TOUCHING_OVERLAPS(
            "There is a block too many: meetings that touch stay apart. Merging asks overlaps, so let that be true for"
                    + " neighbours as well.",
            "Interval.java",
            "start < other\\.end && other\\.start < end",
            "start <= other.end && other.start <= end"),
    JOIN_NEIGHBOURS(
            "overlaps is right as it is, since neighbours do not collide. So it is merging that has to join what touches.",
            "Intervals.java",
            "(\\w+)\\.overlaps\\((\\w+)\\)",
            "$2.start() <= $1.end()");

    private final String why;
    private final String file;
    private final Pattern suspect;
    private final String replacement;

    Repair(String why, String file, String suspect, String replacement) {
        this.why = why;
        this.file = file;
        this.suspect = Pattern.compile(suspect);
        this.replacement = replacement;
    }

    String why() {
        return why;
    }

    /** The name of the file, without its folders. */
    String file() {
        return file;
    }

    /** Whether the failure looks like this: as many blocks as expected but other ones, or too many of them. */
    boolean explains(TestRun.Failure failure) {
        long surplus = blocks(failure.actual()) - blocks(failure.expected());
        return this == LATER_END ? surplus == 0 : surplus > 0;
    }

    boolean wasTried(Observed.Edit edit) {
        return edit.path().endsWith("/" + file) && suspect.matcher(edit.old()).find();
    }

    /** The change to make in a file's text; null when there is nothing of the kind. */
    Observed.@Nullable Edit in(String path, String text) {
        for (String line : text.lines().toList()) {
            Matcher matcher = suspect.matcher(line);
            if (matcher.find()) {
                return new Observed.Edit(
                        path, line.strip(), matcher.replaceFirst(replacement).strip());
            }
        }
        return null;
    }

    private static long blocks(String intervals) {
        return intervals.chars().filter(c -> c == '-').count();
    }
}
