package dev.mimo.examples.cli;

import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.examples.duel.Configuration;
import dev.mimo.examples.duel.Contestant;
import dev.mimo.examples.duel.MemoryUse;
import dev.mimo.examples.duel.Stage;
import dev.mimo.examples.swe.Instance;
import dev.mimo.examples.swe.SweBench;
import dev.mimo.examples.terminal.Printable;
import dev.mimo.model.Json;
import dev.mimo.model.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mimo bench swe}: predictions for SWE-bench. */
@Command(
        name = "swe",
        description = {
            "Works on instances of SWE-bench, each in a fresh checkout of its base commit, and writes the patches as the public"
                    + " harness reads them. Instances that stand in the file already are not run again. What each run took"
                    + " stands in a file of the same name that ends in .runs.",
            "",
            "The agent never sees the solution, the hidden tests or a later commit. Nobody is asked: what would need a word is"
                    + " denied. Run it in a container before you let it run commands with --permissions bypass."
        },
        footer = {"", "  mimo bench swe instances.jsonl -o predictions.jsonl --repos mirrors --max-steps 200"})
final class SweCommand implements Callable<Integer> {

    private final Surroundings around;

    @Parameters(paramLabel = "INSTANCES", description = "JSON lines with the public fields.")
    @SuppressWarnings("NullAway.Init") // picocli gives it
    private Path instances;

    @Option(
            names = {"-o", "--predictions"},
            paramLabel = "FILE",
            description = "Where predictions go; ${DEFAULT-VALUE}.")
    Path predictions = Path.of("predictions.jsonl");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A configuration as for a duel, in place of the options below.")
    @Nullable
    Path config;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "model_name_or_path in the predictions; the model's when left out.")
    @Nullable
    String name;

    @Option(
            names = "--repos",
            paramLabel = "DIR",
            description = "Local repositories, as owner__name or owner/name; GitHub is asked for what is missing.")
    @Nullable
    Path repos;

    @Option(names = "--hints", description = "Show the agent what was said about each issue.")
    boolean hints;

    @Option(
            names = "--check",
            paramLabel = "COMMAND",
            description =
                    "Run it on a fresh copy with patch and hidden tests; 0 is resolved. For instances of your own.")
    @Nullable
    String check;

    @Option(
            names = "--permissions",
            paramLabel = "MODE",
            description = "ask, plan, workspace or bypass; ${DEFAULT-VALUE}.")
    PermissionOptions.Named permissions = PermissionOptions.Named.WORKSPACE;

    @Option(names = "--json", description = "The tally as one JSON object on one line.")
    boolean json;

    @Mixin
    TurnOptions options = new TurnOptions();

    SweCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Instance> all = Instance.read(instances);
        Path mirrors = repos;
        if (mirrors != null && !Files.isDirectory(mirrors)) {
            throw new UsageError("--repos is no folder: " + mirrors + ".");
        }
        Contestant side = new Contestant(configuration(), around, Stage.bare());
        String model = side.require();
        SweBench.Terms terms = new SweBench.Terms(
                name == null ? "mimo " + model : name, predictions, mirrors, hints, check, around.interrupt());
        SweBench.Tally tally =
                new SweBench(side, terms, line -> around.err().println(Printable.line(line, 500))).run(all);
        around.terminal().out().println(json ? Json.write(Json.mapper().valueToTree(tally)) : words(tally, all.size()));
        return tally.failed() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Configuration configuration() {
        if (config != null) {
            return Configuration.read(config);
        }
        Map<Role, String> models = options.model == null ? Map.of() : Map.of(Role.MAIN, options.model);
        return new Configuration(
                "options",
                Json.object(),
                models,
                new MemoryUse.On(null, null, MemoryUse.Writer.MODEL),
                new Configuration.Opinions(null, null),
                options.bounds(),
                new Configuration.Rights(permissions.mode, List.of()));
    }

    private String words(SweBench.Tally tally, int all) {
        return all + (all == 1 ? " instance: " : " instances: ") + tally.patched() + " patched"
                + (check == null ? "" : ", " + tally.resolved() + " resolved")
                + ", " + tally.failed() + " failed, " + tally.before() + " done before; " + predictions;
    }
}
