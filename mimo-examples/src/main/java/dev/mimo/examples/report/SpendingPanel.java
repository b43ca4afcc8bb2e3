package dev.mimo.examples.report;

import dev.mimo.examples.report.Spending.Agent;
import dev.mimo.model.Role;
import dev.mimo.model.Spent;
import dev.mimo.model.Usage;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Tokens and cost by role, and the sub-agents as a tree. */
final class SpendingPanel implements Panel {

    private static final int MOST_AGENTS = 200;
    private static final int MOST_SHOWN = 8;
    private static final String CACHED = "From cache";

    private final Spending spending;
    private final Spent total;

    SpendingPanel(Spending spending) {
        this.spending = spending;
        this.total = spending.total();
    }

    @Override
    public String id() {
        return "spending";
    }

    @Override
    public String title() {
        return "Tokens and cost";
    }

    @Override
    public boolean isEmpty() {
        return total.calls() == 0 && spending.agents().isEmpty();
    }

    @Override
    public void write(Html html) {
        bar(
                "Tokens",
                Amounts.tokens(total.usage().total()),
                part -> part.usage().total(),
                html);
        if (total.cost() != null && total.cost().usd().signum() > 0) {
            bar("Cost", Amounts.cost(total.cost()), SpendingPanel::usd, html);
        }
        table(html);
        if (!spending.agents().isEmpty()) {
            agents(html);
        }
    }

    private static double usd(Spent part) {
        return part.cost() == null ? 0 : part.cost().usd().doubleValue();
    }

    private void bar(String name, String sum, ToDoubleFunction<Spent> amount, Html html) {
        double all = spending.byRole().values().stream().mapToDouble(amount).sum();
        html.open("div", "class", "bar").leaf("span", name, "class", "name");
        Plot plot = Plot.open("stack", 18, name + " by role", html);
        double x = 0;
        for (Map.Entry<Role, Spent> part : spending.byRole().entrySet()) {
            double share = all == 0 ? 0 : amount.applyAsDouble(part.getValue()) / all;
            String words = part.getKey().label() + ": " + Amounts.percent(share);
            plot.box("role-" + part.getKey().label(), x, 0, share, 18, words);
            x += share;
        }
        plot.close();
        html.leaf("span", sum, "class", "sum").close();
    }

    private void table(Html html) {
        html.open("div", "class", "wide").open("table").open("thead").open("tr");
        html.leaf("th", "Role");
        for (String name : List.of("Calls", "Prompt", CACHED, "Output", "Cost")) {
            html.leaf("th", name, "class", name.equals(CACHED) ? "number minor" : "number");
        }
        html.close().close().open("tbody");
        spending.byRole().forEach((role, spent) -> row(role.label(), "swatch role-" + role.label(), spent, html));
        if (spending.byRole().size() > 1) {
            row("all", null, total, html);
        }
        html.close().close().close();
    }

    private static void row(String name, @Nullable String swatch, Spent spent, Html html) {
        Usage usage = spent.usage();
        html.open("tr", "class", swatch == null ? "all" : null).open("td");
        if (swatch != null) {
            html.leaf("span", "", "class", swatch);
        }
        html.text(name).close();
        number(Amounts.count(spent.calls()), html);
        number(Amounts.tokens(usage.prompt()), html);
        String cached = usage.prompt() == 0 ? "–" : Amounts.percent((double) usage.cacheRead() / usage.prompt());
        html.leaf("td", cached, "class", "number minor");
        number(Amounts.tokens(usage.output()), html);
        number(Amounts.cost(spent.cost()), html);
        html.close();
    }

    private static void number(String text, Html html) {
        html.leaf("td", text, "class", "number");
    }

    private void agents(Html html) {
        List<Agent> all = spending.agents();
        int shown = all.size() <= MOST_SHOWN + 2 ? all.size() : MOST_SHOWN;
        html.leaf("h3", "Sub-agents");
        tree(all.subList(0, shown), html);
        if (shown < all.size()) {
            html.open("details").leaf("summary", Amounts.count(all.size() - shown) + " more");
            tree(all.subList(shown, Math.min(all.size(), MOST_AGENTS)), html);
            if (all.size() > MOST_AGENTS) {
                html.leaf(
                        "p", "and " + Amounts.count(all.size() - MOST_AGENTS) + " that are left out", "class", "soft");
            }
            html.close();
        }
    }

    private static void tree(List<Agent> children, Html html) {
        html.open("ul", "class", "agents");
        for (Agent agent : children.subList(0, Math.min(children.size(), MOST_AGENTS))) {
            html.open("li");
            agent(agent, html);
            if (!agent.agents().isEmpty()) {
                tree(agent.agents(), html);
            }
            html.close();
        }
        html.close();
    }

    private static void agent(Agent agent, Html html) {
        SessionReport.Ending ending = new SessionReport.Ending(agent.outcome(), "");
        html.open("div", "class", "agent");
        html.leaf("strong", Clip.line(agent.name(), 60));
        html.leaf("span", agent.task(), "class", "what");
        html.leaf("span", HeadView.words(ending), "class", "badge small " + HeadView.tone(ending));
        html.leaf("span", Amounts.tokens(agent.spent().usage().total()) + " tokens", "class", "amount");
        html.leaf("span", Amounts.cost(agent.spent().cost()), "class", "amount");
        html.leaf("span", Amounts.time(agent.worked()), "class", "amount");
        html.close();
    }
}
