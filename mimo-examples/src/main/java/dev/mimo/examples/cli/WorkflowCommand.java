package dev.mimo.examples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mimo workflow}: scripts that orchestrate agents, and their runs. */
@Command(
        name = "workflow",
        description = "Runs scripts that orchestrate agents, and shows what they did.",
        synopsisSubcommandLabel = "COMMAND")
final class WorkflowCommand implements Runnable {

    @SuppressWarnings("NullAway.Init") // picocli gives it
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what to do: run, resume, list, show, cancel, validate or dry-run");
    }
}
