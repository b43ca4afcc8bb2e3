package dev.mimo.tool.shell.line;

import java.util.List;
import java.util.Set;

/** The commands that are known to look and to change nothing: what plan mode lets a shell do. */
final class ReadOnlyCommands {

    private static final Set<String> ANY_ARGUMENTS = words("""
            ls cat head tail wc pwd echo printf true false test stat file du df basename dirname realpath readlink uname
            whoami id groups which type sort uniq cut tr comm diff cmp grep egrep fgrep rg ag ack fd find nl od
            md5sum sha1sum sha256sum sha512sum cksum sum strings column paste join fold expand unexpand rev tac seq jq cd sed
            nproc uptime free ps""");

    private static final Set<String> GIT = words("""
            status diff log show blame grep ls-files ls-tree rev-parse rev-list describe shortlog cat-file name-rev
            merge-base show-ref for-each-ref diff-tree version --version""");

    private ReadOnlyCommands() {}

    /** Whether a program, when it needs no caution, only reads the files it is given. */
    static boolean reads(String name) {
        return ANY_ARGUMENTS.contains(name)
                || Set.of("less", "more", "tree", "awk", "gawk", "mawk").contains(name);
    }

    /** Whether a command that needs no caution is one of them. */
    static boolean contains(PlainCommands.Command command) {
        List<String> words =
                command.words().stream().map(PlainCommands.Word::value).toList();
        List<String> arguments = words.subList(1, words.size());
        return switch (words.get(0).replaceFirst("^(/usr)?/bin/", "")) {
            case "git" -> isReadingGit(arguments);
            case "date" -> arguments.stream().allMatch(word -> word.matches("(?s)\\+.*|-u|-R|-I.*|--iso-8601.*"));
            case "hostname" -> arguments.isEmpty();
            case "tree" -> arguments.stream().noneMatch(word -> word.matches("-[A-Za-z]*[oR].*"));
            case "java", "javac", "mvn", "node", "npm", "python3", "python", "cargo", "go" ->
                arguments.size() == 1 && arguments.get(0).matches("--?version");
            default -> ANY_ARGUMENTS.contains(words.get(0).replaceFirst("^(/usr)?/bin/", ""));
        };
    }

    private static boolean isReadingGit(List<String> arguments) {
        if (arguments.isEmpty()) {
            return false;
        }
        List<String> rest = arguments.subList(1, arguments.size());
        return switch (arguments.get(0)) {
            case "branch" ->
                rest.stream().allMatch(word -> word.matches("--list|-a|-r|-v|-vv|--all|--remotes|--show-current"));
            case "tag" -> rest.stream().allMatch(word -> word.matches("-l|--list|-n\\d*"));
            case "remote" -> rest.stream().allMatch(word -> word.equals("-v"));
            case "stash", "worktree" -> rest.equals(List.of("list"));
            case "reflog" -> rest.isEmpty() || rest.get(0).equals("show");
            case "symbolic-ref" -> rest.equals(List.of("HEAD"));
            default -> GIT.contains(arguments.get(0));
        };
    }

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }
}
