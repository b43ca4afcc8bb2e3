package dev.mimo.permission;

/**
 * One line of a policy.
 *
 * @param permission what it is about: a tool by name, where {@code *} is any text; {@code edit} and {@code read}, for every
 *     tool that changes or reads files; {@code external_directory}, for files outside the workspace
 * @param pattern what the subject must look like: {@code *} is any text, {@code ?} one character; a trailing {@code " *"} is
 *     optional. For files the path, relative to the workspace, absolute, or from {@code ~}; outside of the
 *     workspace only the latter two allow, and rules for {@code external_directory}
 *     Words of a command that do more than others have to stand in the pattern of a rule that allows them
 * @param action what follows when both match
 */
public record Rule(String permission, String pattern, Action action) {

    /** What a rule says. */
    public enum Action {
        ALLOW,
        ASK,
        DENY
    }

    public Rule {
        if (permission.isBlank() || pattern.isEmpty()) {
            throw new IllegalArgumentException(
                    "a rule names a permission and a pattern: \"" + permission + "\", \"" + pattern + "\"");
        }
    }
}
