package dev.mimo.examples.cli;

import dev.mimo.agent.Limits;
import dev.mimo.environment.Environment;
import dev.mimo.examples.ci.RepairJob;
import dev.mimo.examples.ci.Report;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.examples.demo.OfflineModel;
import dev.mimo.model.Cost;
import dev.mimo.model.Model;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mimo ci}: a repair within a build job. */
@Command(
        name = "ci",
        description =
                "In a build job: repair what makes a check fail, and write the patch. Never commits, never pushes.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "  0:the check passes: it did before, or it is repaired and the patch is written",
            "  1:the agent failed; all is as it was, as in all that follows",
            "  2:bad usage, no model, or the checkout has changes",
            "  3:not repaired, or the check passes only at times",
            "  4:a limit was reached",
            "  6:stuck: it went round in circles",
            "130:stopped"
        })
final class CiCommand implements Callable<Integer> {

    private final Surroundings around;

    @Option(
            names = "--check",
            paramLabel = "COMMAND",
            required = true,
            description = "A plain command that ends with 0 when all is well, such as './mvnw -q -B test'.")
    String check = "";

    @Option(
            names = "--checkout",
            paramLabel = "DIR",
            description = "The top folder of the checkout; the current one when left out.")
    Path checkout = Path.of("");

    @Option(
            names = "--patch",
            paramLabel = "FILE",
            defaultValue = "mimo.patch",
            description = "Where the patch goes; there is none unless it is repaired (default: ${DEFAULT-VALUE}).")
    Path patch = Path.of("");

    @Option(
            names = "--summary",
            paramLabel = "FILE",
            description = "Where a summary in Markdown is added at the end; standard output when left out.")
    @Nullable
    Path summary;

    @Option(
            names = "--closed",
            paramLabel = "PATTERN",
            description = "Files that may not be changed, such as 'src/test/*'. May be repeated.")
    List<String> closed = new ArrayList<>();

    @Option(
            names = "--model",
            paramLabel = "PROVIDER:NAME",
            description = "Which model to use; the one that the environment variables ask for when left out.")
    @Nullable
    String model;

    @Option(
            names = "--max-steps",
            paramLabel = "N",
            defaultValue = "60",
            description = "Stop after so many steps (default: ${DEFAULT-VALUE}).")
    int steps;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "20m",
            converter = DurationConverter.class,
            description = "Stop after so long (default: ${DEFAULT-VALUE}).")
    Duration timeout = Duration.ZERO;

    @Option(names = "--max-cost", paramLabel = "USD", description = "Stop when it has cost so much.")
    @Nullable
    BigDecimal cost;

    @Option(names = "--offline", description = "Without a model: a script that can repair the demo's project only.")
    boolean offline;

    CiCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Files.isDirectory(checkout.toAbsolutePath())) {
            throw new UsageError("the checkout is no folder: " + checkout + ".");
        }
        Limits limits = Limits.defaults().steps(steps).wallClock(timeout);
        limits = cost == null ? limits : limits.cost(new Cost(cost));
        List<String> protect = new ArrayList<>(closed);
        if (check.startsWith("./")) {
            // The script that decides is not for the one who is judged by it.
            protect.add(check.substring(2).split(" ", 2)[0]);
        }
        Files.deleteIfExists(patch);
        Report report = new RepairJob(checkout.toRealPath(), check, model(), limits, protect).run(around.interrupt());
        tell(report);
        return code(report.ending());
    }

    private Model model() {
        if (offline) {
            return new OfflineModel(Environment.standard(), Duration.ZERO);
        }
        Model found = around.findModel(model);
        if (found == null) {
            throw new UsageError("no model: give --model, or a vendor's key in the environment.");
        }
        return found;
    }

    private void tell(Report report) throws IOException {
        if (!report.patch().isEmpty()) {
            Files.writeString(patch, report.patch());
        }
        Path file = summary;
        if (file == null) {
            around.terminal().out().println(report.toMarkdown());
        } else {
            String before = Files.exists(file) ? Files.readString(file) : "";
            Files.writeString(file, before + report.toMarkdown());
        }
    }

    private static int code(Report.Ending ending) {
        return switch (ending) {
            case PASSED_BEFORE, REPAIRED -> ExitCode.DONE;
            case FAILED -> ExitCode.FAILED;
            case NOT_REPAIRED, FLAKY -> ExitCode.GOAL;
            case LIMIT_REACHED -> ExitCode.LIMIT;
            case STUCK -> ExitCode.STUCK;
            case CANCELLED -> ExitCode.CANCELLED;
        };
    }
}
