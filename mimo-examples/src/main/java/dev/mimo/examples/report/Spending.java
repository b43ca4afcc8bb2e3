package dev.mimo.examples.report;

import dev.mimo.model.Role;
import dev.mimo.model.Spent;
import dev.mimo.session.SessionId;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a session took.
 *
 * @param byRole by whom models were called for; without roles that took nothing
 * @param agents the sub-agents to which calls were handed; what they took is in {@code byRole} too, once their call has its
 *     result
 */
public record Spending(Map<Role, Spent> byRole, List<Agent> agents) {

    public Spending {
        Map<Role, Spent> inOrder = new EnumMap<>(Role.class);
        inOrder.putAll(byRole);
        byRole = Collections.unmodifiableMap(inOrder);
        agents = List.copyOf(agents);
    }

    public Spent total() {
        return sum(byRole);
    }

    static Spent sum(Map<Role, Spent> parts) {
        return parts.values().stream().reduce(Spent.NOTHING, Spent::plus);
    }

    static Map<Role, Spent> plus(Map<Role, Spent> a, Map<Role, Spent> b) {
        Map<Role, Spent> sum = new EnumMap<>(Role.class);
        sum.putAll(a);
        b.forEach((role, more) -> sum.merge(role, more, Spent::plus));
        return sum;
    }

    /**
     * A sub-agent.
     *
     * @param task what it was given to do
     * @param outcome as that of a session
     * @param spent by it and by those below it
     */
    public record Agent(
            SessionId session,
            String name,
            String task,
            String outcome,
            Spent spent,
            Duration worked,
            List<Agent> agents) {
        public Agent {
            agents = List.copyOf(agents);
        }
    }
}
