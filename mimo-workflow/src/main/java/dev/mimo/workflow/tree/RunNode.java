package dev.mimo.workflow.tree;

import dev.mimo.model.Spent;
import dev.mimo.workflow.journal.CallPath;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a run, in the order of the script. Immutable. */
public sealed interface RunNode {

    /** What stands in it; empty for an agent. */
    List<RunNode> nodes();

    /** What its agents came to. */
    default Totals totals() {
        return Totals.of(nodes());
    }

    /** A titled stretch. All calls of one title stand in one phase, also when the script comes back to it. */
    record Phase(String title, List<RunNode> nodes) implements RunNode {

        public Phase {
            nodes = List.copyOf(nodes);
        }
    }

    /** What started several calls at once. */
    enum Kind {
        PARALLEL,
        PIPELINE,
        DAG
    }

    /**
     * One call of {@code parallel}, {@code pipeline} or {@code dag}. It stands in each phase that its agents are in, with
     * those of that phase.
     *
     * @param path of the call, such as {@code r/P0}
     * @param nodes one {@link Branch} for each slot, item or node in which an agent was called
     */
    record Group(CallPath path, Kind kind, List<RunNode> nodes) implements RunNode {

        public Group {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * One slot of a {@code parallel}, one item of a {@code pipeline} with all its stages, one node of a {@code dag}.
     *
     * @param name such as {@code slot 2} or {@code item 0}, counted from 0, or the id of the node
     */
    record Branch(String name, List<RunNode> nodes) implements RunNode {

        public Branch {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * A nested run.
     *
     * @param path of its scope
     * @param name of its workflow; its path when the journal does not say
     * @param begun when it began; when its first agent did where the journal does not say
     */
    record Nested(CallPath path, String name, Instant begun, List<RunNode> nodes) implements RunNode {

        public Nested {
            nodes = List.copyOf(nodes);
        }
    }

    /** How far an agent has come. */
    enum State {
        RUNNING,
        /** It was started and has not settled, and whoever ran it is gone. */
        IN_DOUBT,
        OK,
        FAILED,
        SKIPPED,
        TIMEOUT
    }

    /**
     * One call of an agent, as it was last asked.
     *
     * @param reason why it did not end well; null otherwise
     */
    record Agent(
            CallPath path,
            Asked asked,
            State state,
            @Nullable String reason,
            Work work) implements RunNode {

        @Override
        public List<RunNode> nodes() {
            return List.of();
        }

        @Override
        public Totals totals() {
            return Totals.of(this);
        }

        /** Its label; without one the head of its prompt; without that its path. */
        public String name() {
            String label = asked.label();
            if (label != null && !label.isBlank()) {
                return label;
            }
            return asked.prompt().isBlank() ? path.value() : asked.prompt();
        }
    }

    /**
     * What an agent was asked, as far as it is shown.
     *
     * @param prompt its head; empty when the call was skipped before it began
     * @param phase that it stands in; null for none
     * @param model as the script names it; null for the default
     * @param agentType null for the default
     */
    record Asked(
            @Nullable String label,
            String prompt,
            @Nullable String phase,
            @Nullable String model,
            @Nullable String agentType) {}

    /**
     * What a call took.
     *
     * @param pass in which it was asked last
     * @param replayed whether a later pass of the run is answered with what it gave then
     * @param attempts in that pass
     * @param started in that pass, the first attempt
     * @param settled null when it has not
     * @param spent in all passes
     */
    record Work(
            int pass,
            boolean replayed,
            int attempts,
            Instant started,
            @Nullable Instant settled,
            Spent spent) {}
}
