package dev.mimo.examples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mimo bench}: measures the library, and whole agents on tasks. */
@Command(
        name = "bench",
        description = "Measures the library without a model, and agents with one.",
        synopsisSubcommandLabel = "WHAT")
final class BenchCommand implements Runnable {

    @SuppressWarnings("NullAway.Init") // picocli gives it
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to measure: recall, max, month, duel or swe");
    }
}
