package dev.mimo.permission;

import dev.mimo.model.Cut;
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

    /** Of the part that a reason is about, so many characters of the first line are named. */
    private static final int LONGEST_PART = 200;

    private final Permissions permissions;
    private final @Nullable Workspace workspace;
    private final @Nullable PermissionGate parent;
    private final Predicate<Path> ownFile;
    private final boolean confined;
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
        this(permissions, workspace, parent, ownFile, false);
    }

    private PermissionGate(
            Permissions permissions,
            @Nullable Workspace workspace,
            @Nullable PermissionGate parent,
            Predicate<Path> ownFile,
            boolean confined) {
        this.permissions = permissions;
        this.workspace = workspace;
        this.parent = parent;
        this.ownFile = ownFile;
        this.confined = confined;
    }

    /**
     * A gate for one who works in a folder that stands in for its parent's workspace, such as a worktree of the same repository.
     * The rules of those above hold in the folder as in their own workspace, and what they deny of a file there they deny of
     * the same file here. Nothing outside of the folder may be changed.
     */
    public static PermissionGate confined(
            Permissions permissions, Workspace folder, PermissionGate parent, Predicate<Path> ownFile) {
        return new PermissionGate(permissions, folder, parent, ownFile, true);
    }

    /** Judges all that a call would do; the strictest answer holds, and names the part it is about. Nothing to check means ask. */
    public Permission decide(List<Action> actions) {
        if (actions.isEmpty()) {
            return new Permission.Ask("it does not say what it would do");
        }
        Action about = actions.get(0);
        Permission strictest = judge(about, true, null);
        for (Action action : actions.subList(1, actions.size())) {
            Permission permission = judge(action, true, null);
            if (!Permission.strictest(strictest, permission).equals(strictest)) {
                strictest = permission;
                about = action;
            }
        }
        return actions.size() == 1 ? strictest : naming(about.subject(), strictest);
    }

    private static Permission naming(String subject, Permission permission) {
        String first = subject.lines().findFirst().orElse("");
        int end = Cut.at(first, Math.min(first.length(), LONGEST_PART));
        String part = end == subject.length() ? subject : first.substring(0, end) + " …";
        if (permission instanceof Permission.Ask ask) {
            return new Permission.Ask(part + ": " + ask.reason());
        }
        return permission instanceof Permission.Deny deny
                ? new Permission.Deny(part + ": " + deny.reason())
                : permission;
    }

    /**
     * Whether a yes to {@code whole}, by whomever, holds for {@code part} too: the part is allowed by itself, or nothing
     * but what was asked about the whole would be asked about it. Asks nobody.
     */
    public boolean covers(Action whole, Action part) {
        Permission permission = judge(part, true, null);
        return permission instanceof Permission.Ask
                ? permission.equals(judge(whole, false, null))
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

    /** {@code stead}: the folder that stands in for the workspace; null for none. */
    private Permission judge(Action action, boolean withGrants, @Nullable Workspace stead) {
        Workspace here = stead == null ? workspace : stead;
        Path path = action.path();
        if (confined && here != null && path != null && action.effect() == Effect.EDIT && !here.contains(path)) {
            return new Permission.Deny("outside of the folder to which the agent is confined: " + path);
        }
        Permission own;
        synchronized (grants) {
            own = permissions.decide(action, here, withGrants ? grants : Set.of());
            if (stead != null
                    && permissions.decide(original(action, stead), workspace, Set.of())
                            instanceof Permission.Deny deny) {
                own = deny;
            }
        }
        if (own instanceof Permission.Ask && action.effect() == Effect.READ && path != null && ownFile.test(path)) {
            return new Permission.Allow("a file of this session");
        }
        return parent == null
                ? own
                : Permission.strictest(own, parent.judge(action, withGrants, confined ? here : stead));
    }

    /** The same about the file of the workspace to which one of the folder corresponds. */
    private Action original(Action action, Workspace stead) {
        Path path = action.path();
        if (path == null || workspace == null || !stead.contains(path)) {
            return action;
        }
        Path file = workspace.root().resolve(stead.root().relativize(path));
        String subject = action.subject().equals(path.toString()) ? file.toString() : action.subject();
        return new Action(
                action.tool(), subject, action.effect(), file, action.understood(), action.forms(), action.named());
    }
}
