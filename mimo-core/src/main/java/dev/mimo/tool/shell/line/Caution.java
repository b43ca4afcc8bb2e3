package dev.mimo.tool.shell.line;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Knows commands whose words do not say all that would happen: those that run other commands or code, change what later
 * words mean, or have options that do such things or write files. An allow rule for {@code find *} is no consent to {@code
 * find -delete}.
 *
 * <p>Nobody can list all such programs; a rule should allow no more than it has to.
 */
final class Caution {

    /** Never understood, whatever their arguments are. */
    private static final Set<String> ALWAYS = words("""
            sh bash dash zsh ksh mksh fish ash csh tcsh rbash busybox toybox pwsh powershell cmd
            eval source . exec command builtin trap enable alias unalias set shopt export declare typeset local readonly
            unset read readarray mapfile let getopts hash bind complete compgen fc wait jobs
            sudo doas su runuser setpriv pkexec env xargs parallel nohup timeout nice ionice chrt taskset setsid stdbuf
            unbuffer script watch time strace ltrace gdb lldb perf valgrind flock chroot unshare nsenter systemd-run at
            batch crontab entr expect screen tmux xvfb-run fakeroot proot firejail bwrap caffeinate
            ssh scp sftp rsync mosh telnet nc ncat socat ftp wget
            awk gawk mawk nawk perl ruby php lua luajit tclsh rscript osascript java jshell jrunscript deno bun ghci
            npx pnpx bunx uvx pipx corepack vim vi nvim view ex ed emacs nano less more man info tee dd
            sqlite3 psql mysql xdg-open open split csplit kubectl podman ansible m4 gcc g++ cc c++ clang cmake
            docker-compose watchexec nodemon install-info ld.so""");

    /** Options that make it more than it looks; one that begins with such an option counts too ({@code -exec=x}). */
    private static final Map<String, Set<String>> OPTIONS = Map.ofEntries(
            Map.entry("find", words("-exec -execdir -ok -okdir -delete -fprint -fprint0 -fprintf -fls -files0-from")),
            Map.entry("sort", words("--output --compress-program --temporary-directory")),
            Map.entry("rg", words("--pre --hostname-bin --search-zip")),
            Map.entry("fd", words("--exec --exec-batch")),
            Map.entry("ag", words("--pager")),
            Map.entry("ack", words("--pager")),
            Map.entry("bat", words("--pager")),
            Map.entry(
                    "tar",
                    words("--to-command --checkpoint-action --use-compress-program --rsh-command --rmt-command"
                            + " --info-script --new-volume-script")),
            Map.entry("zip", words("--unzip-command")),
            Map.entry("file", words("--compile")),
            Map.entry("date", words("--set")),
            Map.entry("javac", words("-processor -processorpath --processor-path -Xplugin -J")),
            Map.entry(
                    "git",
                    words("--output --ext-diff --textconv --open-files-in-pager --exec --upload-pack --receive-pack"
                            + " --config --template --edit --edit-description --editor --interactive --patch --paginate"
                            + " --separate-git-dir")));

    /** One-letter options that do the same, alone or in a bundle. */
    private static final Map<String, String> LETTERS = Map.of(
            "sort", "oT", "rg", "z", "fd", "xX", "tar", "IF", "zip", "TO", "file", "C", "printf", "v", "test", "vR");

    /** The only options that are harmless; with any other the command is not understood. */
    private static final Map<String, Set<String>> HARMLESS = Map.ofEntries(
            Map.entry(
                    "curl",
                    words("-s -S -f -L -I -i -v -sS -fsS -sSf -fsSL -sSL -sL --silent --show-error --fail"
                            + " --location --head --include --verbose --version --compressed")),
            Map.entry("make", words("-k -s -n -B -j -j1 -j2 -j4 -j8 --version --silent --keep-going --dry-run")),
            Map.entry("npm", words("-s -w --silent --version -v")),
            Map.entry("yarn", words("-s --silent --version -v")),
            Map.entry("pnpm", words("-s -r --silent --version -v")),
            Map.entry("python", words("--version -V -VV")),
            Map.entry("node", words("--version -v")),
            Map.entry(
                    "mvn",
                    words("-q -B -e -o -U -pl -am -amd -T -DskipTests --version -v -V -ntp --quiet --offline"
                            + " --batch-mode --errors --no-transfer-progress --fail-at-end -fae")),
            Map.entry(
                    "gradle",
                    words("-q -i -s --quiet --info --stacktrace --offline --version -v --no-daemon"
                            + " --continue --rerun-tasks --tests")),
            Map.entry(
                    "cargo",
                    words("--release --all --all-targets --workspace --quiet -q --verbose -v --version"
                            + " --locked --offline --check")),
            Map.entry("go", words("-v -race -count=1 -short -run")));

    /** The only first arguments that are harmless. */
    private static final Map<String, Set<String>> SUBCOMMANDS = Map.of(
            "git",
            words("status diff log show add commit branch checkout switch restore stash tag merge pull push fetch"
                    + " rebase cherry-pick revert reset rm mv blame grep ls-files ls-tree ls-remote rev-parse rev-list"
                    + " describe shortlog reflog remote clean init clone cat-file name-rev merge-base worktree show-ref"
                    + " for-each-ref diff-tree symbolic-ref --version version"),
            "npm",
            words("test t run run-script ci install i ls list outdated view audit version --version -v"),
            "yarn",
            words("test run install list why --version -v"),
            "pnpm",
            words("test run install list why --version -v"),
            "docker",
            words("ps images version info logs inspect top stats --version"),
            "cargo",
            words("build check test clippy fmt doc tree metadata --version"),
            "go",
            words("build test vet fmt mod list version doc"),
            "pip",
            words("list show freeze check --version"));

    private static final Map<String, Predicate<List<String>>> OTHERWISE = Map.of(
            "git", Caution::gitNeedsIt,
            "sed", arguments -> !sedIsPlain(arguments),
            "uniq",
                    arguments -> arguments.stream()
                                    .filter(word -> !word.startsWith("-"))
                                    .count()
                            > 1,
            "tar",
                    arguments -> arguments.get(0).matches("[^-].*[IF].*")
                            || arguments.stream().anyMatch(word -> word.contains(":")),
            "make", arguments -> arguments.stream().anyMatch(word -> word.contains("=")),
            "mvn", arguments -> arguments.stream().anyMatch(Caution::isPluginGoal),
            "python", Caution::hasNoScript,
            "node", Caution::hasNoScript,
            "javac", arguments -> arguments.stream().anyMatch(word -> word.startsWith("@")));

    private static final Pattern SED_SCRIPT =
            Pattern.compile("(\\d+|\\$)?(,(\\+?\\d+|\\$))?[pdq]|s/[^/\\\\\\n]*/[^/\\\\\\n]*/[gpI0-9]*");

    private static final Set<String> SED_OPTIONS = words("-n -E -r -s -u -z -nE -nr --quiet --silent");

    private static final Set<String> PYTHON_MODULES = words("pytest unittest mypy");

    private Caution() {}

    /** Whether a person has to look at it, whatever the rules say. */
    static boolean needed(PlainCommands.Command command) {
        List<PlainCommands.Word> words = command.words();
        String name = name(words.get(0).value());
        List<String> arguments = words.subList(1, words.size()).stream()
                .map(PlainCommands.Word::value)
                .toList();
        boolean isJob = words.get(0).value().startsWith("%");
        if (isJob || ALWAYS.contains(name)) {
            return true;
        }
        if (isTold(name) && words.stream().anyMatch(Caution::mayBecomeOption)) {
            return true;
        }
        List<String> judged = name.equals("python") ? withoutHarmlessModule(arguments) : arguments;
        return hasOption(name, judged) || isOtherThanHarmless(name, judged) || otherwise(name, judged);
    }

    /** Versions and folders do not make another program of it: {@code /usr/bin/python3.11} is {@code python}. */
    private static String name(String word) {
        String file = word.substring(word.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        String name = file.endsWith(".exe") ? file.substring(0, file.length() - 4) : file;
        String plain = name.replaceFirst("-?[0-9][0-9.]*$", "");
        return switch (plain.isEmpty() || ALWAYS.contains(name) ? name : plain) {
            case "nodejs" -> "node";
            case "pypy", "pythonw" -> "python";
            case "mvnw", "mvnd" -> "mvn";
            case "gradlew" -> "gradle";
            case "gmake" -> "make";
            case "gsed" -> "sed";
            case "gtar", "bsdtar" -> "tar";
            case "gsort" -> "sort";
            case "gfind" -> "find";
            case "fdfind" -> "fd";
            case "batcat" -> "bat";
            default -> plain.isEmpty() || ALWAYS.contains(name) ? name : plain;
        };
    }

    /** The same for a command that was found in any other text; words that are not known count as patterns. */
    static boolean needed(List<ShellWord> command) {
        return needed(new PlainCommands.Command(command.stream()
                .map(word -> new PlainCommands.Word(word.value(), word.value(), !word.known()))
                .toList()));
    }

    private static boolean isTold(String name) {
        return OPTIONS.containsKey(name)
                || LETTERS.containsKey(name)
                || HARMLESS.containsKey(name)
                || SUBCOMMANDS.containsKey(name)
                || OTHERWISE.containsKey(name);
    }

    /** A pattern at the start of a word may stand for a file called {@code -delete}. */
    private static boolean mayBecomeOption(PlainCommands.Word word) {
        return word.pattern() && word.value().matches("(?s)([*?\\[]|-).*");
    }

    private static boolean hasOption(String name, List<String> arguments) {
        Set<String> options = OPTIONS.getOrDefault(name, Set.of());
        String letters = LETTERS.getOrDefault(name, "");
        for (String word : arguments) {
            boolean isLong = word.startsWith("--");
            String option = isLong ? word.replaceFirst("(?s)=.*", "") : word;
            // Long options may be abbreviated.
            if (options.stream()
                    .anyMatch(o -> word.startsWith(o) || (isLong && word.length() > 2 && o.startsWith(option)))) {
                return true;
            }
            boolean bundle = word.startsWith("-") && !isLong;
            if (bundle && letters.chars().anyMatch(letter -> word.indexOf(letter) > 0)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOtherThanHarmless(String name, List<String> arguments) {
        Set<String> subcommands = SUBCOMMANDS.get(name);
        if (subcommands != null && (arguments.isEmpty() || !subcommands.contains(arguments.get(0)))) {
            return true;
        }
        Set<String> harmless = HARMLESS.get(name);
        if (harmless == null) {
            return false;
        }
        boolean interpreter = name.equals("python") || name.equals("node");
        for (String word : arguments) {
            // What follows belongs to the script.
            if (interpreter && !word.startsWith("-")) {
                return false;
            }
            if (word.startsWith("-") && !harmless.contains(word) && !isTestChoice(name, word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTestChoice(String name, String word) {
        return name.equals("mvn") && word.matches("-D(it\\.)?test=[\\w#.*,$+!-]+");
    }

    private static boolean otherwise(String name, List<String> arguments) {
        Predicate<List<String>> needed = OTHERWISE.get(name);
        return needed != null
                && (arguments.isEmpty() ? name.equals("node") || name.equals("python") : needed.test(arguments));
    }

    private static boolean gitNeedsIt(List<String> arguments) {
        String letters = switch (arguments.get(0)) {
            case "grep" -> "O";
            case "rebase" -> "xi";
            case "clone" -> "cu";
            case "ls-remote", "pull" -> "u";
            case "add", "checkout", "restore", "reset", "stash" -> "pei";
            default -> "";
        };
        return arguments.stream()
                .anyMatch(word -> word.contains("::")
                        || (word.matches("-[^-].*") && letters.chars().anyMatch(letter -> word.indexOf(letter) > 0)));
    }

    private static boolean sedIsPlain(List<String> arguments) {
        int script = 0;
        while (script < arguments.size() && SED_OPTIONS.contains(arguments.get(script))) {
            script++;
        }
        return script < arguments.size()
                && SED_SCRIPT.matcher(arguments.get(script)).matches()
                && arguments.subList(script + 1, arguments.size()).stream().noneMatch(word -> word.startsWith("-"));
    }

    private static boolean isPluginGoal(String word) {
        return !word.startsWith("-") && word.contains(":") && !word.startsWith("spotless:");
    }

    private static boolean hasNoScript(List<String> arguments) {
        return arguments.stream().noneMatch(word -> !word.startsWith("-") || word.matches("--version|-V+|-v"));
    }

    private static List<String> withoutHarmlessModule(List<String> arguments) {
        boolean harmless =
                arguments.size() > 1 && arguments.get(0).equals("-m") && PYTHON_MODULES.contains(arguments.get(1));
        return harmless ? arguments.subList(1, arguments.size()) : arguments;
    }

    private static Set<String> words(String text) {
        return Set.copyOf(new HashSet<>(List.of(text.strip().split("\\s+"))));
    }
}
