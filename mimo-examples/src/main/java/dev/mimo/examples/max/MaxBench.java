package dev.mimo.examples.max;

import dev.mimo.environment.Environment;
import dev.mimo.judge.MaxMode;
import dev.mimo.judge.Steps;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** What Max Mode gains and costs, by how good replies and judge are. The same seed gives the same table. */
public final class MaxBench {

    private final int tasks;
    private final long seed;
    private final boolean traps;

    /**
     * Nothing runs yet.
     *
     * @param tasks so many for each line of the table; the error of a share falls with the root of it
     * @param traps whether mistakes come together, as those of one model do, or each by itself
     */
    public MaxBench(int tasks, long seed, boolean traps) {
        this.tasks = tasks;
        this.seed = seed;
        this.traps = traps;
    }

    /** One way to work. */
    private static Map<String, MaxMode> ways() {
        Map<String, MaxMode> ways = new LinkedHashMap<>();
        ways.put("1", MaxMode.of(1));
        ways.put("3, always judged", MaxMode.of(3).withoutShortCut());
        ways.put("5, always judged", MaxMode.of(5).withoutShortCut());
        ways.put("3, short-cut", MaxMode.of(3));
        ways.put("5, short-cut", MaxMode.of(5));
        ways.put("5, short-cut, when", MaxMode.of(5).when(Steps.first().or(Steps.afterFailure())));
        return ways;
    }

    /** Writes the table and what follows from it. */
    public void print(List<Double> rights, List<Double> judgings, PrintStream out) {
        List<String> findings = new ArrayList<>();
        out.printf(
                Locale.ROOT,
                "Tasks of 10 steps, %,d a line, seed %d, %s. p: a reply is right. q: the judge takes a right one.%n%n",
                tasks,
                seed,
                traps ? "mistakes come together" : "each mistake by itself");
        out.println("  p     q    candidates            solved  gain  tokens   times  cost times  judged");
        // One candidate after the other on this thread, so that the seed decides everything.
        try (Environment environment = Environment.builder()
                .executor(Runnable::run)
                .random(new Random(seed))
                .build()) {
            for (double right : rights) {
                for (double judging : judgings) {
                    compare(right, judging, environment, out, findings);
                }
            }
        }
        out.println();
        findings.forEach(out::println);
    }

    private void compare(
            double right, double judging, Environment environment, PrintStream out, List<String> findings) {
        Map<String, StepWorld.Result> results = new LinkedHashMap<>();
        ways().forEach((name, mode) -> results.put(
                name, new StepWorld(new StepWorld.Terms(right, judging, traps), mode, seed, environment).run(tasks)));
        StepWorld.Result one = result(results, "1");
        results.forEach((name, result) -> out.printf(
                Locale.ROOT,
                " %.2f  %.2f  %-20s %6.1f %% %+5.1f %,8.0f %6.2f %10.2f %8.0f %%%n",
                right,
                judging,
                name,
                100 * result.success(),
                100 * (result.success() - one.success()),
                result.tokens(),
                result.tokens() / one.tokens(),
                result.usd() / one.usd(),
                100 * result.judgedShare()));
        find(right, judging, results, findings);
    }

    private static StepWorld.Result result(Map<String, StepWorld.Result> results, String name) {
        return Objects.requireNonNull(results.get(name), name);
    }

    private static void find(
            double right, double judging, Map<String, StepWorld.Result> results, List<String> findings) {
        StepWorld.Result one = result(results, "1");
        StepWorld.Result always = result(results, "5, always judged");
        StepWorld.Result shortCut = result(results, "5, short-cut");
        StepWorld.Result when = result(results, "5, short-cut, when");
        double gain = 100 * (always.success() - one.success());
        double times = always.tokens() / one.tokens();
        if (gain >= 10 && gain <= 20 && times >= 4 && times <= 5) {
            findings.add(String.format(
                    Locale.ROOT,
                    "p %.2f, q %.2f: five candidates, always judged, gain %.1f points for %.1f times the tokens;"
                            + " the short-cut spares %.0f %% of the judgements and gains %.1f;"
                            + " with when: %.1f for %.1f times the tokens.",
                    right,
                    judging,
                    gain,
                    times,
                    100 * (1 - shortCut.judgedShare() / always.judgedShare()),
                    100 * (shortCut.success() - one.success()),
                    100 * (when.success() - one.success()),
                    when.tokens() / one.tokens()));
        }
    }
}
