package dev.mimo.model;

import java.util.function.IntFunction;

/** Cuts text where no surrogate pair is parted. */
public final class Cut {

    private Cut() {}

    /** The same place, or the one before it where it would part a surrogate pair; any place from 0 to the end. */
    public static int at(CharSequence text, int place) {
        return place > 0
                        && place < text.length()
                        && Character.isSurrogatePair(text.charAt(place - 1), text.charAt(place))
                ? place - 1
                : place;
    }

    /**
     * The first {@code head} and the last {@code tail} characters, or one more or less where a pair would be parted. For text
     * that is longer than both together.
     *
     * @param between what stands for so many characters left out
     */
    public static String middle(String text, int head, int tail, IntFunction<String> between) {
        int end = at(text, head);
        int begin = at(text, text.length() - tail);
        return text.substring(0, end) + between.apply(begin - end) + text.substring(begin);
    }
}
