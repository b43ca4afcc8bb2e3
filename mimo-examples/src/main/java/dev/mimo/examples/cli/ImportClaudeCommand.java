package dev.mimo.examples.cli;

import dev.mimo.examples.coder.ClaudeImport;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.examples.terminal.Style;
import dev.mimo.providers.claude.ClaudeCodeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mimo import-claude}: says what would be taken over from Claude Code, and takes it. */
@Command(
        name = "import-claude",
        description = "Use what is set up for Claude Code: model and key, permission rules, .claude folders.",
        footer = {
            "",
            "Prints what is taken from where, and what is ignored and why. Only the name of the home is kept, in",
            "MIMO_HOME/claude.json: keys stay where they are and are read by each run. Delete that file to undo it.",
            "The mode stays that of --permissions; MCP servers and the apiKeyHelper are not started."
        })
final class ImportClaudeCommand implements Callable<Integer> {

    private final Surroundings around;
    private final Supplier<Map<String, String>> variables;

    @Option(names = "--home", paramLabel = "DIR", description = "The folder that holds .claude; yours when left out.")
    @Nullable
    Path home;

    @Option(
            names = "--project",
            paramLabel = "DIR",
            description = "The project to report about; the current folder when left out.")
    Path project = Path.of("");

    @Option(names = "--dry-run", description = "Only print the report.")
    boolean dryRun;

    @Option(names = "--json", description = "Print the report as one JSON object, and nothing else.")
    boolean json;

    ImportClaudeCommand(Surroundings around, Supplier<Map<String, String>> variables) {
        this.around = around;
        this.variables = variables;
    }

    @Override
    public Integer call() throws IOException {
        Path from = home == null ? Path.of(System.getProperty("user.home")) : home;
        for (Path folder : new Path[] {from, project}) {
            if (!Files.isDirectory(folder.toAbsolutePath())) {
                throw new UsageError("there is no folder " + folder + ".");
            }
        }
        ClaudeCodeConfig config = ClaudeCodeConfig.load(from, project.toRealPath(), variables.get());
        if (!dryRun) {
            new ClaudeImport(around.home()).keep(from.toRealPath());
        }
        print(config);
        return ExitCode.DONE;
    }

    private void print(ClaudeCodeConfig config) {
        if (json) {
            around.terminal().out().println(config.report().toJson().toPrettyString());
            return;
        }
        config.report().toString().lines().forEach(around.terminal().out()::println);
        String model = config.hasModel()
                ? "mimo run and mimo chat use this model where neither --model nor a variable names one"
                : "no model: there is no key that can be used; give --model PROVIDER:NAME";
        around.terminal().line(Style.DIM, model);
        around.terminal()
                .line(
                        Style.DIM,
                        dryRun ? "nothing was kept (--dry-run)" : "kept in " + new ClaudeImport(around.home()).file());
    }
}
