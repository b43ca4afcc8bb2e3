package dev.mimo.tool.shell;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The variables a command sees: those that are listed, and some that keep programs from asking, paging and colouring.
 * Immutable.
 */
final class ChildEnvironment {

    private static final Set<String> LISTED =
            Set.of("PATH", "HOME", "LANG", "LANGUAGE", "TMPDIR", "USER", "LOGNAME", "SHELL", "JAVA_HOME", "TZ");

    private static final Map<String, String> FIXED = Map.of(
            "TERM", "dumb",
            "PAGER", "cat",
            "GIT_PAGER", "cat",
            "GIT_TERMINAL_PROMPT", "0",
            "NO_COLOR", "1");

    private final Supplier<Map<String, String>> parent;
    private final Set<String> added;

    /** {@code parent} has what is chosen from; {@code added} are names to be let through besides those listed. */
    ChildEnvironment(Supplier<Map<String, String>> parent, Set<String> added) {
        this.parent = parent;
        this.added = Set.copyOf(added);
    }

    ChildEnvironment adding(Set<String> names) {
        Set<String> all = new HashSet<>(added);
        all.addAll(names);
        return new ChildEnvironment(parent, all);
    }

    Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>(Map.of("PATH", "/usr/local/bin:/usr/bin:/bin"));
        new TreeMap<>(parent.get()).forEach((name, value) -> {
            if (LISTED.contains(name) || name.startsWith("LC_") || added.contains(name)) {
                variables.put(name, value);
            }
        });
        FIXED.forEach((name, value) -> {
            if (!added.contains(name) || !variables.containsKey(name)) {
                variables.put(name, value);
            }
        });
        return Map.copyOf(variables);
    }
}
