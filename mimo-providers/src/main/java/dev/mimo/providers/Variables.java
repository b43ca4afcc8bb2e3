package dev.mimo.providers;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Environment variables. One that is blank counts as not set. */
final class Variables {

    private static final Variables NONE = new Variables(Map.of());

    private final Map<String, String> values;

    Variables(Map<String, String> values) {
        this.values = values;
    }

    static Variables none() {
        return NONE;
    }

    /** Without blanks around it; null when it is not set. */
    @Nullable
    String find(String name) {
        String value = values.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
