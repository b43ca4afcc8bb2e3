package dev.mimo.workflow.journal;

/**
 * Where in a script's structure a call stands, such as {@code r/P0.2#1}: in the first {@code parallel}, its third slot, the
 * second agent. The same call has the same path on every replay, in whatever order calls are made.
 *
 * @param value {@code r} for the script itself, then scopes, then the call
 */
public record CallPath(String value) {

    private static final CallPath ROOT = new CallPath("r");

    public CallPath {
        boolean plain = value.chars().allMatch(c -> isPlain(c) || "./#@~%".indexOf(c) >= 0);
        if (!value.startsWith("r") || !plain) {
            throw new IllegalArgumentException("not the path of a call: " + value);
        }
    }

    /** The script itself, a scope. */
    public static CallPath root() {
        return ROOT;
    }

    /** The scope of one thunk of a {@code parallel}; both numbers count from 0. */
    public CallPath parallel(int call, int slot) {
        return scope("/P" + natural(call) + "." + natural(slot));
    }

    /** The scope of one item in one stage of a {@code pipeline}; all numbers count from 0. */
    public CallPath pipeline(int call, int item, int stage) {
        return scope("/L" + natural(call) + "." + natural(item) + "." + natural(stage));
    }

    /** The scope of one node of a {@code dag}; {@code node} may be any text. */
    public CallPath dag(int call, String node) {
        return scope("/D" + natural(call) + "." + encoded(node));
    }

    /** The scope of a nested workflow; {@code call} counts from 0. */
    public CallPath workflow(int call) {
        return scope("/W" + natural(call));
    }

    /** An agent in this scope; {@code number} counts from 0. */
    public CallPath agent(int number) {
        return scope("#" + natural(number));
    }

    /** A use of a file in this scope; {@code number} counts from 0. */
    public CallPath file(int number) {
        return scope("@" + natural(number));
    }

    /** A timer in this scope; {@code number} counts from 0. */
    public CallPath timer(int number) {
        return scope("~" + natural(number));
    }

    /** The scope that a call stands in; of a scope, itself. */
    public CallPath scope() {
        int end = value.length();
        for (int i = value.length() - 1; i >= 0 && value.charAt(i) != '/'; i--) {
            if ("#@~".indexOf(value.charAt(i)) >= 0) {
                end = i;
            }
        }
        return end == value.length() ? this : new CallPath(value.substring(0, end));
    }

    private CallPath scope(String more) {
        if (value.chars().anyMatch(c -> "#@~".indexOf(c) >= 0)) {
            throw new IllegalStateException("a call has no scopes: " + value);
        }
        return new CallPath(value + more);
    }

    private static int natural(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("calls are counted from 0: " + number);
        }
        return number;
    }

    /** Two names never have one form, and none can look like a scope. */
    private static String encoded(String name) {
        StringBuilder text = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (isPlain(c)) {
                text.append(c);
            } else {
                text.append(String.format("%%%04x", (int) c));
            }
        }
        return text.toString();
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    @Override
    public String toString() {
        return value;
    }
}
