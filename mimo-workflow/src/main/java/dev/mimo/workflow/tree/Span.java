package dev.mimo.workflow.tree;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From when to when agents worked.
 *
 * @param firstPass in which one of them did
 * @param lastPass in which one did
 */
record Span(Instant from, Instant until, int firstPass, int lastPass) {

    /** Of all agents in a node; null when none has worked. {@code now} is how long running ones have come. */
    static @Nullable Span find(RunNode node, Instant now) {
        return agents(node)
                .filter(agent -> agent.state() != RunNode.State.IN_DOUBT)
                .map(agent -> of(agent.work(), now))
                .reduce(Span::with)
                .orElse(null);
    }

    /** All agents in a node. */
    static Stream<RunNode.Agent> agents(RunNode node) {
        return node instanceof RunNode.Agent agent
                ? Stream.of(agent)
                : node.nodes().stream().flatMap(Span::agents);
    }

    private static Span of(RunNode.Work work, Instant now) {
        Instant settled = work.settled();
        Instant until = settled != null ? settled : now.isBefore(work.started()) ? work.started() : now;
        return new Span(work.started(), until, work.pass(), work.pass());
    }

    private Span with(Span other) {
        return new Span(
                from.isBefore(other.from) ? from : other.from,
                until.isAfter(other.until) ? until : other.until,
                Math.min(firstPass, other.firstPass),
                Math.max(lastPass, other.lastPass));
    }

    /** The time between; null when it goes over the silence between two passes, and so says nothing. */
    @Nullable
    Duration time() {
        return firstPass == lastPass ? Duration.between(from, until) : null;
    }
}
