package dev.mimo.tool.shell.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Understands command lines that are nothing but plain commands: words and quotes, joined by {@code &&}, {@code ||}, {@code
 * ;}, {@code |} and line ends. Of redirects only those that write no file: {@code 2>&1}, {@code >/dev/null} and their like;
 * they are no part of the command's text. Whatever else a shell knows is not understood. Confined to one call.
 */
final class PlainCommands {

    private static final Set<String> RESERVED = Set.of(
            "if",
            "then",
            "else",
            "elif",
            "fi",
            "for",
            "while",
            "until",
            "do",
            "done",
            "case",
            "esac",
            "in",
            "select",
            "function",
            "time",
            "coproc");

    private static final Set<String> OPERATORS = Set.of("&&", "||", ";", "|");

    /** As a word of its own, behind a command. */
    private static final Pattern HARMLESS_REDIRECT =
            Pattern.compile("([12]?>&[12]|([12]|&)?>>?[ \\t]*/dev/null|<[ \\t]*/dev/null)(?=[ \\t\\n;|&]|$)");

    /** As in {@code stash@{0}}: braces that a shell leaves alone. */
    private static final Pattern REVISION = Pattern.compile("\\{[A-Za-z0-9/-]*\\}");

    private final String line;
    private final List<Command> commands = new ArrayList<>();
    private final List<Word> words = new ArrayList<>();
    private boolean piped;
    private int at;

    private PlainCommands(String line) {
        this.line = line;
    }

    /** The commands in their order; null when not all of the line is understood. */
    static @Nullable List<Command> find(String line) {
        PlainCommands parser = new PlainCommands(line);
        return parser.parse() ? List.copyOf(parser.commands) : null;
    }

    private boolean parse() {
        boolean mustGoOn = false;
        while (at < line.length()) {
            if (isHarmlessRedirect()) {
                continue;
            }
            char c = line.charAt(at);
            if (c == ' ' || c == '\t') {
                at++;
            } else if (c == '\n') {
                at++;
                if (!words.isEmpty() && !endCommand()) {
                    return false;
                }
            } else if (c == '&' || c == '|' || c == ';') {
                String operator = operator();
                if (!OPERATORS.contains(operator) || !endCommand()) {
                    return false;
                }
                piped = operator.equals("|");
                mustGoOn = !operator.equals(";");
            } else {
                Word word = word();
                if (word == null) {
                    return false;
                }
                words.add(word);
                mustGoOn = false;
            }
        }
        return (words.isEmpty() || endCommand()) && !commands.isEmpty() && !mustGoOn;
    }

    /** Goes behind it, if one stands here. */
    private boolean isHarmlessRedirect() {
        Matcher redirect = HARMLESS_REDIRECT.matcher(line).region(at, line.length());
        boolean parted = at > 0 && " \t".indexOf(line.charAt(at - 1)) >= 0;
        if (words.isEmpty() || !parted || !redirect.lookingAt()) {
            return false;
        }
        at = redirect.end();
        return true;
    }

    private String operator() {
        int start = at;
        while (at < line.length() && "&|;".indexOf(line.charAt(at)) >= 0) {
            at++;
        }
        return line.substring(start, at);
    }

    private boolean endCommand() {
        if (words.isEmpty() || !words.get(0).mayBeCommand()) {
            return false;
        }
        commands.add(new Command(List.copyOf(words), piped));
        words.clear();
        piped = false;
        return true;
    }

    private @Nullable Word word() {
        int start = at;
        StringBuilder value = new StringBuilder();
        boolean pattern = false;
        while (at < line.length()) {
            int c = line.codePointAt(at);
            if (c == ' ' || c == '\t' || c == '\n' || c == '&' || c == '|' || c == ';') {
                break;
            }
            boolean understood = switch (c) {
                case '\'' -> single(value);
                case '"' -> twofold(value);
                case '\\' -> escaped(value);
                case '{' -> revision(start, value);
                default -> bare(c, start, value);
            };
            if (!understood) {
                return null;
            }
            pattern |= c == '*' || c == '?' || c == '[';
        }
        String written = line.substring(start, at);
        return new Word(written, value.toString(), pattern && !written.equals("["));
    }

    private boolean revision(int start, StringBuilder value) {
        Matcher braces = REVISION.matcher(line).region(at, line.length());
        if (at == start || line.charAt(at - 1) != '@' || !braces.lookingAt()) {
            return false;
        }
        value.append(braces.group());
        at = braces.end();
        return true;
    }

    private boolean single(StringBuilder value) {
        int end = line.indexOf('\'', at + 1);
        if (end < 0) {
            return false;
        }
        for (at++; at < end; at += Character.charCount(line.codePointAt(at))) {
            if (!isVisible(line.codePointAt(at), true)) {
                return false;
            }
            value.appendCodePoint(line.codePointAt(at));
        }
        at++;
        return true;
    }

    private boolean twofold(StringBuilder value) {
        at++;
        while (at < line.length() && line.charAt(at) != '"') {
            int c = line.codePointAt(at);
            if ((c == '$' && !isLiteralDollar()) || c == '`' || !isVisible(c, true)) {
                return false;
            }
            if (c == '\\' && at + 1 < line.length()) {
                char next = line.charAt(at + 1);
                if (next == '\n') {
                    return false;
                }
                if (next == '"' || next == '\\' || next == '$' || next == '`') {
                    c = next;
                    at++;
                }
            }
            value.appendCodePoint(c);
            at += Character.charCount(c);
        }
        return at++ < line.length();
    }

    /** As at the end of a regular expression: nothing stands behind it that it could expand. */
    private boolean isLiteralDollar() {
        return at + 1 < line.length() && "\" |)/".indexOf(line.charAt(at + 1)) >= 0;
    }

    private boolean escaped(StringBuilder value) {
        at++;
        if (at == line.length() || line.charAt(at) < ' ' || line.charAt(at) > '~') {
            return false;
        }
        value.append(line.charAt(at++));
        return true;
    }

    private boolean bare(int c, int start, StringBuilder value) {
        char before = at == start ? ' ' : line.charAt(at - 1);
        boolean special = "$`<>(){}!".indexOf(c) >= 0
                || (c == '#' && at == start)
                || (c == '~' && (at == start || before == '=' || before == ':'))
                || !isVisible(c, false);
        value.appendCodePoint(c);
        at += Character.charCount(c);
        return !special;
    }

    /**
     * Whether a person sees it, and a shell takes it for nothing else. Outside of quotes the bytes 0x85 and 0xA0 part words
     * in some locales, so characters that have them there are left to a person.
     */
    private static boolean isVisible(int c, boolean quoted) {
        if (c < 0x80) {
            return (c >= ' ' && c != 0x7f) || (quoted && (c == '\n' || c == '\t'));
        }
        boolean odd = switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
        return !odd && (quoted || !partsWords(c));
    }

    private static boolean partsWords(int c) {
        for (int rest = c; rest > 0; rest >>= 6) {
            if ((rest & 0x3f) == 0x05 || (rest & 0x3f) == 0x20) {
                return true;
            }
        }
        return false;
    }

    /**
     * One simple command.
     *
     * @param piped whether it reads what another one writes
     */
    record Command(List<Word> words, boolean piped) {

        /** The words with one space between them, each in quotes only where it needs them. */
        String text() {
            return String.join(" ", words.stream().map(Word::text).toList());
        }
    }

    /**
     * One word.
     *
     * @param written as it stands in the line
     * @param value what the command is given, but for file names that a pattern stands for
     * @param pattern whether it has an unquoted {@code *}, {@code ?} or {@code [}
     */
    record Word(String written, String value, boolean pattern) {

        private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[A-Za-z0-9_@%+=:,./^-]+");

        /** So that a rule sees through quotes that are only there to hide from it. */
        String text() {
            return NEEDS_NO_QUOTES.matcher(value).matches() ? value : written;
        }

        boolean mayBeCommand() {
            return written.equals("[") || isName();
        }

        private boolean isName() {
            return !pattern
                    && !value.isBlank()
                    && value.indexOf('=') < 0
                    && NEEDS_NO_QUOTES.matcher(value).matches()
                    && !RESERVED.contains(value.toLowerCase(Locale.ROOT));
        }
    }
}
