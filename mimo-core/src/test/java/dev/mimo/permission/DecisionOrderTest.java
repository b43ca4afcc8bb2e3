package dev.mimo.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * The order of decision against a model of it: deny rules, plan mode, what is closed and protected names, questions to people,
 * grants, the last of the ask and allow rules, the mode, ask.
 */
class DecisionOrderTest {

    private static Path top;
    private static Workspace workspace;

    @BeforeContainer
    static void open() throws IOException {
        top = Files.createTempDirectory("decision-order").toRealPath();
        workspace =
                Workspace.of(Files.createDirectory(top.resolve("work"))).protect(List.of(top.resolve("work/closed")));
    }

    @AfterContainer
    static void clean() throws IOException {
        Files.delete(top.resolve("work"));
        Files.delete(top);
    }

    /** What the model looks at: an action, and whether rules that name {@code subject} are about it. */
    record Case(Action action, String file) {}

    @Property(tries = 20_000)
    void the_stricter_comes_first(
            @ForAll("cases") Case one, @ForAll("rules") List<Rule> rules, @ForAll Mode mode, @ForAll boolean granted) {
        Permissions permissions = Permissions.of(mode);
        for (Rule rule : rules) {
            permissions = permissions.rule(rule);
        }
        Set<Grant> grants = granted ? Set.of(Grant.of(one.action())) : Set.of();

        Permission decided = permissions.decide(one.action(), workspace, grants);

        assertThat(decided.getClass()).as("%s", decided).isEqualTo(model(one, rules, mode, granted));
    }

    private static Class<? extends Permission> model(Case one, List<Rule> rules, Mode mode, boolean granted) {
        Action action = one.action();
        Effect effect = action.effect();
        boolean file = !one.file().isEmpty();
        boolean outside = one.file().startsWith("/");
        Rule last = null;
        for (Rule rule : rules) {
            if (speaksOf(rule, one) && rule.action() == Rule.Action.DENY) {
                return Permission.Deny.class;
            }
            boolean allows = action.named().isEmpty()
                    && (!outside
                            || rule.permission().equals("external_directory")
                            || rule.pattern().startsWith("/"));
            if (speaksOf(rule, one) && (rule.action() == Rule.Action.ASK || allows)) {
                last = rule;
            }
        }
        if (mode == Mode.PLAN
                && Set.of(Effect.EDIT, Effect.EXECUTE, Effect.NETWORK, Effect.HOST)
                        .contains(effect)) {
            return Permission.Deny.class;
        }
        if (effect == Effect.EDIT && one.file().equals("closed/x")) {
            return Permission.Deny.class;
        }
        if (effect == Effect.PERSON || (effect == Effect.EDIT && one.file().equals(".git/x"))) {
            return Permission.Ask.class;
        }
        boolean program = effect == Effect.EXECUTE || effect == Effect.INSPECT;
        boolean mayBeGranted = action.understood()
                && action.named().isEmpty()
                && !(program && action.subject().equals("sh"));
        if (granted && mayBeGranted) {
            return Permission.Allow.class;
        }
        if (last != null && last.action() == Rule.Action.ASK) {
            return Permission.Ask.class;
        }
        if (last != null && action.understood()) {
            return Permission.Allow.class;
        }
        boolean byMode = mode == Mode.BYPASS
                || effect == Effect.STATE
                || effect == Effect.HOST
                || (effect == Effect.READ && !outside)
                || (effect == Effect.EDIT && !outside && (mode == Mode.ALLOW_IN_WORKSPACE || (file && isBash(one))));
        return byMode ? Permission.Allow.class : Permission.Ask.class;
    }

    private static boolean isBash(Case one) {
        return one.action().tool().equals("bash");
    }

    private static boolean speaksOf(Rule rule, Case one) {
        boolean file = !one.file().isEmpty();
        boolean about = switch (rule.permission()) {
            case "*" -> true;
            case "edit" -> one.action().effect() == Effect.EDIT;
            case "read" -> file && one.action().effect() == Effect.READ;
            case "external_directory" -> one.file().startsWith("/");
            default -> rule.permission().equals(one.action().tool()) && !(isBash(one) && file);
        };
        String name = file ? one.file() : one.action().subject();
        return about && (rule.pattern().equals("*") || rule.pattern().equals(name));
    }

    @Provide
    Arbitrary<Case> cases() {
        Arbitrary<Case> files = Combinators.combine(
                        Arbitraries.of("bash", "write", "grep"),
                        Arbitraries.of("a", ".git/x", "closed/x", "/elsewhere/x"),
                        Arbitraries.of(Effect.READ, Effect.EDIT))
                .as((tool, file, effect) ->
                        new Case(Action.file(tool, workspace.root().resolve(file), effect), file));
        Arbitrary<Case> others = Combinators.combine(
                        Arbitraries.of("bash", "webfetch", "mcp__s__t"),
                        Arbitraries.of("ls", "sh"),
                        Arbitraries.of(Effect.class),
                        Arbitraries.of(true, true, false),
                        Arbitraries.of(List.<String>of(), List.<String>of(), List.of("x")))
                .as((tool, subject, effect, understood, named) ->
                        new Case(new Action(tool, subject, effect, null, understood, List.of(), named), ""));
        return Arbitraries.oneOf(files, others);
    }

    @Provide
    Arbitrary<List<Rule>> rules() {
        return Combinators.combine(
                        Arbitraries.of(
                                "*",
                                "bash",
                                "edit",
                                "read",
                                "write",
                                "grep",
                                "webfetch",
                                "mcp__s__t",
                                "external_directory"),
                        Arbitraries.of("*", "*", "a", "ls", ".git/x", "closed/x", "/elsewhere/x"),
                        Arbitraries.of(Rule.Action.class))
                .as(Rule::new)
                .list()
                .ofMaxSize(4);
    }
}
