package dev.mimo.workflow.tree;

import dev.mimo.model.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The tree of a run as rows that open and close, each with a bar over time. Confined to one thread. */
final class RunTimeline {

    /** What has more in it, and nothing that went wrong, is closed at first. */
    private static final int MANY = 60;

    private static final int DEEPEST = 12;
    private static final double NARROWEST = 0.004;

    private final RunTree tree;
    private final Instant now;
    private final Markup html;
    private final TimeAxis axis;

    RunTimeline(RunTree tree, Instant now, Markup html) {
        this.tree = tree;
        this.now = now;
        this.html = html;
        this.axis = new TimeAxis(tree, now);
    }

    void write() {
        if (tree.nodes().isEmpty()) {
            html.leaf("p", "No agent was called.", "class", "soft");
            return;
        }
        html.open("div", "class", "rows").open("div", "class", "row head");
        html.leaf("span", "", "class", "name").leaf("span", "Time", "class", "amount");
        html.leaf("span", "Tokens", "class", "amount tokens").open("svg", "class", "track", "aria-hidden", "true");
        for (TimeAxis.Tick tick : axis.ticks()) {
            html.leaf("line", "", "x1", share(tick.x()), "x2", share(tick.x()), "y1", "14", "y2", "20");
            String anchor = tick.x() < 0.03 ? "start" : "middle";
            html.leaf("text", label(tick.worked()), "x", share(tick.x()), "y", "11", "text-anchor", anchor);
        }
        html.close().close().line();
        tree.nodes().forEach(node -> write(node, 0));
        html.close();
        legend();
    }

    private void write(RunNode node, int depth) {
        if (node instanceof RunNode.Branch branch && branch.nodes().size() == 1) {
            write(branch.nodes().get(0), depth);
        } else if (node instanceof RunNode.Agent agent) {
            html.open("details", "class", "agent");
            row(agent, depth, state(agent), agent.name(), details(agent));
            facts(agent, depth);
            html.close().line();
        } else {
            Totals totals = node.totals();
            boolean open = totals.agents() <= MANY || !totals.isAllOk();
            html.open("details", "class", "group", "open", open ? "" : null);
            row(node, depth, "group " + kind(node), title(node), totals.agents() == 0 ? "" : Figures.agents(totals));
            node.nodes().forEach(below -> write(below, depth + 1));
            html.close().line();
        }
    }

    private void row(RunNode node, int depth, String kind, String title, String more) {
        Span span = Span.find(node, now);
        Duration time = span == null ? null : span.time();
        Usage usage = node.totals().spent().usage();
        html.open("summary", "class", "row d" + Math.min(DEEPEST, depth) + " " + kind);
        html.open("span", "class", "name").leaf("b", Plain.line(title));
        if (!more.isEmpty()) {
            html.text(" ").leaf("small", more);
        }
        html.close().leaf("span", time == null ? "" : Figures.time(time), "class", "amount");
        html.leaf("span", usage.total() == 0 ? "" : Figures.tokens(usage.total()), "class", "amount tokens");
        html.open("svg", "class", "track", "aria-hidden", "true");
        if (span != null) {
            bar(span, node instanceof RunNode.Agent);
        }
        html.close().close();
    }

    private void bar(Span span, boolean agent) {
        double from = axis.x(span.from());
        double width = Math.max(NARROWEST, axis.x(span.until()) - from);
        String x = share(Math.min(from, 1 - width));
        String y = agent ? "4" : "9";
        html.leaf("rect", "", "x", x, "width", share(width), "y", y, "height", agent ? "12" : "3", "rx", "2");
    }

    private static String details(RunNode.Agent agent) {
        List<String> words = new ArrayList<>();
        if (agent.state() != RunNode.State.OK && agent.state() != RunNode.State.RUNNING) {
            words.add(agent.state().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        if (agent.reason() != null) {
            words.add(Plain.line(agent.reason()));
        }
        if (agent.work().replayed()) {
            words.add("pass " + agent.work().pass());
        }
        return String.join(" · ", words);
    }

    private void facts(RunNode.Agent agent, int depth) {
        RunNode.Asked asked = agent.asked();
        html.open("dl", "class", "facts d" + Math.min(DEEPEST, depth));
        fact("Call", agent.path().value());
        fact("Prompt", asked.prompt());
        fact("Model", asked.model());
        fact("Agent", asked.agentType());
        fact("Reason", agent.reason());
        fact(
                "Attempts",
                agent.work().attempts() > 1 ? String.valueOf(agent.work().attempts()) : null);
        fact("Spent", Figures.spent(agent.work().spent()));
        html.close();
    }

    private void fact(String name, @Nullable String text) {
        if (text != null && !text.isBlank()) {
            html.open("div").leaf("dt", name).leaf("dd", text).close();
        }
    }

    private void legend() {
        html.open("p", "class", "legend").leaf("span", "ended well", "class", "key ok");
        key("failed", "failed", tree.totals().failed() > 0);
        key("running", "running", tree.totals().running() > 0);
        key("from an earlier pass", "replayed", tree.passes().size() > 1);
        html.close();
    }

    private void key(String words, String kind, boolean shown) {
        if (shown) {
            html.leaf("span", words, "class", "key " + kind);
        }
    }

    private static String title(RunNode node) {
        if (node instanceof RunNode.Phase phase) {
            return phase.title();
        }
        if (node instanceof RunNode.Nested nested) {
            return nested.name();
        }
        return node instanceof RunNode.Group group
                ? group.kind().name().toLowerCase(Locale.ROOT)
                : node instanceof RunNode.Branch branch ? branch.name() : "";
    }

    private static String kind(RunNode node) {
        return node instanceof RunNode.Phase ? "phase" : node instanceof RunNode.Nested ? "nested" : "several";
    }

    private static String state(RunNode.Agent agent) {
        return switch (agent.state()) {
            case OK -> agent.work().replayed() ? "ok replayed" : "ok";
            case FAILED, TIMEOUT -> "failed";
            case SKIPPED -> "skipped";
            case RUNNING -> "running";
            case IN_DOUBT -> "doubt";
        };
    }

    private static String label(Duration worked) {
        return worked.toMillis() % 1_000 == 0 && worked.toSeconds() < 60
                ? worked.toSeconds() + " s"
                : Figures.time(worked).replace(" min 0 s", " min").replace(" h 0 min", " h");
    }

    private static String share(double share) {
        return String.format(Locale.ROOT, "%.2f%%", share * 100);
    }
}
