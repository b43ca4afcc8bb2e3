package dev.mimo.extension;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.agent.Agent;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.StopGate;
import dev.mimo.model.Json;
import dev.mimo.model.Reply;
import dev.mimo.model.ToolCall;
import dev.mimo.permission.Permissions;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HooksIT {

    record Target(String path) {}

    @TempDir
    Path folder;

    private Project project;
    private final AtomicInteger written = new AtomicInteger();
    private final List<HookFailed> failures = new ArrayList<>();

    @BeforeEach
    void makeProject() {
        project = Project.in(folder);
    }

    @Test
    void a_command_is_told_of_the_call_and_may_let_it_pass() throws Exception {
        Extensions extensions = hook("PreToolUse", "Write|Edit", "cat > " + folder.resolve("told"));

        run(
                extensions,
                ScriptedModel.create().call("write", Map.of("path", "a.txt")).reply("done"));

        ObjectNode told = Json.readObject(Files.readString(folder.resolve("told")));
        assertThat(told.path("hook_event_name").asText()).isEqualTo("PreToolUse");
        assertThat(told.path("tool_name").asText()).isEqualTo("Write");
        assertThat(told.path("tool_input").path("path").asText()).isEqualTo("a.txt");
        assertThat(told.path("tool_input").path("file_path").asText())
                .isEqualTo(project.repo().resolve("a.txt").toString());
        assertThat(told.path("cwd").asText()).isEqualTo(project.repo().toString());
        assertThat(written).hasValue(1);
    }

    @Test
    void exit_2_blocks_and_its_error_output_is_the_reason() {
        Extensions extensions = hook("PreToolUse", "", "echo not today >&2; exit 2");

        run(
                extensions,
                ScriptedModel.create()
                        .call("write", Map.of("path", "a.txt"))
                        .expect(prompt -> assertThat(Results.last(prompt)).isEqualTo("blocked by a hook: not today"))
                        .reply("done"));

        assertThat(written).hasValue(0);
        assertThat(failures).isEmpty();
    }

    @Test
    void a_decision_in_json_blocks_too_and_an_allow_means_nothing() {
        String json = "{\"hookSpecificOutput\":{\"permissionDecision\":\"deny\",\"permissionDecisionReason\":\"no\"}}";

        run(
                hook("PreToolUse", "*", "echo '" + json + "'"),
                ScriptedModel.create()
                        .call("write", Map.of("path", "a.txt"))
                        .expect(prompt -> assertThat(Results.last(prompt)).isEqualTo("blocked by a hook: no"))
                        .reply("done"));

        assertThat(written).hasValue(0);
    }

    @Test
    void a_matcher_that_does_not_fit_asks_nobody() {
        run(
                hook("PreToolUse", "Bash", "exit 2"),
                ScriptedModel.create().call("write", Map.of("path", "a.txt")).reply("done"));

        assertThat(written).hasValue(1);
    }

    @Test
    void an_objection_afterwards_is_told_beside_the_result() {
        run(
                hook("PostToolUse", "write", "echo run the formatter >&2; exit 2"),
                ScriptedModel.create()
                        .call("write", Map.of("path", "a.txt"))
                        .expect(prompt -> assertThat(Results.last(prompt))
                                .startsWith("written")
                                .contains("[a hook objects: run the formatter]"))
                        .reply("done"));

        assertThat(written).hasValue(1);
    }

    @Test
    void a_stop_hook_sends_the_agent_back() {
        Path flag = folder.resolve("flag");
        Extensions extensions =
                hook("Stop", "", "[ -e " + flag + " ] || { touch " + flag + "; echo test it >&2; exit 2; }");
        ScriptedModel model = ScriptedModel.create().reply("finished").reply("tested");

        Outcome outcome = run(extensions, model);

        assertThat(outcome.text()).isEqualTo("tested");
        assertThat(model.prompts().get(1).messages().toString()).contains("test it");
    }

    @Test
    void a_stop_hook_that_never_agrees_leaves_the_turn_unverified() {
        ScriptedModel model = ScriptedModel.always(prompt -> Reply.text("finished"));

        Outcome outcome = run(hook("Stop", "", "exit 2"), model);

        assertThat(outcome.isDone()).isFalse();
        assertThat(model.prompts()).hasSize(11);
    }

    @Test
    void a_hook_that_fails_three_times_in_a_row_is_switched_off() {
        Path count = folder.resolve("count");
        ScriptedModel model = ScriptedModel.create();
        for (int i = 0; i < 5; i++) {
            model.call("write", Map.of("path", "a.txt"));
        }

        run(hook("PreToolUse", "", "echo x >> " + count + "; exit 1"), model.reply("done"));

        assertThat(written).hasValue(5);
        assertThat(count).hasContent("x\nx\nx");
        assertThat(failures).extracting(HookFailed::off).containsExactly(false, false, true);
    }

    @Test
    void a_hook_that_takes_too_long_is_killed_with_what_it_started() throws Exception {
        Path started = folder.resolve("started");
        run(
                hook("PreToolUse", "", "sleep 600 & echo $! > " + started + "; wait", 0.5),
                ScriptedModel.create().call("write", Map.of("path", "a.txt")).reply("done"));

        assertThat(written).hasValue(1);
        assertThat(failures)
                .singleElement()
                .satisfies(failed -> assertThat(failed.reason()).isEqualTo("killed after 500 ms"));
        long child = Long.parseLong(Files.readString(started).strip());
        // A dead process whose new parent does not ask for it stays listed, without a command.
        while (ProcessHandle.of(child)
                .map(ProcessHandle::info)
                .flatMap(ProcessHandle.Info::command)
                .isPresent()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void hooks_see_no_keys() throws Exception {
        Path seen = folder.resolve("seen");
        run(
                hook("PreToolUse", "", "env > " + seen),
                ScriptedModel.create().call("write", Map.of("path", "a.txt")).reply("done"));

        assertThat(Files.readAllLines(seen))
                .allMatch(line -> line.matches(
                        "(PATH|HOME|LANG|LANGUAGE|TMPDIR|USER|LOGNAME|SHELL|JAVA_HOME|TZ|LC_\\w+|MIMO_PROJECT_DIR"
                                + "|CLAUDE_PROJECT_DIR|PWD|OLDPWD|SHLVL|_)=.*"));
    }

    @Test
    void a_hook_of_the_host_that_throws_blocks() {
        Hook broken = new Hook() {
            @Override
            public Answer beforeTool(ToolCall call, ToolContext context) {
                throw new IllegalStateException("broken");
            }

            @Override
            public Answer beforeStop(StopGate.Stopping stopping) {
                return Answer.proceed();
            }
        };

        run(
                project.extensions().hook(broken),
                ScriptedModel.create()
                        .call("write", Map.of("path", "a.txt"))
                        .expect(prompt -> assertThat(Results.last(prompt)).contains("the hook failed"))
                        .reply("done"));

        assertThat(written).hasValue(0);
    }

    @Test
    void a_settings_file_that_the_host_names_counts_wherever_it_lies() {
        project.file("repo/ours.json", settings("PreToolUse", "", "exit 2", 5));

        run(
                project.extensions().settings(project.repo().resolve("ours.json")),
                ScriptedModel.create().call("write", Map.of("path", "a.txt")).reply("done"));

        assertThat(written).hasValue(0);
    }

    @Test
    void broken_settings_are_reported() {
        project.file("home/.mimo/settings.json", settings("PreToolUse", "[", "x", 1))
                .file("home/.claude/settings.json", "{ not json");

        LoadedExtensions loaded =
                project.extensions().user(project.home()).claude(true).load();

        assertThat(Project.ignored(loaded))
                .hasSize(2)
                .anyMatch(line -> line.contains("no pattern"))
                .anyMatch(line -> line.contains("no valid JSON"));
    }

    private Extensions hook(String moment, String matcher, String command) {
        return hook(moment, matcher, command, 20);
    }

    private Extensions hook(String moment, String matcher, String command, double seconds) {
        project.file("home/.mimo/settings.json", settings(moment, matcher, command, seconds));
        return project.extensions().user(project.home());
    }

    private static String settings(String moment, String matcher, String command, double seconds) {
        ObjectNode settings = Json.object();
        ObjectNode group =
                settings.putObject("hooks").putArray(moment).addObject().put("matcher", matcher);
        group.putArray("hooks")
                .addObject()
                .put("type", "command")
                .put("command", command)
                .put("timeout", seconds);
        return Json.write(settings);
    }

    private Outcome run(Extensions extensions, ScriptedModel model) {
        Tool write = Tool.of("write", "writes", Target.class, (in, context) -> "written " + written.incrementAndGet())
                .effect(Effect.HOST);
        Outcome outcome = Agent.builder()
                .model(model)
                .workspace(project.repo())
                .tools(write)
                .permissions(Permissions.bypass())
                .part(extensions)
                .listener(event -> {
                    if (event.event() instanceof HookFailed failed) {
                        failures.add(failed);
                    }
                })
                .build()
                .run("go");
        model.assertExhausted();
        return outcome;
    }
}
