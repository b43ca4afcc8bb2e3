package dev.mimo.examples.cli;

import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.memory.MimoMemory;
import dev.mimo.memory.upkeep.UpkeepMode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Of which project a command shows or changes what is remembered, and where it prints. */
final class RememberedOptions {

    @SuppressWarnings("NullAway.Init") // picocli gives it
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--workspace",
            paramLabel = "FOLDER",
            defaultValue = "",
            description = "a folder of the project (default: this one)")
    @SuppressWarnings("NullAway.Init") // picocli gives it
    private Path workspace;

    /** The folder that was named. */
    Path folder() {
        return workspace.toAbsolutePath();
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Does something with the memory there is; what is not so as it was asked for is told as bad usage. */
    int with(Surroundings around, Function<MimoMemory, Integer> work) {
        try (MimoMemory memory =
                MimoMemory.builder(around.home()).upkeep(UpkeepMode.BY_HAND).build()) {
            return work.apply(memory);
        } catch (IllegalArgumentException e) {
            throw new UsageError(String.valueOf(e.getMessage()));
        } finally {
            out().flush();
        }
    }
}
