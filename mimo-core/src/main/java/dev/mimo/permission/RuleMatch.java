package dev.mimo.permission;

import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Workspace;
import java.net.URI;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a rule speaks of an action. */
final class RuleMatch {

    /** Its rules are about command lines; the files that a command names are judged by the rules for files. */
    private static final String SHELL = "bash";

    private RuleMatch() {}

    /** Whether it surely does; rules that deny or ask look at other forms of the subject too. */
    static boolean of(Rule rule, Action action, @Nullable Workspace workspace) {
        return isAbout(rule, action, workspace)
                && (isAbout(rule.pattern(), action, workspace, rule.action() != Rule.Action.ALLOW)
                        || (rule.action() != Rule.Action.ALLOW
                                && action.forms().stream().anyMatch(form -> Pattern.matches(rule.pattern(), form))));
    }

    /** Whether it may when the action runs, and that cannot be told before. */
    static boolean mayBe(Rule rule, Action action) {
        if (isForFiles(rule)) {
            return !action.understood() && action.forms().stream().anyMatch(form -> form.indexOf('*') >= 0);
        }
        return Pattern.matches(rule.permission(), action.tool())
                && action.forms().stream().anyMatch(form -> Pattern.mayMatch(rule.pattern(), form));
    }

    private static boolean isForFiles(Rule rule) {
        return switch (rule.permission()) {
            case "edit", "read", "external_directory" -> true;
            default -> false;
        };
    }

    private static boolean isAbout(Rule rule, Action action, @Nullable Workspace workspace) {
        Path path = action.path();
        return switch (rule.permission()) {
            case "edit" -> action.effect() == Effect.EDIT;
            case "read" -> action.effect() == Effect.READ && path != null;
            case "external_directory" -> path != null && (workspace == null || !workspace.contains(path));
            default ->
                Pattern.matches(rule.permission(), action.tool())
                        && (path == null
                                || !isShell(action)
                                || rule.permission().equals("*"));
        };
    }

    static boolean isShell(Action action) {
        return action.tool().equals(SHELL);
    }

    private static boolean isAbout(String pattern, Action action, @Nullable Workspace workspace, boolean strict) {
        Path path = action.path();
        if (path != null) {
            return file(pattern, path, workspace, strict);
        }
        URI address = action.effect() == Effect.NETWORK ? AddressPattern.find(action.subject()) : null;
        return address == null ? Pattern.matches(pattern, action.subject()) : AddressPattern.matches(pattern, address);
    }

    /** Letters that a file system may take for the same are the same to rules that deny or ask. */
    private static boolean file(String given, Path path, @Nullable Workspace workspace, boolean strict) {
        String pattern = given.equals("~") || given.startsWith("~/")
                ? System.getProperty("user.home") + given.substring(1)
                : given;
        String relative = workspace == null ? path.toString() : workspace.show(path);
        if (Pattern.matches(pattern, path.toString()) || Pattern.matches(pattern, relative)) {
            return true;
        }
        if (pattern.startsWith("./") && Pattern.matches(pattern.substring(2), relative)) {
            return true;
        }
        return strict
                && (Pattern.matches(folded(pattern), folded(path.toString()))
                        || Pattern.matches(folded(pattern), folded(relative)));
    }

    static String folded(String name) {
        String composed = Normalizer.normalize(name, Normalizer.Form.NFKC);
        return Normalizer.normalize(composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
    }
}
