package dev.mimo.tool.shell.line;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Scripts of {@code sed} and {@code awk} that do nothing but turn what they read into what they write. */
final class PlainScripts {

    /** Longer ones are for a person; it also bounds the work of the patterns. */
    private static final int LONGEST = 500;

    private static final String ADDRESS = "(?:\\d+|\\$|/(?:\\\\.|[^/\\\\\\n])+/I?)";
    private static final String SUBSTITUTION =
            "s(?<d>[/#|,@:~])(?:\\\\.|(?!\\k<d>)[^\\\\\\n])*\\k<d>(?:\\\\.|(?!\\k<d>)[^\\\\\\n])*\\k<d>[gpI0-9]*";
    private static final String COMMAND =
            ADDRESS + "?(?:,(?:\\+?\\d+|" + ADDRESS + "))?!?(?:[pdD=]|q\\d*|" + SUBSTITUTION + ")";

    private static final Pattern SED =
            Pattern.compile(COMMAND + "(?:\\s*[;\\n]\\s*" + COMMAND.replace("<d>", "<e>") + ")*;?");

    private static final Set<String> SED_OPTIONS =
            Set.of("-n", "-E", "-r", "-s", "-u", "-z", "-nE", "-nr", "-En", "-rn", "--quiet", "--silent");

    /** Commands, files, the network, code of elsewhere, and files that are read besides those named. */
    private static final Pattern AWK_REACHES_OUT =
            Pattern.compile("(?s).*([|>@]|\\\\[\\r\\n]|system|getline|ARGV|ARGC|close|fflush|PROCINFO).*");

    private PlainScripts() {}

    /** Whether {@code arguments} of {@code sed} neither write nor run anything. */
    static boolean sed(List<String> arguments) {
        int at = 0;
        boolean given = false;
        while (at < arguments.size() && arguments.get(at).startsWith("-")) {
            boolean script = arguments.get(at).matches("-n?e|--expression");
            if (script && at + 1 < arguments.size() && isPlainSed(arguments.get(at + 1))) {
                given = true;
                at += 2;
            } else if (SED_OPTIONS.contains(arguments.get(at))) {
                at++;
            } else {
                return false;
            }
        }
        int files = given ? at : at + 1;
        return (given || (at < arguments.size() && isPlainSed(arguments.get(at))))
                && arguments.subList(files, arguments.size()).stream().noneMatch(word -> word.startsWith("-"));
    }

    private static boolean isPlainSed(String script) {
        return script.length() <= LONGEST && SED.matcher(script).matches();
    }

    /** Whether {@code arguments} of {@code awk} neither write nor run anything. */
    static boolean awk(List<String> arguments) {
        int at = 0;
        while (at < arguments.size() && arguments.get(at).startsWith("-")) {
            if (arguments.get(at).matches("-[Fv]")) {
                at += 2;
            } else if (arguments.get(at).matches("(?s)-F.+")) {
                at++;
            } else {
                return false;
            }
        }
        return at < arguments.size()
                && arguments.get(at).length() <= LONGEST
                && !AWK_REACHES_OUT.matcher(arguments.get(at)).matches()
                && arguments.subList(at + 1, arguments.size()).stream().noneMatch(word -> word.startsWith("-"));
    }
}
