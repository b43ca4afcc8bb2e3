package dev.mimo.memory.checkpoint;

import dev.mimo.model.Cut;
import java.util.Locale;
import java.util.regex.Pattern;

/** The text of items: one line, without secrets, of bounded length. */
final class ItemText {

    /** Characters of an item that a model wrote. */
    static final int LONGEST = 600;

    /** Characters of an item in the words of a person, or of a note. */
    static final int LONGEST_WORDS = 1_200;

    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Cntrl}\\u0085\\u2028\\u2029]+");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final String CUT = "…";

    private ItemText() {}

    /** The same text on one line; its end is left out where it is longer than {@code most} characters. */
    static String of(String text, int most) {
        String line = SPACES.matcher(clean(text)).replaceAll(" ").strip();
        return line.length() <= most ? line : line.substring(0, Cut.at(line, most - 1)) + CUT;
    }

    /** The same for texts that say the same in other punctuation. */
    static String key(String text) {
        return NO_WORD.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
    }

    /** Head and tail of a text that is longer than {@code most} characters, line ends kept. */
    static String bounded(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return Cut.middle(text, most * 2 / 3, most / 3, left -> "\n[… " + left + " characters left out …]\n");
    }

    private static String clean(String text) {
        return MemoryText.clean(text);
    }
}
