package dev.mimo.examples.report;

import dev.mimo.examples.report.SessionReport.Counts;
import dev.mimo.examples.report.SessionReport.Ending;
import dev.mimo.examples.report.SessionReport.Head;
import dev.mimo.model.Spent;
import java.util.List;
import java.util.Set;

/** The top of the page: what it was, how it ended, and the figures. */
final class HeadView {

    private static final int LONGEST_TASK = 160;
    private static final int LONGEST_ENDING = 1_200;
    private static final int MOST_MODELS = 4;
    private static final Set<String> WAITING = Set.of("paused", "open", "empty");

    private final SessionReport report;
    private final Head head;
    private final Times times;

    HeadView(SessionReport report, Times times) {
        this.report = report;
        this.head = report.head();
        this.times = times;
    }

    void write(Html html, List<Panel> panels) {
        html.open("header");
        html.open("p", "class", "kicker").text("mimo report");
        html.leaf("span", words(head.ending()), "class", "badge " + tone(head.ending()))
                .close();
        String task = Clip.line(head.task(), LONGEST_TASK);
        html.leaf("h1", task.isEmpty() ? head.session().value() : task);
        facts(html);
        figures(html);
        ending(html);
        html.open("nav");
        panels.forEach(panel -> html.leaf("a", panel.title(), "href", "#" + panel.id()));
        html.close().close().line();
    }

    private void facts(Html html) {
        html.open("p", "class", "facts");
        html.leaf("code", head.session().value());
        html.leaf("span", "agent " + Clip.line(head.agent(), 60));
        head.models().stream().limit(MOST_MODELS).forEach(model -> html.leaf("span", Clip.line(model, 80)));
        if (head.models().size() > MOST_MODELS) {
            html.leaf("span", Amounts.count(head.models().size() - MOST_MODELS, "more model"));
        }
        html.leaf("span", times.period(head.period().from(), head.period().until()));
        html.close();
    }

    private void figures(Html html) {
        Counts counts = head.counts();
        Spent total = report.spending().total();
        html.open("dl", "class", "figures");
        figure("Turns", Amounts.count(counts.turns()), "", html);
        figure("Steps", Amounts.count(counts.steps()), "", html);
        figure("Tool calls", Amounts.count(counts.calls()), problems(counts), html);
        figure("Tokens", Amounts.tokens(total.usage().total()), cached(total), html);
        figure("Cost", Amounts.cost(total.cost()), "", html);
        figure("Worked", Amounts.time(head.period().worked()), "", html);
        html.close();
    }

    private static void figure(String name, String value, String more, Html html) {
        html.open("div").leaf("dt", name).open("dd").text(value);
        if (!more.isEmpty()) {
            html.leaf("small", more);
        }
        html.close().close();
    }

    private static String problems(Counts counts) {
        String failed = counts.failed() == 0 ? "" : Amounts.count(counts.failed()) + " failed";
        String denied = counts.denied() == 0 ? "" : Amounts.count(counts.denied()) + " denied";
        return failed.isEmpty() || denied.isEmpty() ? failed + denied : failed + ", " + denied;
    }

    private static String cached(Spent total) {
        long prompt = total.usage().prompt();
        long read = total.usage().cacheRead();
        return read == 0 || prompt == 0 ? "" : Amounts.percent((double) read / prompt) + " of prompts cached";
    }

    private void ending(Html html) {
        String text = head.ending().text().strip();
        if (text.isEmpty()) {
            return;
        }
        html.open("div", "class", "ending");
        html.leaf("h2", head.ending().outcome().equals("done") ? "Answer" : "Last word");
        html.leaf("p", Clip.middle(text, LONGEST_ENDING)).close();
    }

    static String words(Ending ending) {
        return switch (ending.outcome()) {
            case "open" -> "running, or cut off";
            case "empty" -> "not begun";
            default -> ending.outcome().replace('_', ' ');
        };
    }

    /** The class that colours an outcome. */
    static String tone(Ending ending) {
        return ending.outcome().equals("done") ? "good" : WAITING.contains(ending.outcome()) ? "neutral" : "bad";
    }
}
