package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.memory.MimoMemory;
import dev.mimo.model.Json;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpkeepCommandIT {

    @TempDir
    Path home;

    private CommandLineRuns runs;
    private String workspace;
    private Path file;

    @BeforeEach
    void remember() {
        runs = new CommandLineRuns(home);
        workspace = runs.files.root().toString();
        try (MimoMemory memory = MimoMemory.at(home)) {
            var project = memory.projects().of(runs.files.root());
            List<MemoryEntry> entries = new ArrayList<>();
            for (String text :
                    List.of("lions roar", "owls hoot", "wolves howl", "bees hum", "the build needs JDK 17")) {
                entries.add(fact("e" + entries.size(), text));
            }
            entries.add(fact("twice", "The build needs JDK 17."));
            memory.layers().update(project, none -> entries);
            file = memory.layers().file(project);
        }
    }

    @AfterEach
    void close() {
        runs.close();
    }

    @Test
    void a_plan_is_shown_and_changes_nothing() throws IOException {
        byte[] before = Files.readAllBytes(file);

        assertThat(runs.call("dream", "--plan", "--workspace", workspace)).isZero();

        assertThat(runs.out()).contains("- The build needs JDK 17.\n+ the build needs JDK 17\n");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void a_dream_is_listed_and_taken_back() throws IOException {
        byte[] before = Files.readAllBytes(file);
        assertThat(runs.call("dream", "--json", "--workspace", workspace)).isZero();
        String id = Json.read(runs.out()).path("run").asText();
        assertThat(Files.readString(file)).doesNotContain("twice");

        assertThat(runs.call("upkeep", "status", "--workspace", workspace)).isZero();
        assertThat(runs.out()).contains("dream  ran last ", "applied; due ", id + "  applied     1 changes");
        assertThat(runs.call("upkeep", "rollback", id, "--workspace", workspace))
                .isZero();

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(runs.call("upkeep", "rollback", id, "--workspace", workspace))
                .isEqualTo(ExitCode.FAILED);
    }

    private static MemoryEntry fact(String id, String text) {
        Instant at = Instant.now();
        return new MemoryEntry(
                id,
                MemoryEntry.Kind.FACT,
                text,
                MemoryEntry.Status.CONFIRMED,
                MemoryEntry.Origin.AGENT,
                MemoryEntry.Seen.once(at, SessionId.of("s1"), List.of()),
                List.of());
    }
}
