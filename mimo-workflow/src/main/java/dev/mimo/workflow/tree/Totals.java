package dev.mimo.workflow.tree;

import dev.mimo.model.Spent;
import java.util.List;

/**
 * What agents came to.
 *
 * @param agents all of them, whatever became of them
 * @param failed those that timed out among them
 * @param inDoubt started, never settled, and nobody runs them
 * @param spent in all passes; its cost is null when a price is unknown
 */
public record Totals(int agents, int succeeded, int failed, int skipped, int running, int inDoubt, Spent spent) {

    private static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, Spent.NOTHING);

    static Totals of(RunNode.Agent agent) {
        Spent spent = agent.work().spent();
        return switch (agent.state()) {
            case OK -> new Totals(1, 1, 0, 0, 0, 0, spent);
            case FAILED, TIMEOUT -> new Totals(1, 0, 1, 0, 0, 0, spent);
            case SKIPPED -> new Totals(1, 0, 0, 1, 0, 0, spent);
            case RUNNING -> new Totals(1, 0, 0, 0, 1, 0, spent);
            case IN_DOUBT -> new Totals(1, 0, 0, 0, 0, 1, spent);
        };
    }

    static Totals of(List<RunNode> nodes) {
        return nodes.stream().map(RunNode::totals).reduce(NONE, Totals::plus);
    }

    public Totals plus(Totals more) {
        return new Totals(
                agents + more.agents,
                succeeded + more.succeeded,
                failed + more.failed,
                skipped + more.skipped,
                running + more.running,
                inDoubt + more.inDoubt,
                spent.plus(more.spent));
    }

    /** Whether each of them ended well. */
    public boolean isAllOk() {
        return succeeded == agents;
    }
}
