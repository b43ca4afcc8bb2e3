package dev.mimo.examples.recall;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.examples.recall.Score.Verdict;
import dev.mimo.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What came of a benchmark. Immutable. */
public final class RecallReport {

    private final RecallBench.Settings settings;
    private final World world;
    private final List<Recalled> ours;
    private final List<Recalled> baselines;

    RecallReport(RecallBench.Settings settings, World world, List<Recalled> ours, List<Recalled> baselines) {
        this.settings = settings;
        this.world = world;
        this.ours = List.copyOf(ours);
        this.baselines = List.copyOf(baselines);
    }

    /** All figures; those at the top are the worst of the writers'. Shares are from 0 to 1. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object();
        for (Kind kind : Kind.values()) {
            json.put(
                    kind.plural(),
                    round(ours.stream()
                            .mapToDouble(one -> one.score().right(kind))
                            .min()
                            .orElse(0)));
        }
        json.put(
                "rebuilds",
                ours.stream().mapToInt(one -> one.window().rebuilds()).min().orElse(0));
        json.put(
                "max_context_share",
                round(ours.stream()
                        .mapToDouble(one -> one.window().maxShare())
                        .max()
                        .orElse(0)));
        json.put("seed", settings.seed()).put("steps", settings.steps()).put("window", settings.window());
        json.put("sessions", settings.sessions()).put("quality", settings.quality());
        ObjectNode asked = json.putObject("questions");
        for (Kind kind : Kind.values()) {
            asked.put(kind.plural(), questions(kind));
        }
        ObjectNode writers = json.putObject("writers");
        ours.forEach(one -> writers.set(one.name().replace("mimo ", ""), figures(one)));
        ObjectNode others = json.putObject("baselines");
        baselines.forEach(one -> others.set(one.name(), figures(one)));
        return json;
    }

    private long questions(Kind kind) {
        return world.planted().stream()
                .filter(item -> item.kind() == kind && item.asked() != Planted.NEVER)
                .count();
    }

    private static ObjectNode figures(Recalled one) {
        ObjectNode json = Json.object();
        for (Kind kind : Kind.values()) {
            json.put(kind.plural(), round(one.score().right(kind)));
        }
        ObjectNode how = json.putObject("how");
        for (Kind kind : Kind.values()) {
            ObjectNode row = how.putObject(kind.plural());
            for (Verdict verdict : Verdict.values()) {
                row.put(verdict.name().toLowerCase(Locale.ROOT), one.score().count(kind, verdict));
            }
        }
        ObjectNode late = json.putObject("after_" + Recalled.MANY_REBUILDS + "_rebuilds");
        for (Kind kind : Kind.values()) {
            if (one.late().asked(kind) > 0) {
                late.put(kind.plural(), round(one.late().right(kind)));
            }
        }
        Recalled.Tokens tokens = one.tokens();
        json.put("tokens", tokens.total()).put("tokens_cached", tokens.cached()).put("tokens_beside", tokens.beside());
        json.put("rebuilds", one.window().rebuilds())
                .put("max_context_share", round(one.window().maxShare()));
        return json.put("seconds", round(one.took().toMillis() / 1_000.0));
    }

    private static double round(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }

    /** The figures as a table, in lines of at most 110 characters. */
    public List<String> toLines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%,d steps in %d sessions, window %,d, seed %d, writer quality %.2f; %d questions",
                settings.steps(),
                settings.sessions(),
                settings.window(),
                settings.seed(),
                settings.quality(),
                Stream.of(Kind.values()).mapToLong(this::questions).sum()));
        lines.add("");
        lines.add(String.format(
                "%-16s %15s %15s %15s %15s %9s %8s",
                "right, by search", "rules", "decisions", "facts", "contradictions", "tokens", "rebuilds"));
        Stream.concat(ours.stream(), baselines.stream()).forEach(one -> lines.add(line(one)));
        lines.add("");
        for (Recalled one : ours) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s: at most %.1f %% of the context taken after a rebuild (allowed: 45 %%); %.0f s",
                    one.name(),
                    100 * one.window().maxShare(),
                    one.took().toMillis() / 1_000.0));
        }
        return lines;
    }

    private static String line(Recalled one) {
        StringBuilder line = new StringBuilder(String.format("%-16s", one.name()));
        for (Kind kind : Kind.values()) {
            line.append(String.format(
                    Locale.ROOT,
                    " %6.1f %% %5.1f %%",
                    100 * one.score().right(kind),
                    100 * one.score().share(kind, Verdict.SEARCH)));
        }
        return line
                + String.format(
                        Locale.ROOT,
                        " %7.1f M %8d",
                        one.tokens().total() / 1e6,
                        one.window().rebuilds());
    }

    /** What was not answered right, a line each. */
    public List<String> misses() {
        return Stream.concat(ours.stream(), baselines.stream())
                .flatMap(one -> one.misses().stream().map(miss -> one.name() + ": " + miss))
                .toList();
    }
}
