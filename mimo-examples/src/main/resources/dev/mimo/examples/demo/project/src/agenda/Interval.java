package agenda;

/** A stretch of a day in minutes since midnight; the end is not part of it. */
record Interval(int start, int end) {

    Interval {
        if (start >= end) {
            throw new IllegalArgumentException("an interval ends after it starts: " + start + ", " + end);
        }
    }

    /** Reads {@code 09:00-10:30}. */
    static Interval parse(String text) {
        String[] ends = text.split("-", 2);
        return new Interval(minutes(ends[0]), minutes(ends[1]));
    }

    /** Whether some minute belongs to both. */
    boolean overlaps(Interval other) {
        return start < other.end && other.start < end;
    }

    private static int minutes(String time) {
        String[] parts = time.split(":", 2);
        return 60 * Integer.parseInt(parts[0]) + Integer.parseInt(parts[1]);
    }

    private static String time(int minutes) {
        return String.format("%02d:%02d", minutes / 60, minutes % 60);
    }

    @Override
    public String toString() {
        return time(start) + "-" + time(end);
    }
}
