package dev.mimo.examples.month;

import dev.mimo.agent.Agent;
import dev.mimo.agent.Input;
import dev.mimo.agent.Session;
import dev.mimo.environment.AtomicFile;
import dev.mimo.extension.Commands;
import dev.mimo.extension.Extensions;
import dev.mimo.memory.MimoMemory;
import dev.mimo.memory.checkpoint.CheckpointPolicy;
import dev.mimo.memory.upkeep.Distill;
import dev.mimo.memory.upkeep.Proposed;
import dev.mimo.memory.upkeep.UpkeepMode;
import dev.mimo.memory.upkeep.UpkeepRun;
import dev.mimo.model.Role;
import dev.mimo.model.TokenEstimator;
import dev.mimo.permission.Permissions;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryScope;
import dev.mimo.testing.TestEnvironment;
import dev.mimo.tool.Doc;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.commons.io.FileUtils;

/**
 * A month of sessions on one project: a real agent with real memory in a temporary folder, models that know nothing but their
 * prompts, and a clock that is moved from day to day. The same month each time. Confined to one thread.
 */
public final class Month {

    private static final MemoryScope.Project PROJECT = new MemoryScope.Project("shop");

    /** Every 50 tokens, so that each day's work is read. */
    private static final CheckpointPolicy OFTEN = CheckpointPolicy.of(IntStream.rangeClosed(1, 100)
                    .mapToObj(i -> String.valueOf(50 * i))
                    .toArray(String[]::new))
            .minNew(0);

    private final Path root;
    private final TestEnvironment environment = TestEnvironment.create();
    private final TokenEstimator estimator = TokenEstimator.byScript();
    /** Of the agent and its sub-agents. */
    private final AtomicInteger steps = new AtomicInteger();

    private final List<MonthReport.Ran> ran = new ArrayList<>();
    private final List<MonthReport.Accepted> accepted = new ArrayList<>();
    private final List<MonthReport.Done> done = new ArrayList<>();
    private final List<MonthReport.Week> weeks = new ArrayList<>();
    private final Set<String> usersLines = new LinkedHashSet<>();

    private Month(Path root) {
        this.root = root;
    }

    record Bash(@Doc("what to run") String command) {}

    record Named(@Doc("which file") String path) {}

    /** Lives through all of it, in a temporary folder that is removed. */
    public static MonthReport run() throws InterruptedException {
        try {
            Path root = Files.createTempDirectory("mimo-month");
            try {
                return new Month(root).live();
            } finally {
                FileUtils.deleteDirectory(root.toFile());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MonthReport live() throws IOException, InterruptedException {
        write(Story.CART);
        write(Story.LEGACY);
        try (environment;
                MimoMemory memory = MimoMemory.builder(root.resolve("home"))
                        .project(PROJECT.id())
                        .clock(environment.clock())
                        .writer(new Notebook())
                        .policy(OFTEN)
                        // Run where it is waited for, so that each month is the same.
                        .upkeep(UpkeepMode.BY_HAND)
                        .build()) {
            for (int day = 0; day <= Story.DAYS; day++) {
                if (day == Story.LEGACY_GONE) {
                    Files.delete(workspace().resolve(Story.LEGACY));
                }
                session(memory, day);
                if (day == 5) {
                    memory.layers().edit(PROJECT, Month::writeByHand);
                }
                usersLines.addAll(MonthReport.usersLines(text(memory)));
                if (day % 7 == 0 && day > 0) {
                    weeks.add(week(memory, day));
                }
                environment.advance(Duration.ofDays(1));
            }
            usersLines.removeAll(MonthReport.usersLines(text(memory)));
            return new MonthReport(weeks, ran, accepted, done, List.copyOf(usersLines), text(memory));
        }
    }

    private void session(MimoMemory memory, int day) throws InterruptedException {
        Agent agent = agent(memory, day);
        try (Session session = agent.session("day-" + day)) {
            for (UpkeepRun run : memory.runDue()) {
                ran.add(MonthReport.Ran.of(day, run));
            }
            Commands commands = Extensions.of(workspace())
                    .also(memory.assets(workspace()))
                    .loadFolders()
                    .commands();
            for (String task : Story.tasks(day)) {
                int before = steps.get();
                session.run(input(task, commands));
                environment.awaitQuiet();
                done.add(new MonthReport.Done(day, task, steps.get() - before));
            }
        }
        Distill distill = memory.distill(PROJECT);
        for (Proposed proposed : distill.proposals()) {
            distill.accept(proposed.id());
            accepted.add(new MonthReport.Accepted(day, proposed.id(), proposed.because()));
        }
    }

    /** As a person would say it who knows which commands there are. */
    private static Input input(String task, Commands commands) {
        for (Procedure procedure : Procedure.values()) {
            if (procedure.isMeant(task)
                    && commands.all().stream()
                            .anyMatch(command -> command.name().equals(procedure.asset())
                                    && command.file().toString().endsWith("commands/" + command.name() + ".md"))) {
                return commands.expand(procedure.asset(), Procedure.number(task));
            }
        }
        return Input.of(task);
    }

    private Agent agent(MimoMemory memory, int day) {
        Worker worker = new Worker();
        return Agent.builder()
                .name("worker")
                .model((prompt, call) -> {
                    steps.incrementAndGet();
                    return worker.reply(prompt, call);
                })
                .model(Role.UPKEEP, new Keeper())
                .instructions("You work on a web shop.")
                .workspace(workspace())
                .tools(
                        Tool.of("bash", "Runs a command.", Bash.class, (in, context) -> "ok\n[exit 0]"),
                        Tool.of("read", "Reads a file.", Named.class, (in, context) -> read(in.path(), day))
                                .effect(Effect.READ),
                        Tool.of("write", "Writes a file.", Named.class, (in, context) -> "written"))
                .permissions(Permissions.bypass())
                .environment(environment.environment())
                .memory(memory)
                .build();
    }

    private static String read(String path, int day) {
        return path.startsWith(Worker.TICKETS) ? Story.sight(day) : "contents of " + path;
    }

    private MonthReport.Week week(MimoMemory memory, int day) {
        List<MemoryEntry> current = memory.layers().read(PROJECT).entries().stream()
                .filter(entry -> entry.status().isCurrent())
                .toList();
        long tokens = current.stream()
                .mapToLong(entry -> estimator.estimate(entry.text()))
                .sum();
        return new MonthReport.Week(day / 7, current.size(), tokens);
    }

    private static String text(MimoMemory memory) throws IOException {
        Path file = memory.layers().file(PROJECT);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private Path workspace() {
        return root.resolve("shop");
    }

    private void write(String path) throws IOException {
        Path file = workspace().resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "class " + path.replaceAll("\\W", "") + " {}\n");
    }

    /** As a person does with an editor. */
    private static void writeByHand(Path file) {
        try {
            String text = Files.readString(file) + "\n## Mine\n\n- " + String.join("\n- ", Story.HAND_WRITTEN) + "\n";
            AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
