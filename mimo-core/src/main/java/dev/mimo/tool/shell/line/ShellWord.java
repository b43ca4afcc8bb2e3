package dev.mimo.tool.shell.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One word as a command is given it.
 *
 * @param value what it says, as far as that is known
 * @param possible null when the value is the very word; else what it may become, where {@code *} is any text
 */
record ShellWord(String value, @Nullable String possible) {

    private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[A-Za-z0-9_@%+=:,./^-]+");

    static ShellWord literal(String value) {
        return new ShellWord(value, null);
    }

    boolean known() {
        return possible == null;
    }

    String mayBe() {
        return possible == null ? text(value) : possible;
    }

    /** The command's own name: without its folder, in small letters, as some file systems do not tell letters apart. */
    String name() {
        return value.substring(value.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }

    static String text(List<ShellWord> words) {
        return String.join(
                " ",
                words.stream()
                        .map(word -> word.known() ? text(word.value) : word.value)
                        .toList());
    }

    static String mayBe(List<ShellWord> words) {
        return String.join(" ", words.stream().map(ShellWord::mayBe).toList());
    }

    /** The value with quotes only where it needs them, so that nobody hides from a rule behind quotes. */
    static String text(String value) {
        return NEEDS_NO_QUOTES.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'";
    }

    /** The same words, the first one without its folder. */
    static List<ShellWord> withoutFolder(List<ShellWord> words) {
        ShellWord first = words.get(0);
        String possible = first.possible;
        List<ShellWord> plain = new ArrayList<>(words);
        plain.set(
                0,
                new ShellWord(
                        first.name(), possible == null ? null : possible.substring(possible.lastIndexOf('/') + 1)));
        return plain;
    }
}
