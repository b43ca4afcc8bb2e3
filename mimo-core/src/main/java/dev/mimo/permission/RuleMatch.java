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

    private static final java.util.regex.Pattern IDLE_QUOTES =
            java.util.regex.Pattern.compile("(?<=^| )(['\"])([A-Za-z0-9_@%+=:,./^-]+)\\1(?= |$)");

    /** The form of what may do anything at all. */
    private static final String ANYTHING = "*";

    private RuleMatch() {}

    /** Whether it surely does; rules that deny or ask look at other forms of the subject too. */
    static boolean of(Rule rule, Action action, @Nullable Workspace workspace) {
        if (!isAbout(rule, action, workspace)) {
            return false;
        }
        String pattern = isShell(action) ? withoutIdleQuotes(rule.pattern()) : rule.pattern();
        if (rule.action() == Rule.Action.ALLOW) {
            return !isBeyond(rule, action, workspace)
                    && isAbout(pattern, action, workspace, false)
                    && Pattern.names(pattern, action.subject(), action.named());
        }
        return isAbout(pattern, action, workspace, true)
                || action.forms().stream().anyMatch(form -> Pattern.matches(pattern, form));
    }

    /** A yes to {@code read *} is about the workspace; what lies outside has to be meant by the rule. */
    private static boolean isBeyond(Rule rule, Action action, @Nullable Workspace workspace) {
        Path path = action.path();
        return path != null
                && workspace != null
                && !workspace.contains(path)
                && !rule.permission().equals("external_directory")
                && !rule.pattern().startsWith("~")
                && !Path.of(beforeWildcard(rule.pattern())).isAbsolute();
    }

    private static String beforeWildcard(String pattern) {
        return pattern.replaceFirst("(?s)[*?\\x00].*", "");
    }

    /** As commands are told: with quotes only around words that need them. */
    private static String withoutIdleQuotes(String pattern) {
        return IDLE_QUOTES.matcher(pattern).replaceAll("$2");
    }

    /** Whether it may when the action runs, and that cannot be told before. */
    static boolean mayBe(Rule rule, Action action) {
        if (isForFiles(rule)) {
            return action.forms().contains(ANYTHING)
                    || (!action.understood() && action.forms().stream().anyMatch(form -> form.indexOf('*') >= 0));
        }
        return Pattern.matches(rule.permission(), action.tool())
                && action.forms().stream().anyMatch(form -> Pattern.mayMatch(rule.pattern(), form));
    }

    /** Whether the words of an action do not tell what it comes to. */
    static boolean isVague(Action action) {
        return !action.understood() || action.forms().contains(ANYTHING);
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
