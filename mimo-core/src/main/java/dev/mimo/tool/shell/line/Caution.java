package dev.mimo.tool.shell.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Says which words of a command do more than its other words tell: run other commands or code, change what later words mean,
 * write files by an option, destroy what cannot be brought back. An allow rule for {@code find *} is no consent to {@code find
 * -delete}; one for {@code find . -delete} is, because it names the word.
 */
final class Caution {

    /** Options that stand by themselves: the word behind them is not theirs. */
    private static final Set<String> ALONE = Set.of(
            "find -delete",
            "git --force",
            "git --force-with-lease",
            "git -f",
            "git -d",
            "git -D",
            "git -i",
            "git -p",
            "git --hard",
            "git --mirror",
            "git --delete",
            "git --patch",
            "git --interactive",
            "git --edit");

    private static final Set<String> PYTHON_MODULES = Set.of("pytest", "unittest", "mypy", "ruff", "black", "flake8");

    /** Take what they read for data, whatever they are told to do with it. */
    private static final Set<String> READ_DATA =
            Set.of("tee", "awk", "gawk", "mawk", "nawk", "less", "more", "sort", "sed", "uniq");

    /** Anything it does not know as an option is a file to it, and the second file is written. */
    private static final Pattern XXD_READS = Pattern.compile("(-[bpuieE] |-[clsg] ?\\d+ )*([^ -]\\S* )? ?");

    /** Runners of runners; nobody writes more. */
    private static final int MOST_RUNNERS = 5;

    private final PlainCommands.Command command;
    private final int runners;
    private final String name;
    private final List<String> arguments;
    private final List<PlainCommands.Word> named = new ArrayList<>();

    private Caution(PlainCommands.Command command, int runners) {
        this.command = command;
        this.runners = runners;
        this.name = Programs.name(command.words().get(0).value());
        this.arguments =
                command.words().stream().skip(1).map(PlainCommands.Word::value).toList();
    }

    /** The words that a rule has to name, in their order; none when the command is as harmless as it looks. */
    static List<PlainCommands.Word> words(PlainCommands.Command command) {
        return new Caution(command, 0).judged();
    }

    /** Whether a rule must not be without names for it; words that are not known count as patterns. */
    static boolean needed(List<ShellWord> command) {
        List<PlainCommands.Word> words = command.stream()
                .map(word -> new PlainCommands.Word(word.value(), word.value(), !word.known()))
                .toList();
        return !words(new PlainCommands.Command(words, false)).isEmpty();
    }

    /** Whether no rule can say what it would do: its code comes out of a pipe, or its words out of a pattern. */
    static boolean isBeyondRules(PlainCommands.Command command) {
        List<PlainCommands.Word> named = words(command);
        boolean fed = command.piped()
                && !READ_DATA.contains(Programs.name(command.words().get(0).value()));
        return !named.isEmpty() && (fed || named.stream().anyMatch(PlainCommands.Word::pattern));
    }

    private List<PlainCommands.Word> judged() {
        List<PlainCommands.Word> words = command.words();
        if (words.get(0).value().startsWith("%")) {
            return words;
        }
        if (arguments.size() == 1 && Programs.tellsVersion(name, arguments.get(0))) {
            return List.of();
        }
        int before = Programs.wordsBeforeCommand(name);
        if (before == 0 || (before > 0 && (name.equals("timeout") || startsWith("run") || startsWith("exec")))) {
            return ofRunner(before + 1);
        }
        if (Programs.runsScript(name) && !arguments.isEmpty() && !isOption(words.get(1))) {
            return words.get(1).pattern() ? words : words.subList(0, 2);
        }
        if (Programs.needsAllNamed(name)) {
            return name.endsWith("awk") && PlainScripts.awk(arguments) ? List.of() : words;
        }
        return ofOthers();
    }

    private static boolean isOption(PlainCommands.Word word) {
        return word.value().startsWith("-") || word.value().isEmpty();
    }

    private boolean startsWith(String word) {
        return !arguments.isEmpty() && arguments.get(0).equals(word);
    }

    /** The runner with the command it runs, and of that what would have to be named without it. */
    @SuppressWarnings("ReferenceEquality") // The very word, not another one that reads the same.
    private List<PlainCommands.Word> ofRunner(int own) {
        List<PlainCommands.Word> words = command.words();
        boolean clear = runners < MOST_RUNNERS
                && words.size() > own
                && IntStream.rangeClosed(1, own)
                        .noneMatch(i -> isOption(words.get(i)) || words.get(i).pattern())
                && words.get(own).mayBeCommand();
        if (!clear) {
            return words;
        }
        PlainCommands.Command inner = new PlainCommands.Command(words.subList(own, words.size()), command.piped());
        List<PlainCommands.Word> all = new ArrayList<>(words.subList(0, own));
        List<PlainCommands.Word> rest = new Caution(inner, runners + 1).judged();
        if (rest.isEmpty() || rest.get(0) != words.get(own)) {
            all.add(words.get(own));
        }
        all.addAll(rest);
        return all;
    }

    private List<PlainCommands.Word> ofOthers() {
        if (isUnknownSubcommand() || isWholly()) {
            return command.words();
        }
        if (Programs.isFarReaching(name)) {
            named.add(command.words().get(0));
        }
        int ownEnd = ownEnd();
        for (int i = 0; i < arguments.size(); i++) {
            PlainCommands.Word word = command.words().get(i + 1);
            boolean telling = Programs.isTellingOption(name, word.value())
                    || (i < ownEnd && !isHarmlessModule() && Programs.isUnknownOption(name, word.value()))
                    || isTellingWord(i)
                    || (isJudged() && mayBecomeOption(word));
            if (telling) {
                named.add(word);
                i = nameValue(i);
            }
        }
        return named;
    }

    /** The word behind an option may be its value, and says what the option does. */
    private int nameValue(int option) {
        String word = arguments.get(option);
        boolean alone = !word.startsWith("-") || word.contains("=") || ALONE.contains(name + " " + word);
        if (name.equals("find") && word.matches("-(exec|ok).*")) {
            named.addAll(command.words().subList(option + 2, command.words().size()));
            return arguments.size();
        }
        if (alone || option + 1 >= arguments.size()) {
            return option;
        }
        named.add(command.words().get(option + 2));
        return option + 1;
    }

    private boolean isJudged() {
        return Programs.isTold(name) || Set.of("sed", "uniq", "xxd", "curl").contains(name);
    }

    /** A pattern at the start of a word may stand for a file called {@code -delete}. */
    private static boolean mayBecomeOption(PlainCommands.Word word) {
        return word.pattern() && word.value().matches("(?s)([*?\\[]|-).*");
    }

    /** Where the program's own options end: what follows belongs to a script or to what it runs. */
    private int ownEnd() {
        for (int i = 0; i < arguments.size(); i++) {
            boolean script =
                    Set.of("python", "node").contains(name) && !arguments.get(i).startsWith("-");
            boolean passed = Set.of("npm", "yarn", "pnpm", "cargo").contains(name)
                    && arguments.get(i).equals("--");
            if (script || passed) {
                return i;
            }
        }
        return arguments.size();
    }

    private boolean isUnknownSubcommand() {
        if (!Programs.hasSubcommands(name)) {
            return false;
        }
        List<String> judged = name.equals("git") ? GitCaution.withoutPagerChoice(arguments) : arguments;
        if (judged.isEmpty()) {
            return !name.equals("yarn");
        }
        return !Programs.isHarmlessSubcommand(name, judged.get(0));
    }

    /** Whether all words together decide. */
    private boolean isWholly() {
        return switch (name) {
            case "sed" -> !PlainScripts.sed(arguments);
            case "uniq" -> files() > 1;
            case "xxd" -> !XXD_READS.matcher(String.join(" ", arguments) + " ").matches();
            case "python" -> !isHarmlessModule() && hasNoScript();
            case "node" -> hasNoScript();
            case "docker" -> startsWith("compose") && !isLookingCompose();
            case "gh" -> arguments.size() > 1 && arguments.get(1).startsWith("-");
            default -> false;
        };
    }

    /** A hyphen alone is a file as well, and whatever stands behind two; the value of an option counts too. */
    private long files() {
        int end = arguments.indexOf("--");
        List<String> own = end < 0 ? arguments : arguments.subList(0, end);
        long behind = end < 0 ? 0 : arguments.size() - end - 1;
        return behind
                + own.stream()
                        .filter(word -> word.equals("-") || !word.startsWith("-"))
                        .count();
    }

    private boolean hasNoScript() {
        return arguments.stream().allMatch(word -> word.startsWith("-")) && !isVersionOnly();
    }

    private boolean isVersionOnly() {
        return arguments.size() == 1 && arguments.get(0).matches("--version|-V+|-v");
    }

    private boolean isHarmlessModule() {
        return arguments.size() > 1
                && arguments.get(0).equals("-m")
                && (PYTHON_MODULES.contains(arguments.get(1))
                        || (arguments.get(1).equals("json.tool") && arguments.size() == 2));
    }

    private boolean isLookingCompose() {
        return arguments.size() > 1
                && Set.of("ps", "logs", "config", "images", "top", "version", "ls")
                        .contains(arguments.get(1));
    }

    private boolean isTellingWord(int at) {
        String word = arguments.get(at);
        return switch (name) {
            case "git" -> GitCaution.isTelling(GitCaution.withoutPagerChoice(arguments), word);
            case "tar" -> (at == 0 && word.matches("[^-].*[IFPTg].*")) || word.contains(":");
            case "make" -> word.contains("=");
            case "mvn" -> isPluginGoal(word);
            case "date" -> word.matches("-[^I-]*s.*");
            case "javac" -> word.startsWith("@");
            case "curl" -> !word.startsWith("-") && !isPlainUrl(word);
            case "python" -> at < 2 && arguments.get(0).equals("-m") && !isHarmlessModule();
            default -> false;
        };
    }

    private static boolean isPluginGoal(String word) {
        return !word.startsWith("-")
                && word.contains(":")
                && !word.matches("spotless:\\w+|dependency:(tree|analyze|resolve|list)|versions:display-[\\w-]+"
                        + "|help:(effective-pom|evaluate|describe)|surefire:test|failsafe:[a-z-]+|compiler:\\w+"
                        + "|:[\\w.-]+(,:[\\w.-]+)*");
    }

    /** Names of hosts and this machine; other numbers may be a service that only this machine can reach. */
    private static boolean isPlainUrl(String word) {
        return word.matches("(?s)(https?://)?([A-Za-z0-9-]+\\.)*[A-Za-z][A-Za-z0-9-]*(:\\d+)?([/?#].*)?")
                || word.matches("(?s)(https?://)?127\\.0\\.0\\.1(:\\d+)?([/?#].*)?");
    }
}
