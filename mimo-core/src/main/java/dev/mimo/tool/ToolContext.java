package dev.mimo.tool;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Environment;
import dev.mimo.environment.EventSink;
import dev.mimo.environment.Resources;
import dev.mimo.model.Budget;
import dev.mimo.session.Plan;
import dev.mimo.session.SessionId;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a call finds around it: the turn it belongs to, and what the agent lends it. Confined to the call; do not keep it.
 */
public interface ToolContext {

    SessionId session();

    /** The call's own id. */
    String callId();

    /** The files the agent works on. */
    Workspace workspace();

    /**
     * The session's private folder, for output too long to be told: what is written there can be read with the {@code read}
     * tool, by its path.
     */
    Path folder();

    /** Things kept for the session and closed with it: background jobs, what was read of which file. */
    Resources resources();

    Environment environment();

    /** Signalled when the turn is cancelled; a call must then end soon. The thread is interrupted as well. */
    Cancellation cancellation();

    Budget budget();

    /** Takes events, {@link ToolProgress} among them. */
    EventSink events();

    /** Starts sub-agents under the turn's limits. */
    Subagents subagents();

    /**
     * Asks the gate for something that the call's {@link Tool#actions} did not foresee; waits for a person where one must
     * be asked.
     *
     * @throws PermissionDenied when it may not be done
     */
    void require(Action action);

    /**
     * Whether {@code part} may be done because {@code whole} may: for a call that was allowed to do something large, such
     * as to search a folder, and meets what rules say more about, such as a file in it. Asks nobody; cheap.
     *
     * @param whole what the call's {@link Tool#actions} said, or what was {@linkplain #require required}
     */
    boolean covers(Action whole, Action part);

    /** Changes the session's task tree, durably, and gives the new one. */
    Plan updatePlan(UnaryOperator<Plan> change);

    /** What the host gave along with the input: a tenant, a user. Unmodifiable. */
    Map<String, Object> attributes();
}
