package dev.mimo.agent;

import dev.mimo.environment.Cancellation;
import dev.mimo.model.Budget;
import dev.mimo.permission.Approver;
import dev.mimo.permission.PermissionGate;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionStore;
import dev.mimo.tool.Workspace;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who starts agents, and what that lends them: a turn, or an agent that is in no turn. Safe for use by several threads. */
final class Lender {

    final Setup setup;
    final SessionId session;
    final SessionStore store;
    final PermissionGate gate;
    final Places places;
    final Places.Place place;
    final int depth;
    final int maxDepth;
    final @Nullable Approver approver;
    final Cancellation cancellation;

    /** Null outside of any turn. */
    final @Nullable TurnScope turn;

    private final Budget budget;

    /** A turn lends what it has. */
    Lender(TurnScope turn) {
        this.turn = turn;
        setup = turn.setup;
        session = turn.session;
        store = turn.store;
        gate = turn.gate;
        budget = turn.meter.own();
        places = turn.places;
        place = turn.place;
        depth = turn.depth;
        maxDepth = turn.maxDepth;
        approver = turn.approver;
        cancellation = turn.cancellation;
    }

    /**
     * An agent in no turn lends what a turn of it would have. Its id stands for no session: it tells those who read a child's log
     * that no person spoke to it.
     */
    Lender(Setup agent) {
        turn = null;
        setup = agent;
        session = SessionId.of(agent.environment.ids().next("outside"));
        store = agent.store;
        gate = new PermissionGate(agent.permissions, agent.workspace, null, path -> false);
        if (agent.grants != null) {
            gate.keepIn(agent.grants);
        }
        budget = Budget.unlimited().child(agent.limits.tokens(), agent.limits.cost());
        places = new Places(agent.limits.subagents());
        place = places.needless();
        depth = 0;
        maxDepth = agent.limits.depth();
        approver = agent.approver;
        cancellation = agent.environment.life();
    }

    /** Where a child is charged; {@code delegate}: a whole call is handed to it. */
    Budget budget(boolean delegate) {
        return delegate && turn != null ? turn.meter.total() : budget;
    }

    /** Who hears the children's events besides their own listeners; null outside of any turn. */
    @Nullable
    Publisher publisher() {
        return turn == null ? null : turn.publisher;
    }

    Map<String, Object> attributes() {
        return turn == null ? Map.of() : turn.attributes;
    }

    /** The folder that stands in for the agent's own; null when none does. */
    @Nullable
    Workspace folder() {
        return turn == null ? null : turn.owner.origin().folder();
    }

    @Nullable
    Workspace workspace() {
        return turn == null ? setup.workspace : turn.workspace();
    }
}
