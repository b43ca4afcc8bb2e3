package dev.mimo.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Cost;
import dev.mimo.model.Message;
import dev.mimo.model.Role;
import dev.mimo.model.Spent;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolResult;
import dev.mimo.model.Usage;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One thing that was written down about a session. Entries are only ever added. */
public sealed interface Entry {

    /**
     * The first entry of a session.
     *
     * @param agent the name of the agent that opened it
     * @param parent the session whose sub-agent this is, or an id without a session for one that was started outside of any turn;
     *     null when it is nobody's
     */
    record Opened(String agent, @Nullable SessionId parent) implements Entry {}

    /**
     * A turn begins; the message that follows is its input.
     *
     * @param terms what the agent must know to go on with it later, in a form of the agent's own; null when there is nothing
     */
    record TurnStarted(String turn, @Nullable ObjectNode terms) implements Entry {
        public TurnStarted(String turn) {
            this(turn, null);
        }
    }

    /**
     * What the turn has taken up to here, helpers included, but for agents to which open calls were handed: those keep their
     * own account. Later replies add to it.
     *
     * @param worked time, to the millisecond, without pauses and whatever else it did not run
     * @param spent on models; its cost is null when a price is unknown
     * @param known what is known of that cost
     * @param byRole the same, by the role that models were called for; empty where only the sum was kept
     */
    record TurnMeasured(String turn, Duration worked, Spent spent, Cost known, Map<Role, Spent> byRole)
            implements Entry {
        public TurnMeasured {
            Map<Role, Spent> inOrder = new EnumMap<>(Role.class);
            inOrder.putAll(byRole);
            byRole = Collections.unmodifiableMap(inOrder);
        }
    }

    /**
     * A user message takes its place in the conversation.
     *
     * @param steer the id of the {@link Steered} entry it answers; null for any other message
     */
    record MessageAdded(Message.User message, @Nullable String steer) implements Entry {}

    /** A person said something while the turn ran; it becomes a message before the next prompt. */
    record Steered(String id, Message.User message) implements Entry {}

    /**
     * The model replied. Written before any of its calls is run.
     *
     * @param usage the tokens of this reply
     */
    record ReplyAdded(Message.Assistant message, StopReason stopReason, Usage usage) implements Entry {}

    /** A call that may change something is about to run; without a {@link CallFinished} its end is in doubt. */
    record CallStarted(String callId) implements Entry {}

    /** A person changed the arguments of a call before allowing it; the original stays in the reply. */
    record CallEdited(String callId, ObjectNode arguments) implements Entry {}

    /** A person has allowed a call that has to wait a little longer: nobody need be asked about it again. */
    record CallAllowed(String callId) implements Entry {}

    /**
     * A call was handed to a sub-agent: what that answers will be its result, however often both are interrupted.
     *
     * @param child the session in which the sub-agent works
     */
    record CallDelegated(String callId, SessionId child) implements Entry {}

    /** A call has its result, also when it was denied, cancelled, or never run. */
    record CallFinished(ToolResult result) implements Entry {}

    /**
     * The turn waits for people, to whom it or its sub-agents have questions; in the order of the calls. Of the calls of the
     * last reply that have no result none has run, but for those handed to sub-agents that wait themselves.
     */
    record TurnPaused(String turn, List<Question> questions) implements Entry {
        public TurnPaused {
            questions = List.copyOf(questions);
        }
    }

    /**
     * The turn is over.
     *
     * @param outcome the type of its outcome: {@code done}, {@code failed}, …
     * @param text the final answer, or why it ended
     */
    record TurnEnded(String turn, String outcome, String text) implements Entry {}

    /** The task tree as it stands from here on. */
    record PlanChanged(Plan plan) implements Entry {}

    /**
     * What a part of the agent keeps with the session: a goal's counters, a rebuild, a grant.
     *
     * @param kind whose it is and what; lower case with underscores
     */
    record Noted(String kind, ObjectNode data) implements Entry {}

    /**
     * A call that waits for a person.
     *
     * @param callId the call; that of a sub-agent stands behind its session and a slash: {@code subagent-1/call-1}
     * @param text what is asked, complete and escaped
     */
    record Question(String callId, String text) {}
}
