package dev.mimo.examples.report;

/** Shortens texts, never through the middle of a character. */
final class Clip {

    private Clip() {}

    /** At most {@code most} characters, the last one a … where something is missing. */
    static String text(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    /** The same on one line. */
    static String line(String text, int most) {
        String begin = text.length() > 4 * most ? text.substring(0, 4 * most) : text;
        return text(begin.strip().replaceAll("\\s+", " "), most);
    }

    /** Beginning and end of a long text, and between them how much is missing. */
    static String middle(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int head = most * 2 / 3;
        int tail = most - head;
        head -= Character.isHighSurrogate(text.charAt(head - 1)) ? 1 : 0;
        int from = text.length() - tail;
        from += Character.isLowSurrogate(text.charAt(from)) ? 1 : 0;
        return text.substring(0, head) + "\n… " + (from - head) + " characters …\n" + text.substring(from);
    }
}
