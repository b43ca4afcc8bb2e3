package dev.mimo.extension;

import java.util.regex.Pattern;

/** Words of files as they may be shown: on one line, without control characters, of a known length. */
final class Names {

    /** As long as the names of tools may be, so that any can be one. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    private Names() {}

    /** Whether the model and people can safely be told this name: letters, digits, {@code _} and {@code -}. */
    static boolean isPlain(String name) {
        return PLAIN.matcher(name).matches();
    }

    /** One line of at most {@code most} characters. */
    static String line(String text, int most) {
        String one = text.replaceAll("[\\s\\p{Z}]+", " ")
                .replaceAll("[\\p{Cntrl}\\p{Cf}]", "")
                .strip();
        return one.length() <= most ? one : one.substring(0, most - 1) + "…";
    }

    /** Many lines, without control and direction characters other than line ends and tabs. */
    static String lines(String text) {
        return text.replace("\r\n", "\n").replaceAll("[\\p{Cc}\\p{Cf}&&[^\n\t\u200c\u200d]]", "");
    }

    /**
     * Text between tags, which it cannot close itself.
     *
     * @param from where it comes from
     */
    static String fenced(String tag, String from, String text) {
        String inside = Pattern.compile("<(?=\\s*/?\\s*" + tag + "\\b)", Pattern.CASE_INSENSITIVE)
                .matcher(lines(text))
                .replaceAll("&lt;");
        String shown = line(from, 500).replaceAll("[<>\"]", "?");
        return "<" + tag + " from=\"" + shown + "\">\n" + inside.strip() + "\n</" + tag + ">";
    }
}
