package dev.mimo.workflow.journal;

import java.util.regex.Pattern;

/**
 * The name of a run, fit for a folder on any system.
 *
 * @param value 1 to 100 lower-case letters, digits, hyphens and underscores; begins with a letter or digit
 */
public record RunId(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");

    public RunId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a run id is 1 to 100 of a-z, 0-9, - and _: " + value.substring(0, Math.min(100, value.length())));
        }
    }

    public static RunId of(String value) {
        return new RunId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
