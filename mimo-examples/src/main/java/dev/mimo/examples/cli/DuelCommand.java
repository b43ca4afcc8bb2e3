package dev.mimo.examples.cli;

import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.examples.duel.Configuration;
import dev.mimo.examples.duel.Contestant;
import dev.mimo.examples.duel.Duel;
import dev.mimo.examples.duel.DuelReport;
import dev.mimo.examples.duel.DuelTask;
import dev.mimo.examples.duel.ScriptedDuel;
import dev.mimo.examples.duel.Stage;
import dev.mimo.examples.terminal.Printable;
import dev.mimo.model.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mimo bench duel}: two configurations on the same tasks. */
@Command(
        name = "duel",
        description = {
            "Lets two configurations of the agent work on the same tasks, each in a fresh copy of the repository, in an order"
                    + " drawn by the seed. A check command decides; where a task has none, you vote without knowing whose work"
                    + " is whose. Finished pairs are kept in a file and not run again.",
            "",
            "With --offline no file and no key is needed: memory on against off, in scripted worlds."
        },
        footer = {
            "",
            "  mimo bench duel with-memory.json without.json tasks.jsonl",
            "  mimo bench duel --offline --off sliding"
        })
final class DuelCommand implements Callable<Integer> {

    /** What the side without memory does. */
    enum Off {
        OFF,
        SLIDING
    }

    private final Surroundings around;
    private final BooleanSupplier person;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..3",
            description = "A.json, B.json, and the tasks: JSON lines or a folder.")
    List<Path> files = List.of();

    @Option(names = "--offline", description = "Scripted worlds and a scripted model in place of files.")
    boolean offline;

    @Option(names = "--seed", paramLabel = "N", description = "Draws all orders; ${DEFAULT-VALUE}.")
    long seed = 1;

    @Option(
            names = "--results",
            paramLabel = "FILE",
            description = "Where finished pairs are kept; ${DEFAULT-VALUE}. Not used with --offline.")
    Path results = Path.of("duel.jsonl");

    @Option(names = "--keep", description = "Leave the folders of all runs, and say where they are.")
    boolean keep;

    @Option(names = "--json", description = "The report as one JSON object on one line, and nothing else.")
    boolean json;

    @Option(names = "--markdown", description = "The report as a table in Markdown.")
    boolean markdown;

    @Option(
            names = "--steps",
            paramLabel = "N",
            split = ",",
            description = "Offline: lengths of the worlds; ${DEFAULT-VALUE}.")
    List<Integer> steps = List.of(50, 150, 300, 1_000);

    @Option(names = "--worlds", paramLabel = "N", description = "Offline: worlds of each length; ${DEFAULT-VALUE}.")
    int worlds = 5;

    @Option(
            names = "--window",
            paramLabel = "TOKENS",
            converter = RecallCommand.TokensConverter.class,
            description = "Offline: window of the model; ${DEFAULT-VALUE}.")
    int window = 64_000;

    @Option(
            names = "--off",
            paramLabel = "HOW",
            description =
                    "Offline: what the other side does when its window is full: off (the turn fails, as it does without"
                            + " memory) or sliding (it forgets the oldest messages).")
    Off off = Off.OFF;

    /** {@code person}: whether somebody sits at the terminal. */
    DuelCommand(Surroundings around, BooleanSupplier person) {
        this.around = around;
        this.person = person;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (json && markdown) {
            throw new UsageError("--json and --markdown are two ways to say the same: take one.");
        }
        DuelReport report = offline ? scripted() : real();
        PrintStream out = around.terminal().out();
        if (json) {
            out.println(Json.write(report.toJson()));
        } else {
            (markdown ? report.toMarkdown() : report.toLines()).forEach(line -> out.println(Printable.text(line)));
        }
        out.flush();
        return ExitCode.DONE;
    }

    private DuelReport scripted() throws IOException, InterruptedException {
        if (!files.isEmpty()) {
            throw new UsageError("--offline brings its own sides and tasks: leave the files out.");
        }
        var size = new ScriptedDuel.Size(seed, worlds, steps, window);
        return new ScriptedDuel(size, off.name().toLowerCase(Locale.ROOT)).run(around, this::say);
    }

    private DuelReport real() throws IOException, InterruptedException {
        if (files.size() != 3) {
            throw new UsageError("a duel takes two configurations and tasks: A.json B.json TASKS, or --offline.");
        }
        Contestant first = side(files.get(0));
        Contestant second = side(files.get(1));
        if (first.configuration().name().equals(second.configuration().name())) {
            throw new UsageError(
                    "both sides are called \"" + first.configuration().name() + "\": give them a \"name\" each.");
        }
        List<DuelTask> tasks = DuelTask.read(files.get(2));
        Duel.Terms terms = new Duel.Terms(seed, results, keep, around.interrupt());
        return new Duel(first, second, terms, new PersonVotes(around, person.getAsBoolean()), this::say).run(tasks);
    }

    private Contestant side(Path file) {
        return new Contestant(Configuration.read(file), around, Stage.bare());
    }

    private void say(String line) {
        around.err().println(Printable.line(line, 500));
    }
}
