package dev.mimo.judge;

/** Texts for a judge: bounded, and marked line by line, so that nothing in them can pass for words of ours. */
final class Excerpt {

    private static final int HEAD_PARTS = 2;

    private Excerpt() {}

    /** At most about {@code most} characters: two thirds from the beginning, the rest from the end. */
    static String bounded(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int head = before(text, most * HEAD_PARTS / 3);
        int tail = before(text, text.length() - (most - head));
        return text.substring(0, head) + "\n[… " + (tail - head) + " characters left out …]\n" + text.substring(tail);
    }

    /** Each line behind {@code > }. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 16);
        text.lines().forEach(line -> quoted.append("> ").append(line).append('\n'));
        return quoted.toString();
    }

    /** Bounded and quoted. */
    static String of(String text, int most) {
        return quoted(bounded(text, most));
    }

    private static int before(String text, int at) {
        return at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
    }
}
