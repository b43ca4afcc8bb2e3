package dev.mimo.examples.report;

import dev.mimo.examples.report.ContextUse.Step;
import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.memory.checkpoint.Checkpoint.Status;
import java.util.List;

/** How full the context was: a line over the steps, the marks at which something happens, and what happened. */
final class ContextPanel implements Panel {

    private static final int MOST_LABELS = 24;
    private static final int MOST_LARGE = 80;
    private static final int MOST_TURNS = 200;

    private final ContextUse context;
    private final List<Checkpoint> versions;
    private final Times times;

    ContextPanel(ContextUse context, List<Checkpoint> versions, Times times) {
        this.context = context;
        this.versions = versions;
        this.times = times;
    }

    @Override
    public String id() {
        return "context";
    }

    @Override
    public String title() {
        return "Context";
    }

    @Override
    public boolean isEmpty() {
        return context.steps().stream().allMatch(step -> step.tokens() == 0);
    }

    @Override
    public void write(Html html) {
        ContextScale scale = ContextScale.of(context);
        html.leaf("p", lead(), "class", "lead");
        html.open("figure").open("div", "class", "chart");
        axis(scale, html);
        Plot plot = Plot.open("context", ContextScale.HEIGHT, lead(), html);
        plot.field(0, ContextScale.HEIGHT)
                .path("area", ContextLine.area(context, scale))
                .path("curve", ContextLine.curve(context, scale));
        html.close();
        thresholds(scale, plot);
        steps(scale, plot);
        rebuilds(scale, plot);
        checkpoints(scale, plot);
        plot.close();
        shares(scale, html);
        html.close();
        legend(scale, html);
        html.close();
    }

    private String lead() {
        long most = context.steps().stream().mapToLong(Step::tokens).max().orElse(0);
        String size = "Prompt and answer of each of "
                + Amounts.count(context.steps().size(), "step") + ": at most " + Amounts.tokens(most) + " tokens";
        Long budget = context.budget();
        String share = budget == null
                ? "; how many there may be is unknown"
                : ", " + Amounts.percent((double) most / budget) + " of " + Amounts.tokens(budget);
        return size + share + ".";
    }

    private void axis(ContextScale scale, Html html) {
        Plot axis = Plot.openAxis(46, ContextScale.HEIGHT, html);
        for (long tokens : scale.ticks()) {
            axis.text("label", 0.86, scale.y(tokens) + 4, "end", Amounts.tokens(tokens));
        }
        axis.close();
    }

    private void thresholds(ContextScale scale, Plot plot) {
        scale.thresholds(context.budget()).forEach((tokens, share) -> plot.level(kind(share), scale.y(tokens)));
    }

    /** What the thresholds are, to the right of them. */
    private void shares(ContextScale scale, Html html) {
        Plot axis = Plot.openAxis(36, ContextScale.HEIGHT, html);
        scale.thresholds(context.budget())
                .forEach((tokens, share) ->
                        axis.text("label " + kind(share), 0.16, scale.y(tokens) + 4, "start", Amounts.percent(share)));
        axis.close();
    }

    private static String kind(double share) {
        return share < ContextScale.FULL ? "threshold" : "threshold full";
    }

    private void steps(ContextScale scale, Plot plot) {
        plot.level("ground", ContextScale.BOTTOM);
        for (int step : scale.stepTicks()) {
            String words = step == 1 ? "step 1" : Amounts.count(step);
            plot.text("label", scale.x(step - 1), ContextScale.HEIGHT - 6, words);
        }
        if (turns() <= MOST_TURNS) {
            turns(scale, plot);
        }
    }

    private int turns() {
        return context.steps().get(context.steps().size() - 1).turn();
    }

    private void turns(ContextScale scale, Plot plot) {
        for (int i = 1; i < context.steps().size(); i++) {
            if (context.steps().get(i).turn() != context.steps().get(i - 1).turn()) {
                double x = scale.x(i - 0.5);
                plot.line("turn", x, ContextScale.BOTTOM, x, ContextScale.BOTTOM + 5);
            }
        }
    }

    private void rebuilds(ContextScale scale, Plot plot) {
        int number = 0;
        for (ContextUse.Rebuild rebuild : context.rebuilds()) {
            number++;
            double x = scale.x(rebuild.step() - 0.5);
            if (context.rebuilds().size() <= MOST_LABELS) {
                plot.line("rebuild", x, 16, x, ContextScale.BOTTOM);
                plot.text("label rebuild", x, 11, "middle", "R" + number);
            }
            String words = "Rebuild " + number + " (" + rebuild.cause() + "): " + Amounts.tokens(rebuild.before())
                    + (rebuild.content() == null ? "" : " → " + Amounts.tokens(rebuild.after())) + ", "
                    + times.exact(rebuild.at());
            plot.mark("rebuild", x, 18, "M-4.5 -2.5L4.5 -2.5L0 4.5Z", words);
        }
    }

    private void checkpoints(ContextScale scale, Plot plot) {
        String diamond = versions.size() <= MOST_LARGE ? "M0 -6L6 0L0 6L-6 0Z" : "M0 -3.5L3.5 0L0 3.5L-3.5 0Z";
        for (Checkpoint version : versions) {
            int step = scale.stepAt(version.making().at());
            Status status = version.making().status();
            String words = "Checkpoint " + version.version() + " (" + CheckpointPanel.words(status) + "), "
                    + times.exact(version.making().at());
            double y = scale.y(context.steps().get(step).tokens());
            plot.mark("checkpoint " + CheckpointPanel.words(status), scale.x(step), y, diamond, words);
        }
        if (versions.size() <= MOST_LABELS) {
            names(scale, plot);
        }
    }

    /** Names versions, but for those whose name would stand on that of another. */
    private void names(ContextScale scale, Plot plot) {
        double lastX = -1;
        double lastY = 0;
        for (Checkpoint version : versions) {
            int step = scale.stepAt(version.making().at());
            double x = scale.x(step);
            double y = scale.y(context.steps().get(step).tokens());
            if (x - lastX > 0.03 || Math.abs(y - lastY) > 24) {
                plot.text("label checkpoint", x, y - 10, "v" + version.version());
                lastX = x;
                lastY = y;
            }
        }
    }

    private void legend(ContextScale scale, Html html) {
        html.open("figcaption", "class", "legend");
        if (!versions.isEmpty()) {
            html.leaf("span", "checkpoint", "class", "key checkpoint");
            if (versions.stream().anyMatch(version -> version.making().status() != Status.OK)) {
                html.leaf("span", "checkpoint without a model", "class", "key checkpoint extractive");
            }
        }
        if (!context.rebuilds().isEmpty()) {
            html.leaf("span", "rebuild", "class", "key rebuild");
        }
        if (!scale.thresholds(context.budget()).isEmpty()) {
            html.leaf("span", "when checkpoints are due by default", "class", "key threshold");
        }
        if (scale.thresholds(context.budget()).containsValue(ContextScale.FULL)) {
            html.leaf("span", "when a rebuild is due", "class", "key threshold full");
        }
        if (turns() > 1 && turns() <= MOST_TURNS) {
            html.leaf("span", "a turn begins", "class", "key turn");
        }
        html.close();
    }
}
