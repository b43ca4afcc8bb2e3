package dev.mimo.examples.cli;

import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.month.Month;
import dev.mimo.examples.month.MonthReport;
import dev.mimo.model.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mimo bench month}: what upkeep makes of the memory of a month. */
@Command(
        name = "month",
        description =
                "What upkeep makes of what a month of sessions leaves behind, in virtual time; the same each time.")
final class MonthCommand implements Callable<Integer> {

    private final Surroundings around;

    @Option(names = "--json", description = "as JSON")
    boolean json;

    MonthCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws InterruptedException {
        MonthReport report = Month.run();
        around.terminal().out().println(json ? Json.write(report.toJson()) : report.toMarkdown());
        return ExitCode.DONE;
    }
}
