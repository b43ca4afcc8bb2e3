package dev.mimo.examples.chat;

import dev.mimo.agent.AgentEvent;
import dev.mimo.agent.AgentListener;
import dev.mimo.agent.TurnEvent;
import dev.mimo.model.Cost;
import dev.mimo.model.Role;
import dev.mimo.model.Spent;
import dev.mimo.model.Usage;
import dev.mimo.session.SessionId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was spent since the chat began, by who spent it: the agent, its sub-agents, and whoever else was asked on the way.
 * Safe for use by several threads.
 */
final class Ledger implements AgentListener {

    private static final String AGENT = "agent";
    private static final String SUBAGENTS = "sub-agents";
    private static final String OTHERS = "drafts and retries";

    private final Map<String, Spent> spent = new LinkedHashMap<>();
    private final Map<SessionId, String> roles = new LinkedHashMap<>();
    private @Nullable Cost cost = Cost.zero();
    private Usage seen = Usage.none();

    @Override
    public synchronized void onEvent(AgentEvent stamped) {
        String role = roles.getOrDefault(stamped.session(), AGENT);
        if (stamped.event() instanceof TurnEvent.SubagentStarted start) {
            roles.put(SessionId.of(start.id()), SUBAGENTS);
        } else if (stamped.event() instanceof TurnEvent.ReplyFinished reply) {
            seen = seen.plus(reply.usage());
            spent.merge(role, new Spent(1, reply.usage(), null), Spent::plus);
        } else if (role.equals(AGENT) && stamped.event() instanceof TurnEvent.TurnEnded end) {
            close(end);
        }
    }

    /** By who spent it; a cost is known for all of them together only. */
    synchronized Map<String, Spent> spent() {
        return new LinkedHashMap<>(spent);
    }

    /** Null when the price of something is unknown. */
    synchronized @Nullable Cost cost() {
        return cost;
    }

    private void close(TurnEvent.TurnEnded end) {
        Usage all = end.outcome().usage();
        end.outcome().account().roles().forEach((role, more) -> {
            if (role != Role.MAIN && role != Role.SUBAGENT) {
                seen = seen.plus(more.usage());
                spent.merge(role.label(), new Spent(more.calls(), more.usage(), null), Spent::plus);
            }
        });
        long others = all.total() - seen.total();
        if (others > 0) {
            Usage rest = Usage.of(Math.max(0, all.prompt() - seen.prompt()), Math.max(0, all.output() - seen.output()));
            spent.merge(OTHERS, new Spent(0, rest, null), Spent::plus);
        }
        Cost turn = end.outcome().cost();
        cost = cost == null || turn == null ? null : cost.plus(turn);
        seen = Usage.none();
    }
}
