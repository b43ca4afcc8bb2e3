package dev.mimo.examples.cli;

import dev.mimo.environment.Environment;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.examples.demo.Demo;
import dev.mimo.examples.demo.OfflineModel;
import dev.mimo.model.Model;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mimo demo}: the main job in two minutes, without a key. */
@Command(
        name = "demo",
        description = "Watch an agent repair a small Java project.",
        footer = {
            "",
            "Without a key an offline model works, which knows this project only; the tools, the tests and the repair are",
            "real. Where the environment variables ask for a model, that one works. Needs a JDK and bash."
        })
final class DemoCommand implements Callable<Integer> {

    private static final Duration PACE = Duration.ofMillis(25);

    private final Surroundings around;
    private final Supplier<Map<String, String>> variables;

    @Option(names = "--keep", description = "Leave the project's folder behind, to look at it.")
    boolean keep;

    DemoCommand(Surroundings around, Supplier<Map<String, String>> variables) {
        this.around = around;
        this.variables = variables;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!hasCompiler()) {
            throw new UsageError(
                    "the demo needs a Java compiler: put the folder of javac on PATH, or set JAVA_HOME to a JDK.");
        }
        Environment environment = Environment.standard();
        Model asked = around.findModel(null);
        Duration pace = around.terminal().colours() ? PACE : Duration.ZERO;
        Model model = asked == null ? new OfflineModel(environment, pace) : asked;
        boolean repaired = new Demo(model, around.terminal(), around.interrupt()).run(keep);
        if (around.interrupt().isCancelled()) {
            return ExitCode.CANCELLED;
        }
        return repaired ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** Where the project's test script looks for it. */
    private boolean hasCompiler() {
        String home = variables.get().get("JAVA_HOME");
        if (home != null && !home.isEmpty() && Files.isExecutable(Path.of(home, "bin", "javac"))) {
            return true;
        }
        for (String folder : variables.get().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, "javac"))) {
                return true;
            }
        }
        return false;
    }
}
