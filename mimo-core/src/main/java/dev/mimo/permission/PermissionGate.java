package dev.mimo.permission;

import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Workspace;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
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
    private final Predicate<Path> ownFile;
    private final Set<Grant> grants = new HashSet<>();
    private @Nullable GrantStore kept;

    /**
     * A gate for one session.
     *
     * @param workspace null when the agent has none
     * @param parent null for an agent that nobody started
     * @param ownFile whether a real path lies among the session's own files, such as the full output of its tools: those
     *     may be read without asking
     */
    public PermissionGate(
            Permissions permissions,
            @Nullable Workspace workspace,
            @Nullable PermissionGate parent,
            Predicate<Path> ownFile) {
        this.permissions = permissions;
        this.workspace = workspace;
        this.parent = parent;
        this.ownFile = ownFile;
    }

    /** Judges all that a call would do; the strictest answer holds. Nothing to check means ask. */
    public Permission decide(List<Action> actions) {
        if (actions.isEmpty()) {
            return new Permission.Ask("it does not say what it would do");
        }
        Permission strictest = judge(actions.get(0), true);
        for (Action action : actions.subList(1, actions.size())) {
            strictest = Permission.strictest(strictest, judge(action, true));
        }
        return strictest;
    }

    /**
     * Whether a yes to {@code whole}, by whomever, holds for {@code part} too: the part is allowed by itself, or nothing
     * but what was asked about the whole would be asked about it. Asks nobody.
     */
    public boolean covers(Action whole, Action part) {
        Permission permission = judge(part, true);
        return permission instanceof Permission.Ask
                ? permission.equals(judge(whole, false))
                : permission instanceof Permission.Allow;
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

    /** Takes over the grants of a project, and keeps there what is granted to the project from now on. */
    public void keepIn(GrantStore store) {
        synchronized (grants) {
            kept = store;
            grants.addAll(store.grants());
        }
    }

    /** Remembers a yes for the project; for this session only where no grants are kept. */
    public void grantForProject(Grant grant) {
        grant(grant);
        GrantStore store = store();
        if (store != null) {
            store.add(grant);
        }
    }

    private @Nullable GrantStore store() {
        synchronized (grants) {
            return kept == null && parent != null ? parent.store() : kept;
        }
    }

    private Permission judge(Action action, boolean withGrants) {
        Permission own;
        synchronized (grants) {
            own = permissions.decide(action, workspace, withGrants ? grants : Set.of());
        }
        Path path = action.path();
        if (own instanceof Permission.Ask && action.effect() == Effect.READ && path != null && ownFile.test(path)) {
            return new Permission.Allow("a file of this session");
        }
        return parent == null ? own : Permission.strictest(own, parent.judge(action, withGrants));
    }
}
