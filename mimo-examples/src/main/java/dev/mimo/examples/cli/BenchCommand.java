package dev.mimo.examples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mimo bench}: measurements that need no model. */
@Command(name = "bench", description = "Measure something, without a model.", synopsisSubcommandLabel = "WHAT")
final class BenchCommand implements Runnable {

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what is to be measured");
    }
}
