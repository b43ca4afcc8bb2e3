package dev.mimo.examples.duel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.examples.duel.DuelTask.Length;
import dev.mimo.model.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a duel came to: who won how often, below and above 200 steps, and what each side took. Immutable. */
public final class DuelReport {

    private final String first;
    private final String second;
    private final List<Pair> pairs;

    DuelReport(String first, String second, List<Pair> pairs) {
        this.first = first;
        this.second = second;
        this.pairs = List.copyOf(pairs);
    }

    /** What one side took in all. */
    private record Side(String name, List<Ran> runs) {

        long solved() {
            return runs.stream().filter(Ran::isSolved).count();
        }

        long steps() {
            return runs.stream().mapToLong(Ran::steps).sum();
        }

        long tokens() {
            return runs.stream().mapToLong(Ran::tokens).sum();
        }

        double seconds() {
            return runs.stream().mapToLong(Ran::millis).sum() / 1_000.0;
        }

        /** Null as soon as one price is unknown. */
        @Nullable
        BigDecimal usd() {
            BigDecimal sum = BigDecimal.ZERO;
            for (Ran run : runs) {
                if (run.usd() == null) {
                    return null;
                }
                sum = sum.add(run.usd());
            }
            return sum;
        }

        String words() {
            return String.format(
                    Locale.ROOT,
                    "%s: solved %d of %d · %,d steps · %,d tokens · %s · %,.0f s",
                    name,
                    solved(),
                    runs.size(),
                    steps(),
                    tokens(),
                    cost(),
                    seconds());
        }

        String cost() {
            BigDecimal usd = usd();
            return usd == null ? "cost unknown" : String.format(Locale.ROOT, "%.2f USD", usd);
        }

        ObjectNode toJson() {
            BigDecimal usd = usd();
            return Json.object()
                    .put("name", name)
                    .put("solved", solved())
                    .put("steps", steps())
                    .put("tokens", tokens())
                    .put("cost_usd", usd == null ? null : usd.toPlainString())
                    .put("seconds", seconds());
        }
    }

    /** How often the first side won in that class; null is all. */
    WinRate rate(@Nullable Length length) {
        List<Pair> chosen = of(length);
        return new WinRate(
                count(chosen, Pair.Winner.FIRST), count(chosen, Pair.Winner.TIE), count(chosen, Pair.Winner.SECOND));
    }

    private static int count(List<Pair> pairs, Pair.Winner winner) {
        return (int) pairs.stream().filter(pair -> pair.winner() == winner).count();
    }

    private List<Pair> of(@Nullable Length length) {
        return pairs.stream()
                .filter(pair -> length == null || pair.length() == length)
                .toList();
    }

    private List<Side> sides(@Nullable Length length) {
        List<Pair> chosen = of(length);
        return List.of(
                new Side(first, chosen.stream().map(Pair::first).toList()),
                new Side(second, chosen.stream().map(Pair::second).toList()));
    }

    /** For a person. */
    public List<String> toLines() {
        List<String> lines = new ArrayList<>();
        lines.add(first + " against " + second + ", " + pairs.size() + (pairs.size() == 1 ? " task" : " tasks"));
        for (Length length : Length.values()) {
            if (!of(length).isEmpty()) {
                lines.add("");
                lines.add(length.words() + ": " + rate(length).words());
                sides(length).forEach(side -> lines.add("  " + side.words()));
            }
        }
        lines.add("");
        lines.add("all: " + rate(null).words());
        return lines;
    }

    /** As a table. */
    public List<String> toMarkdown() {
        List<String> lines = new ArrayList<>();
        lines.add("| | " + first + " | " + second + " | first wins, ties, losses | won of decided (95 %) | p |");
        lines.add("| --- | --- | --- | --- | --- | --- |");
        for (Length length : Length.values()) {
            if (!of(length).isEmpty()) {
                lines.add(row(length));
            }
        }
        lines.add("");
        sides(null).forEach(side -> lines.add("- " + side.words()));
        return lines;
    }

    private String row(Length length) {
        WinRate rate = rate(length);
        List<Side> sides = sides(length);
        Function<Side, String> solved =
                side -> side.solved() + " of " + side.runs().size();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %d, %d, %d | %s | %.2g |",
                length.words(),
                solved.apply(sides.get(0)),
                solved.apply(sides.get(1)),
                rate.wins(),
                rate.ties(),
                rate.losses(),
                rate.decided() == 0
                        ? "-"
                        : String.format(
                                Locale.ROOT,
                                "%.0f %% (%.0f-%.0f)",
                                100 * rate.rate(),
                                100 * rate.low(),
                                100 * rate.high()),
                rate.chance());
    }

    /** For programs. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object().put("first", first).put("second", second);
        for (Length length : Length.values()) {
            json.set(length == Length.SHORT ? "under_200" : "from_200", toJson(length));
        }
        json.set("all", toJson(null));
        return json;
    }

    private ObjectNode toJson(@Nullable Length length) {
        WinRate rate = rate(length);
        boolean decided = rate.decided() > 0;
        ObjectNode json = Json.object()
                .put("tasks", rate.pairs())
                .put("wins", rate.wins())
                .put("ties", rate.ties())
                .put("losses", rate.losses())
                .put("rate", decided ? Double.valueOf(rate.rate()) : null)
                .put("low", decided ? Double.valueOf(rate.low()) : null)
                .put("high", decided ? Double.valueOf(rate.high()) : null)
                .put("p", rate.chance());
        List<Side> sides = sides(length);
        json.set("first", sides.get(0).toJson());
        json.set("second", sides.get(1).toJson());
        return json;
    }
}
