package dev.mimo.examples.report;

import dev.mimo.examples.report.ContextUse.Block;
import dev.mimo.examples.report.ContextUse.Content;
import dev.mimo.examples.report.ContextUse.Rebuild;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each fresh window was made of, as bars over the context budget. */
final class RebuildPanel implements Panel {

    private static final int MOST = 30;
    private static final int COLOURS = 10;
    private static final int BAR = 20;

    private final List<Rebuild> rebuilds;
    private final Times times;
    private final Map<String, Integer> colours = new LinkedHashMap<>();

    RebuildPanel(ContextUse context, Times times) {
        this.rebuilds = context.rebuilds();
        this.times = times;
        for (Rebuild rebuild : shown()) {
            if (rebuild.content() != null) {
                rebuild.content().blocks().forEach(block -> colours.putIfAbsent(block.name(), colours.size()));
            }
        }
    }

    @Override
    public String id() {
        return "rebuilds";
    }

    @Override
    public String title() {
        return "Rebuilds";
    }

    @Override
    public boolean isEmpty() {
        return rebuilds.isEmpty();
    }

    private List<Rebuild> shown() {
        return rebuilds.subList(Math.max(0, rebuilds.size() - MOST), rebuilds.size());
    }

    @Override
    public void write(Html html) {
        html.leaf("p", "What a fresh window holds; the whole bar is the context budget.", "class", "lead");
        int number = rebuilds.size() - shown().size();
        if (number > 0) {
            html.leaf("p", "The first " + number + " are left out.", "class", "soft");
        }
        html.open("figure", "class", "rebuilds");
        for (Rebuild rebuild : shown()) {
            row(++number, rebuild, html);
        }
        legend(html);
        html.close();
    }

    private void row(int number, Rebuild rebuild, Html html) {
        html.open("div", "class", "bar rebuild", "id", "rebuild-" + number);
        html.open("span", "class", "name").leaf("strong", "R" + number).text(" " + Clip.line(rebuild.cause(), 20));
        html.close();
        Content content = rebuild.content();
        if (content == null || content.budget() == 0) {
            html.leaf("span", "not accounted for", "class", "soft");
        } else {
            bar(number, content, html);
        }
        String after = content == null ? "" : " → " + Amounts.tokens(rebuild.after());
        html.open("span", "class", "sum").text(Amounts.tokens(rebuild.before()) + after);
        String base = rebuild.checkpoint() == 0 ? "no checkpoint" : "from v" + rebuild.checkpoint();
        html.leaf("small", base + " · " + times.clock(rebuild.at())).close().close();
    }

    private void bar(int number, Content content, Html html) {
        Plot plot = Plot.open("stack budget", BAR, "What window " + number + " is made of", html);
        double x = piece("head", "system and tools", content.head(), 0, content, plot);
        for (Block block : content.blocks()) {
            x = piece(colour(block.name()), block.name(), block.tokens(), x, content, plot);
        }
        double allowed = (double) (content.head() + content.allowed()) / content.budget();
        if (allowed > 0 && allowed < 1) {
            plot.line("allowed", allowed, 0, allowed, BAR);
        }
        plot.close();
    }

    private static double piece(String kind, String name, long tokens, double x, Content content, Plot plot) {
        double share = Math.min(1 - x, (double) tokens / content.budget());
        if (share <= 0) {
            return x;
        }
        plot.box(kind, x, 0, share, BAR, Clip.line(name, 60) + ": " + Amounts.count(tokens) + " tokens");
        return x + share;
    }

    private String colour(String block) {
        return "block-" + colours.getOrDefault(block, 0) % COLOURS;
    }

    private void legend(Html html) {
        html.open("figcaption", "class", "legend");
        html.leaf("span", "system and tools", "class", "key head");
        colours.forEach((name, at) -> {
            if (at < COLOURS) {
                html.leaf("span", Clip.line(name, 40), "class", "key " + colour(name));
            }
        });
        html.leaf("span", "what may follow them", "class", "key allowed").close();
    }
}
