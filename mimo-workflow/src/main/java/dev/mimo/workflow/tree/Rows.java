package dev.mimo.workflow.tree;

import dev.mimo.model.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The lines of a tree, of which those of a large fan-out are left out that have least to tell. Confined to one thread. */
final class Rows {

    /**
     * How much is shown.
     *
     * @param below one node, at most so many
     * @param finished whether what ended well as a whole is shown with all that stands in it
     */
    record Detail(int below, boolean finished) {}

    private final Detail detail;
    private final Instant now;
    private final List<Row> rows = new ArrayList<>();

    private Rows(Detail detail, Instant now) {
        this.detail = detail;
        this.now = now;
    }

    static List<Row> of(List<RunNode> nodes, Detail detail, Instant now) {
        Rows rows = new Rows(detail, now);
        rows.add(nodes, "", true);
        return rows.rows;
    }

    private void add(List<RunNode> nodes, String guides, boolean top) {
        List<RunNode> all = nodes.stream().map(Rows::unwrapped).toList();
        BitSet chosen = chosen(all);
        List<RunNode> shown = chosen.stream().mapToObj(all::get).toList();
        chosen.flip(0, all.size());
        List<RunNode> hidden = chosen.stream().mapToObj(all::get).toList();
        for (int i = 0; i < shown.size(); i++) {
            boolean last = i == shown.size() - 1 && hidden.isEmpty();
            add(shown.get(i), guides + (top ? "" : last ? "└─ " : "├─ "), guides + (top ? "" : last ? "   " : "│  "));
        }
        if (!hidden.isEmpty()) {
            rows.add(Row.of(guides + (top ? "" : "└─ "), more(hidden)));
        }
    }

    private void add(RunNode node, String lead, String below) {
        rows.add(row(node, lead));
        if (detail.finished || !node.totals().isAllOk()) {
            add(node.nodes(), below, false);
        }
    }

    /** A branch with one thing in it is that thing. */
    private static RunNode unwrapped(RunNode node) {
        return node instanceof RunNode.Branch branch && branch.nodes().size() == 1
                ? unwrapped(branch.nodes().get(0))
                : node;
    }

    /** What went wrong first, then what runs, then the others; in their own order. */
    private BitSet chosen(List<RunNode> nodes) {
        BitSet chosen = new BitSet();
        // In place of a single one that is left out there is room for itself.
        if (nodes.size() <= detail.below + 1) {
            chosen.set(0, nodes.size());
            return chosen;
        }
        int[] urgency = nodes.stream().mapToInt(Rows::urgency).toArray();
        IntStream.range(0, nodes.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> urgency[i]))
                .limit(detail.below)
                .forEach(chosen::set);
        return chosen;
    }

    private static int urgency(RunNode node) {
        Totals totals = node.totals();
        return totals.failed() + totals.inDoubt() > 0 ? 0 : totals.running() > 0 ? 1 : 2;
    }

    private static String more(List<RunNode> hidden) {
        Totals totals = Totals.of(hidden);
        String count = "… " + hidden.size() + " more";
        if (totals.isAllOk()) {
            return count + ", all ok";
        }
        return count + ": " + (totals.agents() == hidden.size() ? Figures.endings(totals) : Figures.agents(totals));
    }

    private Row row(RunNode node, String guides) {
        if (node instanceof RunNode.Agent agent) {
            return row(agent, guides);
        }
        Totals totals = node.totals();
        String agents = totals.agents() == 0 ? "" : Figures.agents(totals);
        if (node instanceof RunNode.Phase phase) {
            return row(guides, mark(totals), ink(totals), Plain.line(phase.title()), agents, node);
        }
        if (node instanceof RunNode.Nested nested) {
            return row(guides, "▸", ink(totals), Plain.line(nested.name()), agents, node);
        }
        String words = node instanceof RunNode.Group group
                ? group.kind().name().toLowerCase(Locale.ROOT)
                : node instanceof RunNode.Branch branch ? Plain.line(branch.name()) : "";
        return row(guides, "", Ink.PLAIN, words, agents, node);
    }

    private Row row(RunNode.Agent agent, String guides) {
        RunNode.Asked asked = agent.asked();
        List<String> more = new ArrayList<>();
        add(agent.state() == RunNode.State.IN_DOUBT ? "in doubt" : null, more);
        add(agent.state() == RunNode.State.TIMEOUT ? "timed out" : null, more);
        add(agent.reason(), more);
        add(asked.model(), more);
        add(asked.agentType(), more);
        add(agent.work().attempts() > 1 ? agent.work().attempts() + " attempts" : null, more);
        add(agent.work().replayed() ? "pass " + agent.work().pass() : null, more);
        String words = Plain.line(agent.name());
        return row(guides, mark(agent.state()), ink(agent.state()), words, String.join(" · ", more), agent);
    }

    private static void add(@Nullable String words, List<String> to) {
        if (words != null && !words.isBlank()) {
            to.add(Plain.line(words));
        }
    }

    private Row row(String guides, String mark, Ink ink, String words, String more, RunNode node) {
        Span span = Span.find(node, now);
        Duration time = span == null ? null : span.time();
        Usage usage = node.totals().spent().usage();
        String tokens = usage.total() == 0 ? "" : Figures.tokens(usage.total());
        return new Row(guides, mark, ink, words, more, time == null ? "" : Figures.time(time), tokens);
    }

    private static String mark(RunNode.State state) {
        return switch (state) {
            case OK -> "✔";
            case FAILED, TIMEOUT -> "✗";
            case SKIPPED -> "–";
            case RUNNING -> "●";
            case IN_DOUBT -> "?";
        };
    }

    private static Ink ink(RunNode.State state) {
        return switch (state) {
            case OK -> Ink.GOOD;
            case FAILED, TIMEOUT -> Ink.BAD;
            case SKIPPED -> Ink.DIM;
            case RUNNING, IN_DOUBT -> Ink.OPEN;
        };
    }

    private static String mark(Totals totals) {
        if (totals.agents() == 0) {
            return "○";
        }
        return totals.running() > 0 ? "●" : totals.inDoubt() > 0 ? "?" : totals.succeeded() == 0 ? "✗" : "✔";
    }

    private static Ink ink(Totals totals) {
        if (totals.agents() == 0) {
            return Ink.DIM;
        }
        return totals.running() + totals.inDoubt() > 0 ? Ink.OPEN : totals.succeeded() == 0 ? Ink.BAD : Ink.GOOD;
    }
}
