package dev.mimo.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentBuilder;
import dev.mimo.environment.Event;
import dev.mimo.extension.Extensions;
import dev.mimo.extension.Trust;
import dev.mimo.memory.upkeep.UpkeepEvent.UpkeepStopped;
import dev.mimo.session.InMemoryMemoryStore;
import dev.mimo.testing.ScriptedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent has of upkeep. */
class AgentUpkeepIT {

    private static final String SKILL = "---\nname: release\ndescription: %s\n---\nDo it.";

    @TempDir
    Path root;

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final ScriptedModel model = ScriptedModel.create().reply("done");
    private Path workspace;

    @BeforeEach
    void make() throws IOException {
        workspace = Files.createDirectories(root.resolve("work")).toRealPath();
    }

    @Test
    void what_was_accepted_is_offered_by_the_next_agent() throws IOException {
        try (MimoMemory memory = MimoMemory.at(root.resolve("home"))) {
            write(memory.assets(workspace).resolve("skills/release/SKILL.md"), SKILL.formatted("Makes a release"));
            write(
                    memory.assets(workspace).resolve("agents/checker.md"),
                    "---\nname: checker\ndescription: Checks it\n---\nYou check it.");

            agent(memory).build().run("go");
        }

        assertThat(tools()).contains("- release: Makes a release", "Checks it");
    }

    @Test
    void where_the_repository_has_one_of_that_name_its_own_is_taken() throws IOException {
        write(workspace.resolve(".mimo/skills/release/SKILL.md"), SKILL.formatted("of the repository"));
        try (MimoMemory memory = MimoMemory.at(root.resolve("home"))) {
            write(memory.assets(workspace).resolve("skills/release/SKILL.md"), SKILL.formatted("that was accepted"));
            Extensions extensions = Extensions.of(workspace).trust(Trust.only(workspace));

            agent(memory).part(extensions).build().run("go");
        }

        assertThat(tools()).contains("- release: of the repository").doesNotContain("that was accepted");
    }

    @Test
    void where_the_host_keeps_what_is_remembered_it_is_said_once_that_there_are_no_dreams() {
        try (MimoMemory memory = MimoMemory.builder(root.resolve("home"))
                .memories(new InMemoryMemoryStore())
                .build()) {
            Agent agent = agent(memory).build();

            agent.session().close();
            agent.session().close();
        }

        assertThat(events).filteredOn(UpkeepStopped.class::isInstance).hasSize(1);
    }

    private AgentBuilder agent(MimoMemory memory) {
        return Agent.builder()
                .model(model)
                .workspace(workspace)
                .memory(memory)
                .listener(stamped -> events.add(stamped.event()));
    }

    private String tools() {
        return model.prompts().get(0).tools().toString();
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
