package dev.mimo.examples.report;

import dev.mimo.examples.report.Excerpt.Line;
import dev.mimo.examples.report.Excerpt.Who;
import dev.mimo.examples.report.Knowledge.Quote;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What was said, line by line; long texts are folded. */
final class TranscriptPanel implements Panel {

    private static final int FOLDED_FROM = 240;
    private static final int FIRST_WORDS = 160;

    /** From this size of the page on, in characters, texts are cut short. */
    private static final int FULL = 1_000_000;

    private final Excerpt excerpt;
    private final List<Quote> quotes;
    private final Times times;
    private final Set<Long> anchored = new HashSet<>();

    TranscriptPanel(Excerpt excerpt, List<Quote> quotes, Times times) {
        this.excerpt = excerpt;
        this.quotes = quotes;
        this.times = times;
    }

    @Override
    public String id() {
        return "transcript";
    }

    @Override
    public String title() {
        return "Transcript";
    }

    @Override
    public boolean isEmpty() {
        return excerpt.lines().isEmpty();
    }

    @Override
    public void write(Html html) {
        if (excerpt.left() > 0) {
            html.leaf("p", lead(), "class", "lead");
        }
        html.open("div", "class", "transcript", "tabindex", "0", "role", "region", "aria-label", "Transcript");
        for (Line line : excerpt.lines()) {
            if (line.skipped() > 0) {
                html.leaf("p", Amounts.count(line.skipped(), "line") + " left out", "class", "left-out");
            }
            line(line, html);
        }
        html.close();
        if (!quotes.isEmpty()) {
            html.leaf("h3", "Quoted from other sessions");
            quotes(html);
        }
    }

    private String lead() {
        return "The beginning, the end, what people said, and what is named as evidence; "
                + Amounts.count(excerpt.left(), "line") + " left out.";
    }

    private void line(Line line, Html html) {
        String id = anchored.add(line.sequence()) ? Anchors.of(line.sequence()) : null;
        if (line.who() == Who.TURN) {
            html.open("h4", "id", id).text(capital(line.label()));
            html.leaf("time", times.exact(line.at())).close().line();
            return;
        }
        html.open("div", "class", "line " + line.who().name().toLowerCase(Locale.ROOT), "id", id);
        html.leaf("span", "#" + line.sequence(), "class", "number", "title", times.exact(line.at()));
        html.leaf("span", who(line), "class", "who");
        words(line, html);
        html.close().line();
    }

    private static void words(Line line, Html html) {
        String text = html.length() > FULL ? Clip.line(line.text(), FIRST_WORDS) : line.text();
        boolean folded = text.length() > FOLDED_FROM || text.lines().count() > 3;
        if (!folded) {
            html.leaf("div", text, "class", "words");
            return;
        }
        html.open("details", "class", "words").open("summary").text(Clip.line(text, FIRST_WORDS));
        html.leaf("small", " " + Amounts.count(line.length()) + " characters").close();
        html.leaf("pre", text).close();
    }

    private static String who(Line line) {
        String name = switch (line.who()) {
            case USER -> "user";
            case RUNTIME -> "mimo";
            case ASSISTANT -> "agent";
            case CALL -> "▸";
            case RESULT -> "result";
            case ERROR -> "error";
            case TURN, END -> "";
        };
        return (name + " " + line.label().replace('_', ' ')).strip();
    }

    private static String capital(String words) {
        return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private void quotes(Html html) {
        html.open("div", "class", "transcript quotes");
        int number = 0;
        for (Quote quote : quotes) {
            html.open("div", "class", "line", "id", Anchors.ofQuote(number++));
            html.leaf("span", Clip.line(quote.ref().toString(), 60), "class", "number");
            html.leaf("span", quote.who(), "class", "who");
            html.leaf("div", quote.text(), "class", "words").close();
        }
        html.close();
    }
}
