package dev.mimo.permission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Workspace;
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
 * the mode; ask. What is not understood is never allowed by a grant or a rule, and what may turn into something that a rule
 * denies is asked for in every mode. Words that do more than others, such as {@code --force} or {@code find}'s {@code
 * -delete}, are allowed by a rule only when its pattern names them: a star, even a star alone, is a yes to plain commands only.
 *
 * <p>The files that a command of {@code bash} names are judged by the rules for files ({@code read}, {@code edit}, {@code
 * external_directory}, {@code *}) and by the mode; rules for {@code bash} are about command lines. So {@code allow bash "cat *"}
 * does not let a command read outside of the workspace; inside of it, the yes to a command covers the files it names.
 *
 * <p>Rules cannot hold back a program that was allowed to run: a script, an interpreter, a download. Where that matters, run
 * commands in a container.
 */
public final class Permissions {

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

    /**
     * Reads {@code {"mode": "ask-before-change", "rules": [{"permission", "pattern", "action"}]}} or the bare array of rules.
     * The mode is ask-before-change when it is left out.
     *
     * @throws BrokenRules when any part is missing, unknown or of the wrong kind
     */
    public static Permissions fromJson(JsonNode json) {
        return PermissionsFormat.read(json);
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
        Permission known = judge(action, workspace, grants);
        if (!(known instanceof Permission.Allow)) {
            return known;
        }
        // A rule that names it knows what it comes to; rules that ask then had their say by their order.
        Rule meant = action.understood() ? lastMatch(action, workspace, false) : null;
        boolean vague = RuleMatch.isVague(action) && meant == null;
        for (Rule rule : rules) {
            boolean binds = rule.action() == Rule.Action.DENY || (rule.action() == Rule.Action.ASK && vague);
            if (binds && RuleMatch.mayBe(rule, action)) {
                return new Permission.Ask("it may turn into what a rule forbids: " + show(rule));
            }
        }
        return known;
    }

    private Permission judge(Action action, @Nullable Workspace workspace, Set<Grant> grants) {
        Rule deny = lastMatch(action, workspace, true);
        if (deny != null) {
            return new Permission.Deny("denied by rule " + show(deny));
        }
        if (mode == Mode.PLAN && changes(action)) {
            return new Permission.Deny(
                    "plan mode: nothing may be changed, and only commands known to change nothing run");
        }
        Path path = action.path();
        if (path != null && workspace != null && action.effect() == Effect.EDIT) {
            if (workspace.isProtected(path)) {
                return new Permission.Deny("closed to file tools: " + workspace.show(path));
            }
            String name = ProtectedNames.find(path, workspace);
            if (name != null) {
                return new Permission.Ask("protected name " + name);
            }
        }
        if (action.effect() == Effect.PERSON) {
            return new Permission.Ask("a question to a person");
        }
        if (Grant.isPossible(action) && grants.contains(Grant.of(action))) {
            return new Permission.Allow("allowed before");
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
        String name = word(mode);
        boolean inside = inside(action, workspace);
        boolean allowed = switch (action.effect()) {
            case STATE, HOST -> true;
            case READ -> inside || mode == Mode.BYPASS;
            // The command that names a file is judged itself; what is in the workspace needs no second yes.
            case EDIT ->
                mode == Mode.BYPASS
                        || (inside
                                && (mode == Mode.ALLOW_IN_WORKSPACE
                                        || (RuleMatch.isShell(action) && action.path() != null)));
            case INSPECT, EXECUTE, NETWORK -> mode == Mode.BYPASS;
            case PERSON -> false;
        };
        String why = inside || action.path() == null ? "mode " + name : "outside of the workspace; mode " + name;
        return allowed ? new Permission.Allow(why) : new Permission.Ask(doubt(action) + why);
    }

    private static String doubt(Action action) {
        if (!action.understood()) {
            return "not understood; ";
        }
        return action.named().isEmpty() ? "" : "no rule names " + String.join(" ", action.named()) + "; ";
    }

    private static boolean changes(Action action) {
        return switch (action.effect()) {
            case READ, STATE, PERSON, INSPECT -> false;
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
            if ((rule.action() == Rule.Action.DENY) == deny && RuleMatch.of(rule, action, workspace)) {
                last = rule;
            }
        }
        return last;
    }

    /** The last rule that a reason names; null when it names none. */
    @Nullable
    Rule ruleNamedIn(String reason) {
        Rule named = null;
        for (Rule rule : rules) {
            named = reason.endsWith(show(rule)) ? rule : named;
        }
        return named;
    }

    static String word(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String show(Rule rule) {
        return rule.action().name().toLowerCase(Locale.ROOT) + " " + rule.permission() + " \"" + rule.pattern() + "\"";
    }
}
