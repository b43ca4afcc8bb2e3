package dev.mimo.providers.claude;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Variables as Claude Code sees them: those of the process, then those in the user's settings. The first source that has one
 * wins. For one thread.
 */
final class Values {

    static final String ENVIRONMENT = "environment";

    private final List<Source> sources = new ArrayList<>();

    private record Source(String name, Map<String, String> variables) {}

    /** What a variable holds, and where that stands. */
    record Value(String variable, String text, String source) {

        /** Leaves out what may be a secret. */
        @Override
        public String toString() {
            return variable + " of " + source;
        }
    }

    void add(String name, Map<String, String> variables) {
        sources.add(new Source(name, Map.copyOf(variables)));
    }

    /** The one that counts; null when it is nowhere set. One that is blank counts as not set. */
    @Nullable
    Value find(String variable) {
        List<Value> all = all(variable);
        return all.isEmpty() ? null : all.get(0);
    }

    /** The one of that very source; null when it is not set there. */
    @Nullable
    Value find(String variable, String source) {
        return all(variable).stream()
                .filter(value -> value.source.equals(source))
                .findFirst()
                .orElse(null);
    }

    /** All, the one that counts first. */
    List<Value> all(String variable) {
        List<Value> all = new ArrayList<>();
        for (Source source : sources) {
            String text = source.variables.get(variable);
            if (text != null && !text.isBlank()) {
                all.add(new Value(variable, text.strip(), source.name));
            }
        }
        return all;
    }
}
