package dev.mimo.examples.cli;

import dev.mimo.permission.Mode;
import dev.mimo.permission.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What the agent may do. Rules are kept in the order in which they were given: the last one that fits counts. */
final class PermissionOptions {

    /** The modes by their names on the command line. */
    enum Named {
        ASK(Mode.ASK_BEFORE_CHANGE),
        PLAN(Mode.PLAN),
        WORKSPACE(Mode.ALLOW_IN_WORKSPACE),
        BYPASS(Mode.BYPASS);

        final Mode mode;

        Named(Mode mode) {
            this.mode = mode;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--permissions",
            paramLabel = "MODE",
            defaultValue = "ask",
            description = {
                "What may be done where no rule fits (default: ${DEFAULT-VALUE}).",
                "ask: whatever changes something waits for you (exit 5).",
                "plan: nothing may change.",
                "workspace: files in the workspace may change, commands wait.",
                "bypass: everything."
            })
    Named named = Named.ASK;

    final List<Rule> rules = new ArrayList<>();

    @Option(
            names = "--allow",
            paramLabel = "TOOL:PATTERN",
            description = "Allow it, such as 'bash:git status *' or 'edit:src/*'. May be repeated.")
    void allow(@Nullable String rule) {
        add(rule, Rule.Action.ALLOW);
    }

    @Option(names = "--ask", paramLabel = "TOOL:PATTERN", description = "Wait for you. May be repeated.")
    void ask(@Nullable String rule) {
        add(rule, Rule.Action.ASK);
    }

    @Option(names = "--deny", paramLabel = "TOOL:PATTERN", description = "Forbid it for good. May be repeated.")
    void deny(@Nullable String rule) {
        add(rule, Rule.Action.DENY);
    }

    private void add(@Nullable String rule, Rule.Action action) {
        if (rule == null) {
            return;
        }
        int colon = rule.indexOf(':');
        if (colon < 1 || colon == rule.length() - 1) {
            throw new TypeConversionException("a rule looks like 'bash:git status *', not '" + rule + "'");
        }
        rules.add(new Rule(rule.substring(0, colon), rule.substring(colon + 1), action));
    }
}
