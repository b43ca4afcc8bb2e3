package dev.mimo.examples.report;

import dev.mimo.examples.report.Work.Call;
import dev.mimo.examples.report.Work.Result;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** Calls of tools: on a time line, the longest ones, and all of them by tool. */
final class WorkPanel implements Panel {

    private static final int MOST_LONG = 10;
    private static final int MOST_TOOLS = 60;

    private final Work work;
    private final Anchors anchors;
    private final Times times;

    WorkPanel(Work work, Anchors anchors, Times times) {
        this.work = work;
        this.anchors = anchors;
        this.times = times;
    }

    @Override
    public String id() {
        return "tools";
    }

    @Override
    public String title() {
        return "Tool calls";
    }

    @Override
    public boolean isEmpty() {
        return work.calls().isEmpty();
    }

    @Override
    public void write(Html html) {
        List<Lane> lanes = Lane.of(work.calls());
        html.leaf("p", lead(), "class", "lead");
        html.open("div", "class", "beside").open("figure");
        new TimeLine(work, times).write(html);
        legend(html);
        html.close();
        html.open("div").leaf("h3", "Longest");
        longest(html);
        html.close().close();
        html.open("details").leaf("summary", "By tool");
        table(lanes, html);
        html.close();
    }

    private String lead() {
        return Amounts.count(work.calls().size(), "call") + "; " + Amounts.time(sum(work.calls()))
                + " in tools, those side by side counted each.";
    }

    private static Duration sum(List<Call> calls) {
        return calls.stream().map(Call::took).reduce(Duration.ZERO, Duration::plus);
    }

    private void legend(Html html) {
        html.open("figcaption", "class", "legend");
        html.leaf("span", "at work", "class", "key call");
        key(Result.FAILED, "failed", html);
        key(Result.DENIED, "denied", html);
        key(Result.OPEN, "no result yet", html);
        html.close();
    }

    private void key(Result result, String words, Html html) {
        if (work.calls().stream().anyMatch(call -> call.result() == result)) {
            html.leaf("span", words, "class", "key " + TimeLine.kind(result));
        }
    }

    private void longest(Html html) {
        html.open("ol", "class", "longest");
        work.calls().stream()
                .sorted(Comparator.comparing(Call::took).reversed())
                .limit(MOST_LONG)
                .forEach(call -> {
                    html.open("li").leaf("span", Amounts.time(call.took()), "class", "amount");
                    html.open("span", "class", "what").leaf("strong", Clip.line(call.tool(), 40));
                    html.text(" " + call.subject()).close();
                    anchors.link(call.sequence(), html);
                    html.close();
                });
        html.close();
    }

    private static void table(List<Lane> lanes, Html html) {
        html.open("div", "class", "wide").open("table").open("thead").open("tr").leaf("th", "Tool");
        for (String name : List.of("Calls", "Failed", "Denied", "Time", "Median", "Longest")) {
            html.leaf("th", name, "class", "number");
        }
        html.close().close().open("tbody");
        for (Lane lane : lanes.subList(0, Math.min(lanes.size(), MOST_TOOLS))) {
            html.open("tr").open("td").leaf("code", lane.tool()).close();
            number(Amounts.count(lane.calls().size()), html);
            number(lane.count(Result.FAILED), html);
            number(lane.count(Result.DENIED), html);
            number(Amounts.time(sum(lane.calls())), html);
            number(Amounts.time(lane.median()), html);
            number(Amounts.time(lane.longest()), html);
            html.close();
        }
        html.close().close().close();
    }

    private static void number(long count, Html html) {
        number(count == 0 ? "–" : Amounts.count(count), html);
    }

    private static void number(String text, Html html) {
        html.leaf("td", text, "class", "number");
    }
}
