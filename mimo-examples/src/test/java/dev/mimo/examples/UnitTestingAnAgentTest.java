package dev.mimo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.agent.Agent;
import dev.mimo.agent.Input;
import dev.mimo.agent.Limits;
import dev.mimo.agent.Outcome;
import dev.mimo.model.Model;
import dev.mimo.permission.Permissions;
import dev.mimo.testing.FakeWorkspace;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.TestEnvironment;
import dev.mimo.tool.coding.CodingTools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a host tests its own agent: the model from a script, everything else real. No network, no key, no waiting. */
class UnitTestingAnAgentTest {

    /** What is tested: some host's agent, whose model and environment are given to it. */
    private static Agent secretary(Model model, Path folder, TestEnvironment world) {
        return Agent.builder()
                .model(model)
                .workspace(folder)
                .tools(CodingTools.files())
                .permissions(Permissions.allowInWorkspace().deny("edit", "archive/*"))
                .limits(Limits.defaults().wallClock(Duration.ofMinutes(5)))
                .environment(world.environment())
                .build();
    }

    @Test
    void it_writes_the_minutes() {
        try (FakeWorkspace files = FakeWorkspace.create().file("notes.txt", "ship on Friday");
                TestEnvironment world = TestEnvironment.create()) {
            ScriptedModel model = ScriptedModel.create()
                    .call("read", Map.of("path", "notes.txt"))
                    .expect(prompt -> assertThat(prompt.messages().toString()).contains("ship on Friday"))
                    .call("write", Map.of("path", "minutes.md", "content", "We ship on Friday."))
                    .reply("The minutes are in minutes.md.");

            Outcome outcome = secretary(model, files.root(), world).run("Write the minutes");

            assertThat(outcome.isDone()).isTrue();
            assertThat(files.read("minutes.md")).isEqualTo("We ship on Friday.");
            model.assertExhausted();
        }
    }

    @Test
    void it_never_touches_the_archive() {
        try (FakeWorkspace files = FakeWorkspace.create().file("archive/2025.md", "old");
                TestEnvironment world = TestEnvironment.create()) {
            ScriptedModel model = ScriptedModel.create()
                    .call("write", Map.of("path", "archive/2025.md", "content", "forged"))
                    .reply("I may not.");

            secretary(model, files.root(), world).run("Change last year's minutes");

            assertThat(files.read("archive/2025.md")).isEqualTo("old");
        }
    }

    @Test
    void it_stops_when_its_time_is_over() throws InterruptedException {
        try (FakeWorkspace files = FakeWorkspace.create();
                TestEnvironment world = TestEnvironment.create()) {
            ScriptedModel model = ScriptedModel.create().hangUntilCancelled();
            var session = secretary(model, files.root(), world).session();
            var turn = session.start(Input.of("Write a novel"));
            model.awaitHanging();

            world.advance(Duration.ofMinutes(5));

            assertThat(turn.await().type()).isEqualTo("limit_reached");
            session.close();
        }
    }
}
