package dev.mimo.permission;

import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Workspace;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A policy: rules, and a mode for what they leave open. Immutable; each method gives a new one.
 *
 * <p>Decided in this order: a matching deny rule; plan mode, for what changes something; protected names, which are always
 * asked for; grants; of the matching ask and allow rules the last one, so general rules come first and exceptions after;
 * the mode; ask. What is not understood is never allowed by a grant or a rule.
 */
public final class Permissions {

    /** Files that turn into code or settings elsewhere: always asked for, in any letter case. */
    private static final Set<String> PROTECTED_NAMES = Set.of(
            ".git",
            ".mimo",
            ".claude",
            ".agents",
            ".ssh",
            ".gnupg",
            ".bashrc",
            ".bash_profile",
            ".bash_login",
            ".bash_logout",
            ".profile",
            ".zshrc",
            ".zshenv",
            ".zprofile",
            ".zlogin",
            ".gitconfig",
            ".gitmodules",
            ".mcp.json",
            ".envrc");

    private final Mode mode;
    private final List<Rule> rules;

    private Permissions(Mode mode, List<Rule> rules) {
        this.mode = mode;
        this.rules = rules;
    }

    public static Permissions of(Mode mode) {
        return new Permissions(mode, List.of());
    }

    /** Reads in the workspace are allowed, changes are asked for. What an agent has that was given nothing else. */
    public static Permissions askBeforeChange() {
        return of(Mode.ASK_BEFORE_CHANGE);
    }

    /** Nothing may change. */
    public static Permissions plan() {
        return of(Mode.PLAN);
    }

    /** Files in the workspace may be changed; processes and the network are asked for. */
    public static Permissions allowInWorkspace() {
        return of(Mode.ALLOW_IN_WORKSPACE);
    }

    /** Everything but what rules deny or ask for, and protected names. */
    public static Permissions bypass() {
        return of(Mode.BYPASS);
    }

    /** Adds a rule after those there are. */
    public Permissions rule(Rule rule) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(rule);
        return new Permissions(mode, List.copyOf(more));
    }

    public Permissions allow(String permission, String pattern) {
        return rule(new Rule(permission, pattern, Rule.Action.ALLOW));
    }

    public Permissions ask(String permission, String pattern) {
        return rule(new Rule(permission, pattern, Rule.Action.ASK));
    }

    public Permissions deny(String permission, String pattern) {
        return rule(new Rule(permission, pattern, Rule.Action.DENY));
    }

    public Mode mode() {
        return mode;
    }

    public List<Rule> rules() {
        return rules;
    }

    /** Judges one action. */
    public Permission decide(Action action, @Nullable Workspace workspace, Set<Grant> grants) {
        Rule deny = lastMatch(action, workspace, true);
        if (deny != null) {
            return new Permission.Deny("denied by rule " + show(deny));
        }
        if (mode == Mode.PLAN && changes(action)) {
            return new Permission.Deny("plan mode: nothing may be changed");
        }
        Path path = action.path();
        if (path != null && workspace != null && action.effect() == Effect.EDIT) {
            if (workspace.isProtected(path)) {
                return new Permission.Deny("closed to file tools: " + workspace.show(path));
            }
            String name = protectedName(path, workspace);
            if (name != null) {
                return new Permission.Ask("protected name " + name);
            }
        }
        if (action.effect() == Effect.PERSON) {
            return new Permission.Ask("a question to a person");
        }
        if (action.understood() && grants.contains(Grant.of(action))) {
            return new Permission.Allow("allowed before in this session");
        }
        Rule rule = lastMatch(action, workspace, false);
        if (rule != null && rule.action() == Rule.Action.ASK) {
            return new Permission.Ask("rule " + show(rule));
        }
        if (rule != null && action.understood()) {
            return new Permission.Allow("rule " + show(rule));
        }
        return byMode(action, workspace);
    }

    private Permission byMode(Action action, @Nullable Workspace workspace) {
        String name = mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
        boolean allowed = switch (action.effect()) {
            case STATE, HOST -> true;
            case READ -> inside(action, workspace) || mode == Mode.BYPASS;
            case EDIT -> mode == Mode.BYPASS || (mode == Mode.ALLOW_IN_WORKSPACE && inside(action, workspace));
            case EXECUTE, NETWORK -> mode == Mode.BYPASS;
            case PERSON -> false;
        };
        return allowed ? new Permission.Allow("mode " + name) : new Permission.Ask("mode " + name);
    }

    private static boolean changes(Action action) {
        return switch (action.effect()) {
            case READ, STATE, PERSON -> false;
            case EDIT, EXECUTE, NETWORK, HOST -> true;
        };
    }

    private static boolean inside(Action action, @Nullable Workspace workspace) {
        Path path = action.path();
        return path == null || (workspace != null && workspace.contains(path));
    }

    private @Nullable Rule lastMatch(Action action, @Nullable Workspace workspace, boolean deny) {
        Rule last = null;
        for (Rule rule : rules) {
            if ((rule.action() == Rule.Action.DENY) == deny
                    && isAbout(rule, action, workspace)
                    && matches(rule.pattern(), action, workspace)) {
                last = rule;
            }
        }
        return last;
    }

    private static boolean isAbout(Rule rule, Action action, @Nullable Workspace workspace) {
        return switch (rule.permission()) {
            case "edit" -> action.effect() == Effect.EDIT;
            case "read" -> action.effect() == Effect.READ && action.path() != null;
            case "external_directory" -> action.path() != null && !inside(action, workspace);
            default -> Pattern.matches(rule.permission(), action.tool());
        };
    }

    private static boolean matches(String pattern, Action action, @Nullable Workspace workspace) {
        Path path = action.path();
        if (path == null) {
            URI address = action.effect() == Effect.NETWORK ? AddressPattern.find(action.subject()) : null;
            return address == null
                    ? Pattern.matches(pattern, action.subject())
                    : AddressPattern.matches(pattern, address);
        }
        String given = pattern.equals("~") || pattern.startsWith("~/")
                ? System.getProperty("user.home") + pattern.substring(1)
                : pattern;
        return Pattern.matches(given, path.toString())
                || (workspace != null && Pattern.matches(given, workspace.show(path)));
    }

    private static @Nullable String protectedName(Path path, Workspace workspace) {
        Path shown = workspace.contains(path) ? workspace.root().relativize(path) : path;
        for (Path part : shown) {
            if (PROTECTED_NAMES.contains(part.toString().toLowerCase(Locale.ROOT))) {
                return part.toString();
            }
        }
        return null;
    }

    private static String show(Rule rule) {
        return rule.action().name().toLowerCase(Locale.ROOT) + " " + rule.permission() + " \"" + rule.pattern() + "\"";
    }
}
