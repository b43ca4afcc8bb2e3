package dev.mimo.examples.cli;

import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.max.MaxBench;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mimo bench max}: what Max Mode gains and costs, in a world of steps. */
@Command(name = "max", description = "What drafting several replies gains and costs, in a world of steps.")
final class MaxBenchCommand implements Runnable {

    private final Surroundings around;

    @Option(names = "--tasks", paramLabel = "N", description = "Tasks for each line of the table; ${DEFAULT-VALUE}.")
    int tasks = 1_000;

    @Option(names = "--seed", paramLabel = "N", description = "Repeats a table; ${DEFAULT-VALUE}.")
    long seed = 42;

    @Option(
            names = "--p",
            split = ",",
            paramLabel = "SHARE",
            description = "How often a reply is right; several with commas.")
    List<Double> right = List.of(0.80, 0.85, 0.90, 0.95);

    @Option(names = "--q", split = ",", paramLabel = "SHARE", description = "How often the judge takes a right one.")
    List<Double> judging = List.of(0.85, 0.90, 0.95);

    @Option(names = "--traps", description = "Mistakes come together, as those of one model do.")
    boolean traps;

    MaxBenchCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public void run() {
        new MaxBench(tasks, seed, traps).print(right, judging, around.terminal().out());
    }
}
