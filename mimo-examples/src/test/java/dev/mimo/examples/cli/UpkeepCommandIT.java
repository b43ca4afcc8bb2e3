package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.agent.Agent;
import dev.mimo.agent.Session;
import dev.mimo.memory.MimoMemory;
import dev.mimo.model.Json;
import dev.mimo.permission.Permissions;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.SessionId;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        assertThat(runs.out())
                .contains(
                        "dream    ran last ",
                        "applied; due from",
                        "distill  has not run yet",
                        id + "  applied     1 changes");
        assertThat(runs.call("upkeep", "rollback", id, "--workspace", workspace))
                .isZero();

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(runs.call("upkeep", "rollback", id, "--workspace", workspace))
                .isEqualTo(ExitCode.FAILED);
    }

    @Test
    void proposals_are_listed_accepted_and_rejected() throws IOException {
        Path file;
        try (MimoMemory memory = MimoMemory.at(home)) {
            for (String session : List.of("one", "two", "three")) {
                release(memory, session);
            }
            memory.distill(runs.files.root())
                    .model(ScriptedModel.create().reply("""
                            {"decisions": [{"procedure": 1, "form": "command", "name": "release",
                              "description": "Cuts a release", "body": "Run `git tag <version>`, then `npm publish`."}]}"""))
                    .run();
            file = memory.assets(runs.files.root()).resolve("commands/release.md");
        }

        assertThat(runs.call("upkeep", "status", "--workspace", workspace)).isZero();
        assertThat(runs.out()).contains("command-release: 2 steps, 3 times", "mimo upkeep accept command-release");
        assertThat(runs.call("upkeep", "accept", "command-release", "--workspace", workspace))
                .isZero();
        assertThat(file).content().contains("`npm publish`");

        assertThat(runs.call("upkeep", "reject", "command-release", "--workspace", workspace))
                .isZero();
        assertThat(file).doesNotExist();
        assertThat(runs.call("upkeep", "accept", "command-release", "--workspace", workspace))
                .isEqualTo(ExitCode.FAILED);
        assertThat(runs.call("distill", "--plan", "--json", "--workspace", workspace))
                .isZero();
    }

    private void release(MimoMemory memory, String session) {
        ScriptedModel model = ScriptedModel.create()
                .call("bash", Map.of("command", "git tag v" + session.length()))
                .call("bash", Map.of("command", "npm publish"))
                .reply("done");
        try (Session open = Agent.builder()
                .model(model)
                .workspace(runs.files.root())
                .tools(Tool.of("bash", "Runs a command.", Bash.class, (in, context) -> "ok"))
                .permissions(Permissions.bypass())
                .memory(memory)
                .build()
                .session(session)) {
            open.run("release");
        }
    }

    record Bash(String command) {}

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
