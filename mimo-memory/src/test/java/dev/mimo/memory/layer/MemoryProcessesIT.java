package dev.mimo.memory.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.MemoryStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of MEMORY.md when processes work on it at once, or are killed. */
class MemoryProcessesIT {

    private static final MemoryScope SCOPE = MemoryScope.project("billing");
    private static final int KEPT = 20;

    @TempDir
    Path root;

    /** Adds entries and says after each which one was promised: the last {@link #KEPT} stay. Endless without a third argument. */
    public static void main(String[] arguments) {
        String name = arguments[1];
        long rounds = arguments.length > 2 ? Long.parseLong(arguments[2]) : Long.MAX_VALUE;
        try (MemoryStore store = MarkdownMemoryStore.at(Path.of(arguments[0]))) {
            long next = last(store, name) + 1;
            for (long round = 0; round < rounds; round++, next++) {
                add(store, name, next);
                System.out.println(next);
            }
        }
    }

    private static void add(MemoryStore store, String name, long number) {
        store.update(SCOPE, entries -> {
            List<MemoryEntry> all = new ArrayList<>(entries);
            all.removeIf(entry -> entry.id().equals(name + "-" + (number - KEPT)));
            all.add(entry(name, number));
            return all;
        });
    }

    private static MemoryEntry entry(String name, long number) {
        return Entries.fact(name + "-" + number, "x".repeat((int) (1 + number % 700)));
    }

    private static long last(MemoryStore store, String name) {
        return store.read(SCOPE).entries().stream()
                .filter(entry -> entry.id().startsWith(name + "-"))
                .mapToLong(entry -> Long.parseLong(entry.id().substring(name.length() + 1)))
                .max()
                .orElse(0);
    }

    @Test
    void two_processes_on_one_project_lose_nothing_of_each_other() throws Exception {
        List<Process> processes = List.of(start("a", "60"), start("b", "60"));
        List<MemoryStore.Layer> seen = new ArrayList<>();
        try (MemoryStore store = MarkdownMemoryStore.at(root)) {
            while (processes.stream().anyMatch(Process::isAlive)) {
                seen.add(store.read(SCOPE));
            }
            for (Process process : processes) {
                assertThat(process.waitFor()).isZero();
            }

            assertThat(seen).allMatch(layer -> layer.fault() == null);
            assertThat(store.read(SCOPE).entries())
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(expected("a", 60), expected("b", 60)).toList());
        }
    }

    @Test
    void nothing_promised_is_lost_when_the_process_is_killed() throws Exception {
        killAndCheck(10);
    }

    @Test
    @Tag("crash")
    void nothing_promised_is_lost_in_a_thousand_kills() throws Exception {
        killAndCheck(1_000);
    }

    private void killAndCheck(int cycles) throws Exception {
        MarkdownMemoryStore store = MarkdownMemoryStore.at(root);
        Files.createDirectories(store.file(SCOPE).getParent());
        Files.writeString(store.file(SCOPE), "# Ours\n\n- by hand\n\nProse.\n");
        long kept = 0;
        for (int cycle = 0; cycle < cycles; cycle++) {
            long promised = runAndKill(1 + cycle * 3 % 7);
            MemoryStore.Layer layer = store.read(SCOPE);
            assertThat(layer.fault()).isNull();
            long last = last(store, "a");
            assertThat(last).isBetween(Math.max(promised, kept), promised + 2);
            assertThat(layer.entries().stream().filter(entry -> !entry.belongsToPerson()))
                    .containsExactlyElementsOf(expected("a", last).toList());
            assertThat(Files.readString(store.file(SCOPE))).startsWith("# Ours\n\n- by hand\n\nProse.\n");
            kept = last;
        }
        assertThat(kept).isGreaterThan(cycles);
        add(store, "a", kept + 1);
        assertThat(store.file(SCOPE).getParent()).isDirectoryNotContaining("glob:**.tmp");
    }

    private static Stream<MemoryEntry> expected(String name, long last) {
        return LongStream.rangeClosed(Math.max(1, last - KEPT + 1), last).mapToObj(number -> entry(name, number));
    }

    /** What the process last said it was promised, after it had said so {@code lines} times. */
    private long runAndKill(int lines) throws IOException, InterruptedException {
        Process process = start("a");
        long promised = 0;
        try (BufferedReader said = process.inputReader()) {
            for (int i = 0; i < lines; i++) {
                promised = Long.parseLong(said.readLine());
            }
            process.toHandle().destroyForcibly();
            String last = null;
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                promised = last == null ? promised : Long.parseLong(last);
                last = line;
            }
        }
        process.waitFor();
        return promised;
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                getClass().getName(),
                root.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
