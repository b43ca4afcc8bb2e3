package dev.mimo.permission;

import dev.mimo.tool.Action;
import dev.mimo.tool.Workspace;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where every effect of a session passes: tools, sub-agents, and whatever a part does. Safe for use by several threads.
 *
 * <p>A sub-agent's gate stands within its parent's: the stricter of both answers holds, so a child never has wider rules.
 */
public final class PermissionGate {

    private final Permissions permissions;
    private final @Nullable Workspace workspace;
    private final @Nullable PermissionGate parent;
    private final Set<Grant> grants = new HashSet<>();

    /** {@code parent} is null for an agent that nobody started. */
    public PermissionGate(Permissions permissions, @Nullable Workspace workspace, @Nullable PermissionGate parent) {
        this.permissions = permissions;
        this.workspace = workspace;
        this.parent = parent;
    }

    /** Judges all that a call would do; the strictest answer holds. Nothing to check means ask. */
    public Permission decide(List<Action> actions) {
        if (actions.isEmpty()) {
            return new Permission.Ask("it does not say what it would do");
        }
        Permission strictest = decide(actions.get(0));
        for (Action action : actions.subList(1, actions.size())) {
            strictest = Permission.strictest(strictest, decide(action));
        }
        return strictest;
    }

    /** Remembers a yes for this session, and for those above it that also asked. */
    public void grant(Grant grant) {
        synchronized (grants) {
            grants.add(grant);
        }
        if (parent != null) {
            parent.grant(grant);
        }
    }

    private Permission decide(Action action) {
        Permission own;
        synchronized (grants) {
            own = permissions.decide(action, workspace, grants);
        }
        return parent == null ? own : Permission.strictest(own, parent.decide(action));
    }
}
