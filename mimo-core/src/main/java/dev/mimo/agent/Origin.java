package dev.mimo.agent;

import dev.mimo.model.Budget;
import dev.mimo.model.Model;
import dev.mimo.model.Role;
import dev.mimo.permission.PermissionGate;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionStore;
import dev.mimo.tool.Workspace;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who opened a session, and what that lends it.
 *
 * @param lender who started the agent; null for one that a host runs
 * @param delegate whether a whole call was handed to it
 * @param folder in which it works in place of the agent's own workspace, and to which it is confined; null for none
 */
record Origin(
        @Nullable Lender lender, boolean delegate, @Nullable Workspace folder) {

    static final Origin HOST = new Origin(null, false, null);

    /** Where what it spends is charged. */
    Budget budget() {
        return lender == null ? Budget.unlimited() : lender.budget(delegate);
    }

    @Nullable
    SessionId parentId() {
        return lender == null ? null : lender.session;
    }

    /** Children are kept where their parent is. */
    SessionStore store(Setup own) {
        return lender == null ? own.store : lender.store;
    }

    /** The gate of the session, within that of its parent. */
    PermissionGate gate(Setup own, Predicate<Path> ownFile) {
        PermissionGate above = lender == null ? null : lender.gate;
        return folder == null || above == null
                ? new PermissionGate(own.permissions, workspace(own), above, ownFile)
                : PermissionGate.confined(own.permissions, folder, above, ownFile);
    }

    /** Who hears the session's events besides its own listeners; null for nobody. */
    @Nullable
    Publisher publisher() {
        return lender == null ? null : lender.publisher();
    }

    /** A copy of its parent works with the model for sub-agents; any other agent with its own. */
    Model model(Setup own) {
        return lender != null && lender.setup == own ? own.subagentModel : own.model;
    }

    @Nullable
    Workspace workspace(Setup own) {
        if (folder != null) {
            return folder;
        }
        return own.workspace == null && lender != null ? lender.workspace() : own.workspace;
    }

    /** The role under which its models are charged. */
    Role role() {
        return lender == null ? Role.MAIN : Role.SUBAGENT;
    }
}
