package dev.mimo.tool.shell.line;

import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Workspace;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files that commands name in their words: each one read, or changed where the command is known to change what it is
 * given. Any word that could be a path counts, through links and after a {@code cd}. Confined to one call.
 */
final class CommandFiles {

    /** Looked up at most; with more, a folder that no rule for the workspace covers stands for the rest. */
    private static final int MOST_LOOKED_AT = 4000;

    private static final int MOST_FOLDERS = 8;

    /** A path behind letters of options. */
    private static final Pattern ATTACHED = Pattern.compile("(?s)-[A-Za-z0-9]+([./~].*)");

    /** Names that often hold settings or code: what is not known to read only may change them. */
    private static final Pattern HIDDEN = Pattern.compile("(?s)(.*[/=:]|-[A-Za-z0-9]+)?\\.[^./].*");

    private static final Set<String> CHANGE_ALL = Set.of(
            "rm",
            "rmdir",
            "mv",
            "touch",
            "mkdir",
            "tee",
            "truncate",
            "chmod",
            "chown",
            "chgrp",
            "shred",
            "unlink",
            "mkfifo",
            "mknod",
            "patch",
            "dd",
            "sed",
            "perl",
            "split",
            "csplit",
            "setfacl",
            "chattr",
            "gzip",
            "gunzip",
            "bzip2",
            "xz",
            "zip",
            "ed",
            "ex");

    private static final Set<String> CHANGE_LAST =
            Set.of("cp", "ln", "install", "rsync", "scp", "link", "sort", "uniq", "xxd");

    /** Of those that change what they are given, the ones that tell nothing of what is in it. */
    private static final Set<String> CHANGE_UNREAD = Set.of(
            "rm",
            "rmdir",
            "touch",
            "mkdir",
            "tee",
            "truncate",
            "chmod",
            "chown",
            "chgrp",
            "shred",
            "unlink",
            "mkfifo",
            "mknod",
            "setfacl",
            "chattr");

    /** Read their last word too when it is a source. */
    private static final Set<String> LAST_MAY_BE_READ = Set.of("sort", "uniq", "xxd");

    private static final Set<String> CHANGING_GIT =
            Set.of("rm", "mv", "checkout", "restore", "clean", "init", "worktree");

    /** Take a text first, which is no file. */
    private static final Set<String> TEXT_FIRST = Set.of("grep", "egrep", "fgrep", "rg", "ag", "ack");

    /** Look at no file, whatever their words are. */
    private static final Set<String> TEXTS_ONLY = Set.of("echo", "printf", "basename", "dirname", "seq", "expr");

    private final Workspace workspace;
    private final List<Path> folders = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final Set<Action> actions = new LinkedHashSet<>();
    private int looked;
    private boolean names;

    CommandFiles(Workspace workspace, Path folder) {
        this.workspace = workspace;
        folders.add(folder);
    }

    List<Action> actions() {
        return List.copyOf(actions);
    }

    void command(List<ShellWord> words) {
        String name = words.get(0).name();
        if (TEXTS_ONLY.contains(name)) {
            // A pattern of the shell looks at files all the same.
            words.stream()
                    .skip(1)
                    .filter(word -> !word.known() && word.value().matches("(?s).*[*?\\[].*"))
                    .forEach(word -> word(word, Effect.READ));
            return;
        }
        if (name.equals("cd") || name.equals("pushd")) {
            changeFolder(words);
        }
        boolean git = name.equals("git") && words.size() > 1;
        boolean changes = (CHANGE_ALL.contains(name) && (!name.equals("sed") || isInPlace(words)))
                || (git && CHANGING_GIT.contains(words.get(1).value()));
        boolean text = isPlainScript(name, words)
                || (TEXT_FIRST.contains(name)
                        && words.stream().noneMatch(word -> word.value().matches("-[ef].*|--(regexp|file).*")));
        boolean reads = ReadOnlyCommands.reads(name) || git;
        boolean message = false;
        for (int i = 1; i < words.size(); i++) {
            ShellWord word = words.get(i);
            String value = word.value();
            boolean option = value.startsWith("-");
            boolean skipped = message || (text && !option);
            message = git && value.matches("-m|-am|--message|--grep|-S|-G|--format|--pretty|--author");
            if (skipped) {
                text &= option;
                continue;
            }
            boolean last = CHANGE_LAST.contains(name)
                    && (i == words.size() - 1 || words.get(i - 1).value().equals("-t"));
            boolean changed = changes
                    || last
                    || isOutput(value)
                    || isOutput(words.get(i - 1).value())
                    || isArchive(name, words.get(i - 1).value())
                    || (!reads && HIDDEN.matcher(value).matches());
            boolean unread = isOutput(value)
                    || isOutput(words.get(i - 1).value())
                    || (changes && isUnread(words))
                    || (last && !LAST_MAY_BE_READ.contains(name));
            names = !option && isFile(value, ReadOnlyCommands.reads(name));
            if (changed) {
                word(word, Effect.EDIT);
            }
            if (!unread) {
                word(word, Effect.READ);
            }
        }
        names = false;
    }

    /** Whether a command that changes what it is given neither tells what was in it nor moves it to another name. */
    private static boolean isUnread(List<ShellWord> words) {
        String name = words.get(0).name();
        return name.equals("git") ? !words.get(1).value().equals("mv") : CHANGE_UNREAD.contains(name);
    }

    /** Whether a word names a file although there is none now: a command before may bring it. */
    private static boolean isFile(String value, boolean reads) {
        return reads
                ? !value.matches("(?s).*[*?\\[].*")
                : value.matches("(?s)[^*?\\[]*[./][^*?\\[]*") && !value.contains("://");
    }

    /** Its script comes first, after options that are none; a script that is more than plain may name files. */
    private static boolean isPlainScript(String name, List<ShellWord> words) {
        List<String> arguments = words.stream().skip(1).map(ShellWord::value).toList();
        boolean first = arguments.stream().noneMatch(word -> word.matches("-n?e|--expression|-[Fv].*"));
        return first
                && ((name.equals("sed") && PlainScripts.sed(arguments))
                        || (name.endsWith("awk") && PlainScripts.awk(arguments)));
    }

    private static boolean isArchive(String name, String before) {
        return (name.endsWith("tar") || name.equals("jar")) && before.matches("-?[A-Za-z]*f|--file");
    }

    void target(ShellFindings.Target target) {
        word(target.word(), target.read() ? Effect.READ : Effect.EDIT);
    }

    private static boolean isInPlace(List<ShellWord> words) {
        return words.stream().anyMatch(word -> word.value().matches("-[A-Za-z]*i.*|--in-place.*"));
    }

    private static boolean isOutput(String word) {
        return word.matches("-o|-O|--output(-document|-file|-dir)?(=.*)?|of=.*|--target-directory(=.*)?");
    }

    private void changeFolder(List<ShellWord> words) {
        String target = words.stream()
                .skip(1)
                .map(ShellWord::value)
                .filter(value -> !value.matches("-[A-Za-z@]+|--|-"))
                .findFirst()
                .orElse(System.getProperty("user.home"));
        for (Path base : List.copyOf(folders)) {
            Path to = resolve(base, target);
            if (to != null && !folders.contains(to) && folders.size() < MOST_FOLDERS) {
                folders.add(to);
                if (!workspace.contains(to)) {
                    add(to, Effect.READ);
                }
            } else if (folders.size() >= MOST_FOLDERS) {
                add(workspace.root().getRoot(), Effect.READ);
            }
        }
    }

    private void word(ShellWord word, Effect effect) {
        String value = word.value();
        look(value, word.known(), effect);
        int equals = value.indexOf('=');
        if (equals >= 0) {
            look(value.substring(equals + 1), word.known(), effect);
        }
        Matcher attached = ATTACHED.matcher(value);
        if (attached.matches()) {
            look(attached.group(1), word.known(), effect);
        }
        int colon = value.indexOf(':');
        if (colon >= 0 && !value.startsWith("//", colon + 1)) {
            look(value.substring(colon + 1), word.known(), effect);
        }
    }

    private void look(String value, boolean known, Effect effect) {
        if (value.isEmpty() || value.equals("/dev/null") || value.equals("-")) {
            return;
        }
        if (looked > MOST_LOOKED_AT) {
            add(workspace.root().getRoot(), effect);
            return;
        }
        if (!seen.add(folders.size() + " " + known + " " + names + " " + effect + " " + value)) {
            return;
        }
        for (Path base : folders) {
            if (known) {
                add(resolve(base, value), effect);
            } else {
                pattern(base, value, effect);
            }
        }
    }

    /** What a pattern stands for now; where that cannot be looked up, the folder above it. */
    private void pattern(Path base, String value, Effect effect) {
        String[] parts = value.replaceAll("[\"'\\\\]", "").split("/", -1);
        List<String> found = new ArrayList<>(List.of(""));
        boolean any = false;
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            boolean pattern = part.matches(".*[*?\\[{$`].*");
            any |= pattern;
            List<String> next = new ArrayList<>();
            for (String before : found) {
                if (pattern) {
                    next.addAll(matches(base, before, part));
                } else {
                    next.add(before + part + (i < parts.length - 1 ? "/" : ""));
                }
            }
            found = next.size() > MOST_LOOKED_AT ? next.subList(0, MOST_LOOKED_AT) : next;
            looked += next.size();
            if (pattern) {
                for (int j = 0; j < found.size(); j++) {
                    add(resolve(base, found.get(j)), effect);
                    found.set(j, found.get(j) + (i < parts.length - 1 ? "/" : ""));
                }
            }
        }
        for (String one : found) {
            add(resolve(base, one), effect);
        }
        if (any && value.contains("..")) {
            add(workspace.root().getParent(), effect);
        }
    }

    private List<String> matches(Path base, String before, String part) {
        Path folder = before.isEmpty() ? base : resolve(base, before);
        List<String> names = new ArrayList<>();
        if (folder == null || !Files.isDirectory(folder)) {
            return names;
        }
        String regex = part.replaceAll("[\\[{$`].*", "*")
                .replaceAll("([^\\w*?])", "\\\\$1")
                .replace("?", ".")
                .replace("*", ".*");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                looked++;
                if (looked > MOST_LOOKED_AT) {
                    add(workspace.root().getRoot(), Effect.READ);
                    break;
                }
                String name = file.getFileName().toString();
                if (name.matches("(?s)" + regex) && (part.startsWith(".") || !name.startsWith("."))) {
                    names.add(before + file.getFileName());
                }
            }
        } catch (IOException | RuntimeException e) {
            add(workspace.root().getRoot(), Effect.READ);
        }
        return names;
    }

    private @Nullable Path resolve(Path base, String value) {
        looked++;
        try {
            boolean fromHome = value.equals("~") || value.startsWith("~/");
            return workspace.resolve(fromHome ? value : base.resolve(value).toString());
        } catch (InvalidCall | InvalidPathException e) {
            // No path, so it names nothing.
            return null;
        }
    }

    private void add(@Nullable Path path, Effect effect) {
        if (path != null && (!workspace.contains(path) || effect == Effect.EDIT || names || Files.exists(path))) {
            actions.add(Action.file(ShellActions.TOOL, path, effect));
        }
    }
}
