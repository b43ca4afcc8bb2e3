package dev.mimo.mcp;

import dev.mimo.model.Cut;
import java.util.regex.Pattern;

/** Texts that a server wrote, before anybody reads them. */
final class ServerText {

    /** Control, bidirectional, zero-width and tag characters, and halves of pairs: what is read must be what is seen. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}&&[^\\n\\t]]");

    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}&&[^\\n\\t]]");

    private ServerText() {}

    /** A description: without characters that are not seen, of at most {@code most} characters. */
    static String description(String text, int most) {
        return cut(UNSEEN.matcher(text.replace("\r\n", "\n")).replaceAll("").strip(), most);
    }

    /** A message for people and models: one line of at most {@code most} characters. */
    static String line(String text, int most) {
        return cut(UNSEEN.matcher(text).replaceAll(" ").replaceAll("\\s+", " ").strip(), most);
    }

    /** What a call gave: all that is text. */
    static String result(String text) {
        return CONTROLS.matcher(text.replace("\r\n", "\n")).replaceAll("");
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, Cut.at(text, most)) + " […]";
    }
}
