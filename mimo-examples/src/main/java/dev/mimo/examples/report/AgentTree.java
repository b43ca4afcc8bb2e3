package dev.mimo.examples.report;

import dev.mimo.examples.report.Spending.Agent;
import dev.mimo.session.SessionId;
import dev.mimo.session.Transcript;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The sub-agents of a session and theirs, each read from its own session. */
final class AgentTree {

    private static final int DEEPEST = 8;
    private static final int LONGEST_TASK = 300;

    private final Sources sources;
    private final Set<SessionId> seen = new HashSet<>();

    AgentTree(Sources sources) {
        this.sources = sources;
    }

    List<Agent> read(SessionId parent, List<SessionId> children) {
        seen.add(parent);
        return read(children, 1);
    }

    private List<Agent> read(List<SessionId> children, int depth) {
        List<Agent> agents = new ArrayList<>();
        for (SessionId child : children) {
            Transcript transcript =
                    seen.add(child) && depth <= DEEPEST ? sources.sessions().find(child) : null;
            if (transcript != null) {
                agents.add(agent(child, transcript, depth));
            }
        }
        return agents;
    }

    private Agent agent(SessionId id, Transcript transcript, int depth) {
        AccountReading account = new AccountReading(sources.models());
        transcript.stream(0).forEach(account);
        return new Agent(
                id,
                account.agent(),
                Clip.line(account.task(), LONGEST_TASK),
                account.ending().outcome(),
                Spending.sum(account.byRole()),
                account.worked(),
                read(account.agents(), depth + 1));
    }
}
