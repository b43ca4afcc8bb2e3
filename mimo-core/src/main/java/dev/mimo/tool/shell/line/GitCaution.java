package dev.mimo.tool.shell.line;

import java.util.List;
import java.util.Set;

/** What the words of {@code git} tell, by its subcommand. */
final class GitCaution {

    private static final Set<String> ASKING = Set.of(
            "add",
            "checkout",
            "restore",
            "reset",
            "stash",
            "commit",
            "rebase",
            "tag",
            "merge",
            "cherry-pick",
            "revert");

    private GitCaution() {}

    /** Without {@code --no-pager} in front, which changes nothing. */
    static List<String> withoutPagerChoice(List<String> arguments) {
        boolean chosen = arguments.size() > 1 && arguments.get(0).equals("--no-pager");
        return chosen ? arguments.subList(1, arguments.size()) : arguments;
    }

    /** Whether a word of a call does more than the others say. */
    static boolean isTelling(List<String> arguments, String word) {
        boolean shown = arguments.size() > 1 && arguments.get(1).equals("show");
        String subcommand = shown ? "show" : arguments.get(0);
        if (word.contains("::") || word.contains("://-")) {
            return true;
        }
        if (subcommand.equals("config")) {
            return !isLookingConfig(arguments);
        }
        if (subcommand.equals("push") && (word.startsWith("+") || word.startsWith(":"))) {
            return true;
        }
        if (word.startsWith("--")) {
            return isTellingOption(subcommand, word);
        }
        // What stands behind a message's letter is the message.
        String letters = word.replaceFirst("(?s)[mF].*", "");
        return word.matches("(?s)-[^-].*")
                && letters(subcommand).chars().anyMatch(letter -> letters.indexOf(letter) > 0);
    }

    private static boolean isTellingOption(String subcommand, String word) {
        String option = word.replaceFirst("(?s)=.*", "");
        boolean asks = ASKING.contains(subcommand)
                && word.length() > 3
                && (word.matches("(?s)--(patch|interactive|edit).*")
                        || List.of("--patch", "--interactive", "--edit", "--sign", "--local-user").stream()
                                .anyMatch(one -> one.startsWith(option)));
        return asks
                || (subcommand.equals("push") && word.length() > 3 && "--delete".startsWith(word))
                || (subcommand.equals("clone") && word.startsWith("--recurse"));
    }

    private static String letters(String subcommand) {
        return switch (subcommand) {
            case "grep" -> "O";
            case "rebase" -> "xiSs";
            case "clone" -> "cu";
            case "ls-remote", "pull" -> "us";
            case "add", "restore", "reset", "stash" -> "pei";
            case "checkout", "switch" -> "pf";
            case "commit" -> "petcS";
            case "tag" -> "sue";
            case "merge", "cherry-pick", "revert" -> "eSs";
            case "push" -> "fd";
            case "branch" -> "DMf";
            case "clean" -> "fi";
            default -> "";
        };
    }

    private static boolean isLookingConfig(List<String> arguments) {
        return arguments.size() == 2
                ? arguments.get(1).matches("-l|--list|[A-Za-z][\\w.-]*")
                : arguments.size() == 3 && arguments.get(1).matches("--get(-all|-regexp)?");
    }
}
