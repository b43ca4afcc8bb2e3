package dev.mimo.workflow;

import dev.mimo.workflow.journal.CallPath;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which parts of a script may depend on what this pass did anew. What was recorded of the other parts still holds; what was
 * recorded of these may not.
 *
 * <p>A call is taken to depend on calls of its own scope, of the scopes around it and of those inside of it, which it waits
 * for. The stages of an item follow one another and count as one scope, and so do the nodes of a {@code dag}. Slots that stand
 * side by side do not depend on each other.
 */
final class Affected {

    private static final Pattern STAGE = Pattern.compile("/L(\\d+)\\.(\\d+)\\.\\d+");
    private static final Pattern NODE = Pattern.compile("/D(\\d+)\\.[^/]*");

    private final Set<String> anew = new HashSet<>();
    private final Set<String> around = new HashSet<>();

    /** A call was done anew, and the script knows. */
    void add(CallPath call) {
        String scope = scope(call);
        if (anew.add(scope)) {
            for (String outer = scope; !outer.isEmpty(); outer = outer(outer)) {
                around.add(outer);
            }
        }
    }

    boolean contains(CallPath call) {
        if (anew.isEmpty()) {
            return false;
        }
        String scope = scope(call);
        if (around.contains(scope)) {
            return true;
        }
        for (String outer = scope; !outer.isEmpty(); outer = outer(outer)) {
            if (anew.contains(outer)) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return anew.isEmpty();
    }

    private static String outer(String scope) {
        return scope.substring(0, Math.max(0, scope.lastIndexOf('/')));
    }

    private static String scope(CallPath call) {
        String scope = call.scope().value();
        return scope.indexOf('/') < 0
                ? scope
                : NODE.matcher(STAGE.matcher(scope).replaceAll("/L$1.$2")).replaceAll("/D$1");
    }
}
