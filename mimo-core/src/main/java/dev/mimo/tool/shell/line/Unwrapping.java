package dev.mimo.tool.shell.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the commands that a command would run: behind a wrapper, in a text for a nested shell, in an option. */
final class Unwrapping {

    private static final Set<String> SHELLS =
            words("sh bash dash zsh ksh mksh ash fish csh tcsh rbash pwsh powershell");

    /** Take a command line in {@code -c}, and a command as words. */
    private static final Set<String> LINE_TAKERS =
            words("su runuser script flock watch ssh parallel entr tmux screen at batch"
                    + " xvfb-run unbuffer expect sg newgrp systemd-run dbus-launch");

    /** Programs that run the command in their words, with the number of words of their own before it. */
    private static final Map<String, Integer> WRAPPERS = Map.of(
                    0,
                    words(
                            "sudo doas env nohup nice ionice time command builtin exec xargs parallel setsid stdbuf unbuffer"
                                    + " watch strace ltrace busybox toybox caffeinate systemd-run runuser setpriv pkexec firejail"
                                    + " bwrap fakeroot proot nsenter unshare entr npx pnpx bunx uvx proxychains torsocks xvfb-run"
                                    + " valgrind rlwrap catchsegv noglob nocorrect then else do dbus-run-session gdb lldb su sg"),
                    1,
                    words(
                            "timeout chrt taskset chroot flock ssh setarch pipx uv poetry pipenv bundle mise asdf perf screen"),
                    2,
                    words("docker podman kubectl tmux nerdctl lxc"))
            .entrySet()
            .stream()
            .flatMap(entry -> entry.getValue().stream().map(name -> Map.entry(name, entry.getKey())))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private static final Set<String> INTERPRETERS =
            words("python perl ruby php lua luajit node nodejs deno bun rscript osascript tclsh ghci jshell");

    private static final Pattern INLINE =
            Pattern.compile("-[A-Za-z]*[ceEpr]|-[ceEpr].+|--(eval|print|exec|run)(=.*)?|-");

    private static final Pattern QUOTED = Pattern.compile("[\"'`/]([^\"'`]{2,})[\"'`/]");

    private static final Pattern SED_RUNS =
            Pattern.compile("(?s)e|e\\s.*|.*[0-9$;{}\\s/!]e(\\s.*|;.*)?|.*[/|#,][gpiIm0-9]*e[gpiIm0-9w]*(\\s.*|;.*)?");

    private static final Set<String> GIT_VALUES =
            words("-C -c --git-dir --work-tree --namespace --config-env --attr-source --super-prefix");

    private final List<ShellWord> command;
    private final ShellFindings findings;
    private final String name;

    private Unwrapping(List<ShellWord> command, ShellFindings findings) {
        this.command = command;
        this.findings = findings;
        this.name = command.get(0).name().replaceFirst("-?[0-9][0-9.]*$", "");
    }

    /** Tells {@code findings} what {@code command} would run. */
    static void of(List<ShellWord> command, ShellFindings findings) {
        new Unwrapping(command, findings).all();
    }

    /** Whether a word names something that takes commands from its input. */
    static boolean readsCommands(ShellWord word) {
        String name = word.name();
        return SHELLS.contains(name) || LINE_TAKERS.contains(name) || name.equals("source") || name.equals(".");
    }

    private void all() {
        Integer own = WRAPPERS.get(name);
        if (own != null) {
            wrapped(1, own);
        }
        if (command.get(0).value().startsWith("-") || command.get(0).value().isEmpty()) {
            findings.inner(tail(1));
        }
        if (SHELLS.contains(name)) {
            shell();
        } else {
            switch (name) {
                case "eval" -> line(1);
                case "trap", "alias" -> values(1);
                case "source", "." -> reads();
                case "declare", "export", "local", "readonly", "typeset" -> tail(1).forEach(findings::assignment);
                case "complete", "compgen", "mapfile", "readarray", "bind", "enable", "hash" -> options();
                case "find" -> find();
                case "git" -> git();
                default -> other();
            }
        }
        if (LINE_TAKERS.contains(name)) {
            line(1);
            values(1);
        }
        if (Caution.needed(command) && (own == null || name.equals("env"))) {
            values(1);
        }
    }

    private List<ShellWord> tail(int from) {
        return command.subList(Math.min(from, command.size()), command.size());
    }

    /** The command begins behind options, assignments and {@code own} words; behind an option also one word later. */
    private void wrapped(int from, int own) {
        int left = own;
        int later = 0;
        for (int i = from; i < command.size(); i++) {
            ShellWord word = command.get(i);
            String value = word.value();
            boolean option = value.startsWith("-") && value.length() > 1;
            if (!word.known() && left == 0 && later == 0) {
                findings.doubt();
            }
            if (value.startsWith(":::")) {
                return;
            }
            if (value.equals("--")) {
                findings.inner(tail(i + 1));
            } else if (option || value.matches("(?s)[A-Za-z_]\\w*=.*")) {
                findings.assignment(word);
                later += option && !value.contains("=") ? 1 : 0;
            } else if (left > 0) {
                left--;
            } else {
                List<ShellWord> inner = before(":::", tail(i));
                findings.inner(inner);
                if (name.equals("xargs") || name.equals("parallel")) {
                    // More words come from the input.
                    List<ShellWord> more = new ArrayList<>(inner);
                    more.add(new ShellWord("...", "*"));
                    findings.inner(more);
                }
                if (later-- <= 0) {
                    return;
                }
            }
        }
    }

    private static List<ShellWord> before(String end, List<ShellWord> words) {
        int at = 0;
        while (at < words.size() && !words.get(at).value().startsWith(end)) {
            at++;
        }
        return words.subList(0, at);
    }

    private void shell() {
        boolean given = false;
        boolean line = false;
        for (ShellWord word : tail(1)) {
            String value = word.value();
            if (!word.known()) {
                findings.doubt();
            }
            if (value.matches("[-+][A-Za-z]*c.*|--command.*|-enc.*")) {
                line = true;
                findings.script(value.replaceFirst("^(--command=?|[-+][A-Za-z]*?c)", ""));
            } else if (line) {
                findings.script(value);
                given = true;
            } else if (!value.startsWith("-") && !value.startsWith("+")) {
                given |= !value.startsWith("/dev/") && !value.startsWith("/proc/");
            }
        }
        if (!given) {
            findings.doubt();
        }
    }

    /** All words together are one line. */
    private void line(int from) {
        List<ShellWord> words = tail(from);
        if (words.stream().anyMatch(word -> !word.known())) {
            findings.doubt();
        }
        findings.script(String.join(" ", words.stream().map(ShellWord::value).toList()));
    }

    /** Each word may hold a line, behind an equals sign, an exclamation mark or in quotes too. */
    private void values(int from) {
        for (ShellWord word : tail(from)) {
            String value = word.value();
            if (value.matches("(?s).*[\\s;|&!=(].*")) {
                findings.script(value.startsWith("!") ? value.substring(1) : value);
                findings.script(value.replaceFirst("^-[A-Za-z]*?c|^-[A-Za-z]", ""));
                int equals = value.indexOf('=');
                for (int i = 0; i < 2 && equals >= 0; i++) {
                    findings.script(value.substring(equals + 1).replaceFirst("^!", ""));
                    equals = value.indexOf('=', equals + 1);
                }
                Matcher quoted = QUOTED.matcher(value);
                while (quoted.find()) {
                    findings.script(quoted.group(1));
                }
            }
        }
    }

    private void reads() {
        if (tail(1).stream().anyMatch(word -> !word.known() || word.value().matches("-|/dev/.*|/proc/.*"))) {
            findings.doubt();
        }
    }

    private void options() {
        if (tail(1).stream().anyMatch(word -> !word.known() || word.value().startsWith("-"))) {
            findings.doubt();
        }
    }

    private void find() {
        for (int i = 1; i < command.size() && !findings.full(); i++) {
            if (command.get(i).value().matches("-(exec|execdir|ok|okdir)")) {
                List<ShellWord> inner = new ArrayList<>();
                for (ShellWord word : tail(i + 1)) {
                    if (word.value().equals(";") || word.value().equals("+")) {
                        break;
                    }
                    inner.add(word);
                }
                findings.inner(inner);
            }
        }
    }

    private void git() {
        int at = 1;
        while (at < command.size() && command.get(at).value().startsWith("-")) {
            at += GIT_VALUES.contains(command.get(at).value()) ? 2 : 1;
        }
        if (at > 1 && at < command.size()) {
            List<ShellWord> plain = new ArrayList<>(List.of(command.get(0)));
            plain.addAll(tail(at));
            findings.inner(plain);
        }
        List<ShellWord> rest = tail(at);
        if (rest.size() > 2 && rest.get(0).value().equals("bisect")) {
            findings.inner(rest.subList(2, rest.size()));
        } else if (rest.size() > 2 && rest.get(0).value().equals("submodule")) {
            findings.script(String.join(
                    " ",
                    rest.subList(2, rest.size()).stream().map(ShellWord::value).toList()));
        }
    }

    private void other() {
        boolean interpreter = INTERPRETERS.contains(name);
        for (ShellWord word : tail(1)) {
            String value = word.value();
            if (interpreter && (INLINE.matcher(value).matches() || (!word.known() && value.startsWith("$")))) {
                findings.doubt();
            }
            if (name.endsWith("sed") && SED_RUNS.matcher(value).matches()) {
                findings.doubt();
                findings.script(value.replaceFirst("^[^e]*e\\s*", ""));
            }
            if (name.endsWith("awk") && value.matches("(?s).*(system|\\||getline).*")) {
                findings.doubt();
            }
            if (value.matches("-x|-X|--exec|--exec-batch") && name.startsWith("fd")) {
                int at = command.indexOf(word);
                findings.inner(tail(at + 1));
            }
        }
        boolean scriptless = tail(1).stream().allMatch(word -> word.value().startsWith("-"));
        boolean version = command.size() == 2 && command.get(1).value().matches("--?version|-V+|-v");
        if (interpreter && scriptless && !version) {
            findings.doubt();
        }
    }

    private static Set<String> words(String text) {
        return Set.of(text.split(" "));
    }
}
