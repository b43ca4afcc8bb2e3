package dev.mimo.agent;

import dev.mimo.model.Budget;
import dev.mimo.model.Model;
import dev.mimo.model.Role;
import dev.mimo.permission.PermissionGate;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionStore;
import dev.mimo.tool.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * Who opened a session, and what that lends it.
 *
 * @param parent the turn that started the agent; null for one that a host runs
 * @param delegate whether a whole call was handed to it
 */
record Origin(@Nullable TurnScope parent, boolean delegate) {

    static final Origin HOST = new Origin(null, false);

    /** Where what it spends is charged. */
    Budget budget() {
        if (parent == null) {
            return Budget.unlimited();
        }
        return delegate ? parent.meter.total() : parent.meter.own();
    }

    @Nullable
    SessionId parentId() {
        return parent == null ? null : parent.session;
    }

    /** Children are kept where their parent is. */
    SessionStore store(Setup own) {
        return parent == null ? own.store : parent.store;
    }

    @Nullable
    PermissionGate gate() {
        return parent == null ? null : parent.gate;
    }

    /** A copy of its parent works with the model for sub-agents; any other agent with its own. */
    Model model(Setup own) {
        return parent != null && parent.setup == own ? own.subagentModel : own.model;
    }

    @Nullable
    Workspace workspace(Setup own) {
        return own.workspace == null && parent != null ? parent.workspace() : own.workspace;
    }

    /** The role under which its models are charged. */
    Role role() {
        return parent == null ? Role.MAIN : Role.SUBAGENT;
    }
}
