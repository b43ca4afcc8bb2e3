package dev.mimo.examples.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times of day in one zone. */
record Times(ZoneId zone) {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT_DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /** {@code 19:46}. */
    String clock(Instant at) {
        return CLOCK.format(at.atZone(zone));
    }

    /** {@code 25 Nov}. */
    String shortDay(Instant at) {
        return SHORT_DAY.format(at.atZone(zone));
    }

    /** {@code 2026-11-25 19:46:03}. */
    String exact(Instant at) {
        return EXACT.format(at.atZone(zone));
    }

    LocalDate day(Instant at) {
        return at.atZone(zone).toLocalDate();
    }

    /** {@code 25 Nov 2026, 19:46 – 21:10}. */
    String period(Instant from, Instant until) {
        String begin = DAY.format(from.atZone(zone)) + ", " + clock(from);
        String end = day(from).equals(day(until)) ? clock(until) : DAY.format(until.atZone(zone)) + ", " + clock(until);
        return begin + " – " + end;
    }
}
