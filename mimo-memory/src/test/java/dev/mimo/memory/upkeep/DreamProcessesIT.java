package dev.mimo.memory.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.memory.MimoMemory;
import dev.mimo.model.Reply;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryEntry.Kind;
import dev.mimo.session.MemoryEntry.Origin;
import dev.mimo.session.MemoryEntry.Seen;
import dev.mimo.session.MemoryEntry.Status;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.MemoryStore;
import dev.mimo.session.SessionId;
import dev.mimo.testing.ScriptedModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of memory when processes dream at once, or are killed while they do. */
class DreamProcessesIT {

    private static final MemoryScope.Project PROJECT = new MemoryScope.Project("billing");
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final int PAIRS = 3;

    @TempDir
    Path root;

    /** {@code churn}: dreams and takes back for ever. {@code due}: runs what is due, once for each line it reads. */
    public static void main(String[] arguments) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Instant now = START.plus(Duration.ofDays(7));
        try (MimoMemory memory = memory(Path.of(arguments[0]), now)) {
            if (arguments[1].equals("churn")) {
                churn(memory);
            }
            Dream dream = memory.dream(PROJECT).model(ScriptedModel.always(prompt -> {
                System.out.println("asked");
                read(lines);
                return Reply.text("{\"pairs\": [{\"pair\": 1, \"decision\": \"keep_both\"}]}");
            }));
            for (String line = read(lines); line != null; line = read(lines)) {
                UpkeepRun run = dream.runDue();
                System.out.println(run == null ? "none" : run.status().name());
            }
        }
    }

    private static String read(BufferedReader lines) {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In each round pairs of the same words become one each; of two such runs one is taken back. */
    private static void churn(MimoMemory memory) {
        Dream dream = memory.dream(PROJECT);
        for (long round = System.nanoTime(); ; round++) {
            remember(memory, pairs(round));
            UpkeepRun run = dream.run();
            System.out.println(run.status());
            if (round % 2 == 0) {
                System.out.println(dream.rollback(run.id()).status());
            }
        }
    }

    @Test
    void a_process_that_is_killed_leaves_the_old_state_or_the_new_one() throws Exception {
        killAndCheck(5);
    }

    @Test
    @Tag("crash")
    void after_300_kills_no_mixture_of_both_was_ever_left() throws Exception {
        killAndCheck(300);
    }

    private void killAndCheck(int cycles) throws Exception {
        Set<UpkeepRun.Status> cutOff = new HashSet<>();
        for (int cycle = 0; cycle < cycles; cycle++) {
            runAndKill(1 + cycle * 5 % 13);
            try (MimoMemory memory = memory(root, START)) {
                requireWhole(memory);
                Dream dream = memory.dream(PROJECT);
                List<UpkeepRun> before = dream.runs();
                dream.run();
                requireWhole(memory);
                assertThat(dream.runs()).noneMatch(run -> run.status() == UpkeepRun.Status.APPLYING);
                before.stream()
                        .filter(run -> run.status() == UpkeepRun.Status.APPLYING)
                        .forEach(run -> cutOff.add(status(dream, run.id())));
                requireRollback(memory, dream);
            }
        }
        assertThat(cutOff).isSubsetOf(UpkeepRun.Status.APPLIED, UpkeepRun.Status.ABANDONED);
    }

    private static UpkeepRun.Status status(Dream dream, String id) {
        return dream.runs().stream()
                .filter(run -> run.id().equals(id))
                .findFirst()
                .orElseThrow()
                .status();
    }

    /** All pairs of a round have become one each, or none has; and what a person wrote is there. */
    private static void requireWhole(MimoMemory memory) {
        MemoryStore.Layer layer = memory.layers().read(PROJECT);
        assertThat(layer.fault()).isNull();
        long second = layer.entries().stream()
                .filter(entry -> entry.id().endsWith("-b"))
                .count();
        assertThat(second).isIn(0L, (long) PAIRS);
        assertThat(layer.entries()).filteredOn(MemoryEntry::belongsToPerson).hasSize(1);
    }

    private void requireRollback(MimoMemory memory, Dream dream) throws IOException {
        remember(memory, pairs(System.nanoTime()));
        byte[] before = Files.readAllBytes(memory.layers().file(PROJECT));
        UpkeepRun run = dream.run();
        assertThat(run.status()).isEqualTo(UpkeepRun.Status.APPLIED);
        assertThat(Files.readAllBytes(memory.layers().file(PROJECT))).isNotEqualTo(before);

        dream.rollback(run.id());

        assertThat(Files.readAllBytes(memory.layers().file(PROJECT))).isEqualTo(before);
    }

    @Test
    void of_two_processes_that_start_the_same_job_one_runs_it() throws Exception {
        makeDue();
        try (Child one = new Child("due");
                Child other = new Child("due")) {
            one.say();
            assertThat(one.read()).isEqualTo("asked");
            // The one is at work, with the lock in its hands.
            other.say();
            assertThat(other.read()).isEqualTo("none");
            one.say();
            assertThat(one.read()).isEqualTo("NOTHING");
            other.say();
            assertThat(other.read()).isEqualTo("none");
        }
    }

    @Test
    void of_two_processes_one_of_which_is_killed_at_work_the_other_runs_the_job() throws Exception {
        makeDue();
        try (Child one = new Child("due");
                Child other = new Child("due")) {
            one.say();
            assertThat(one.read()).isEqualTo("asked");
            one.kill();
            other.say();
            assertThat(other.read()).isEqualTo("asked");
            other.say();
            assertThat(other.read()).isEqualTo("NOTHING");
        }
    }

    @Test
    void processes_that_start_the_same_job_at_the_same_moment_run_it_once() throws Exception {
        makeDue();
        List<String> said = new ArrayList<>();
        List<Child> children = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            children.add(new Child("due"));
        }
        for (Child child : children) {
            // To begin, and to answer the model's question.
            child.say();
            child.say();
        }
        for (Child child : children) {
            child.end();
            child.lines.lines().forEach(said::add);
            child.close();
        }

        assertThat(said).containsOnlyOnce("NOTHING").containsOnlyOnce("asked").contains("none");
    }

    /** A pair that speaks against each other, a week after the job was first thought of. */
    private void makeDue() {
        try (MimoMemory memory = memory(root, START)) {
            assertThat(memory.dream(PROJECT).runDue()).isNull();
            remember(
                    memory,
                    List.of(fact("x-a", "the api listens on port 8080"), fact("x-b", "the api listens on port 9090")));
        }
    }

    private void runAndKill(int lines) throws Exception {
        try (Child child = new Child("churn")) {
            for (int i = 0; i < lines; i++) {
                assertThat(child.read()).isIn("APPLIED", "ROLLED_BACK");
            }
            child.kill();
        }
    }

    private static MimoMemory memory(Path root, Instant now) {
        return MimoMemory.builder(root).clock(Clock.fixed(now, ZoneOffset.UTC)).build();
    }

    private static List<MemoryEntry> pairs(long round) {
        List<MemoryEntry> pairs = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            for (String half : List.of("-a", "-b")) {
                pairs.add(fact("p" + round + "-" + i + half, "in round " + round + " number " + i + " was seen"));
            }
        }
        return pairs;
    }

    /** In the place of those of earlier rounds. */
    private static void remember(MimoMemory memory, List<MemoryEntry> entries) {
        memory.layers().update(PROJECT, old -> {
            List<MemoryEntry> all = new ArrayList<>(old);
            all.removeIf(entry -> entry.id().startsWith("p") && !entry.belongsToPerson());
            if (all.isEmpty()) {
                all.add(new MemoryEntry(
                        "u", Kind.RULE, "Never push on Fridays", Status.CONFIRMED, Origin.USER, null, List.of()));
                for (String text :
                        List.of("lion", "bear", "wolf", "fox", "owl", "hare", "deer", "lynx", "seal", "elk")) {
                    all.add(fact("n-" + text, text + " sleeps where " + text + "s do"));
                }
            }
            all.addAll(entries);
            return all;
        });
    }

    private static MemoryEntry fact(String id, String text) {
        return new MemoryEntry(
                id,
                Kind.FACT,
                text,
                Status.CONFIRMED,
                Origin.AGENT,
                Seen.once(START, SessionId.of("s1"), List.of()),
                List.of());
    }

    /** A process of {@link #main}. */
    private final class Child implements AutoCloseable {

        private final Process process;
        private final BufferedReader lines;
        private final PrintWriter input;

        Child(String what) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            DreamProcessesIT.class.getName(),
                            root.toString(),
                            what)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            lines = process.inputReader();
            input = new PrintWriter(process.outputWriter(), true);
        }

        void say() {
            input.println("go");
        }

        String read() throws IOException {
            return Objects.requireNonNull(lines.readLine(), "the process has ended");
        }

        void end() {
            input.close();
        }

        void kill() {
            process.toHandle().destroyForcibly();
            process.onExit().join();
        }

        @Override
        public void close() {
            kill();
        }
    }
}
