package dev.mimo.model;

/** JSON text that UTF-8 can hold: half a surrogate pair, left by text cut in the wrong place, becomes an escape. */
public final class WholePairs {

    private WholePairs() {}

    /** The same JSON; the same text when it holds whole pairs only. */
    public static String of(CharSequence json) {
        int half = firstHalf(json, 0);
        if (half < 0) {
            return json.toString();
        }
        StringBuilder text = new StringBuilder(json.length() + 16);
        int done = 0;
        while (half >= 0) {
            text.append(json, done, half).append(String.format("\\u%04x", (int) json.charAt(half)));
            done = half + 1;
            half = firstHalf(json, done);
        }
        return text.append(json, done, json.length()).toString();
    }

    private static int firstHalf(CharSequence text, int from) {
        int length = text.length();
        for (int i = from; i < length; i++) {
            char c = text.charAt(i);
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                    i++;
                } else {
                    return i;
                }
            }
        }
        return -1;
    }
}
