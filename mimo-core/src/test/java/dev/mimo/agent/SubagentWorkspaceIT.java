package dev.mimo.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.Cancellation;
import dev.mimo.model.Message;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.permission.Permissions;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Subagents;
import dev.mimo.tool.Subagents.Result;
import dev.mimo.tool.Subagents.Task;
import dev.mimo.tool.Subagents.Terms;
import dev.mimo.tool.Tool;
import dev.mimo.tool.coding.CodingTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A sub-agent in a folder that stands in for its parent's workspace. */
@Timeout(60)
class SubagentWorkspaceIT {

    @TempDir
    private Path temporary;

    private Path workspace;
    private Path folder;

    @BeforeEach
    void folders() throws IOException {
        Path real = temporary.toRealPath();
        workspace = Files.createDirectory(real.resolve("workspace"));
        folder = Files.createDirectory(real.resolve("folder"));
    }

    @Test
    void a_file_is_written_in_the_folder_and_not_in_the_workspace() throws Exception {
        ScriptedModel model = ScriptedModel.create()
                .call("write", Map.of("path", "a.txt", "content", "hello"))
                .reply("written");

        Result result = run(agent(model, Permissions.allowInWorkspace()));

        assertThat(result.text()).isEqualTo("written");
        assertThat(folder.resolve("a.txt")).hasContent("hello");
        assertThat(workspace.resolve("a.txt")).doesNotExist();
    }

    @Test
    void a_command_runs_in_the_folder() throws Exception {
        ScriptedModel model = ScriptedModel.create()
                .call("bash", Map.of("command", "pwd"))
                .respond(prompt -> Reply.text(lastResult(prompt)));

        Result result = run(agent(model, Permissions.allowInWorkspace().allow("bash", "pwd")));

        assertThat(result.text()).startsWith(folder.toString());
    }

    @Test
    void what_lies_outside_is_not_changed_even_where_everything_is_allowed() throws Exception {
        Path file = workspace.resolve("a.txt");
        ScriptedModel model = ScriptedModel.create()
                .call("write", Map.of("path", file.toString(), "content", "hello"))
                .expect(prompt ->
                        assertThat(lastResult(prompt)).startsWith("not allowed").contains("confined"))
                .call("bash", Map.of("command", "touch " + file))
                .expect(prompt ->
                        assertThat(lastResult(prompt)).startsWith("not allowed").contains("confined"))
                .reply("refused");

        Result result = run(agent(model, Permissions.bypass()));

        assertThat(result.text()).isEqualTo("refused");
        assertThat(file).doesNotExist();
    }

    @Test
    void rules_hold_in_the_folder_as_in_the_workspace() throws Exception {
        Permissions rules = Permissions.allowInWorkspace()
                .deny("edit", "secret/*")
                .deny("edit", workspace.resolve("closed").toString() + "/*");
        ScriptedModel model = ScriptedModel.create()
                .call("write", Map.of("path", "secret/a.txt", "content", "x"))
                .expect(prompt -> assertThat(lastResult(prompt)).startsWith("not allowed"))
                .call("write", Map.of("path", "closed/a.txt", "content", "x"))
                .expect(prompt -> assertThat(lastResult(prompt)).startsWith("not allowed"))
                .call("write", Map.of("path", "open/a.txt", "content", "x"))
                .reply("done");

        run(agent(model, rules));

        assertThat(folder.resolve("secret")).doesNotExist();
        assertThat(folder.resolve("closed")).doesNotExist();
        assertThat(folder.resolve("open/a.txt")).hasContent("x");
    }

    @Test
    void a_folder_gives_no_more_than_the_parent_may() throws Exception {
        ScriptedModel model = ScriptedModel.create().call("write", Map.of("path", "a.txt", "content", "x"));

        Result result = run(agent(model, Permissions.askBeforeChange()));

        assertThat(result.outcome()).isEqualTo("paused");
        assertThat(folder.resolve("a.txt")).doesNotExist();
    }

    @Test
    void a_kind_with_a_workspace_of_its_own_works_in_the_folder_too() throws Exception {
        ScriptedModel own = ScriptedModel.create()
                .call("write", Map.of("path", "a.txt", "content", "hello"))
                .reply("written");
        Agent writer = agent(own, Permissions.bypass());
        Agent agent = Agent.builder()
                .model(ScriptedModel.create())
                .workspace(workspace)
                .permissions(Permissions.allowInWorkspace())
                .subagents(Subagent.of("writer", "writes", writer))
                .build();

        agent.subagents().start(new Task("writer", "t", "go", null, in(folder))).await(Cancellation.never());

        assertThat(folder.resolve("a.txt")).hasContent("hello");
    }

    @Test
    void its_own_children_are_confined_with_it() throws Exception {
        Path file = workspace.resolve("a.txt");
        ScriptedModel model = ScriptedModel.create()
                .call("task", Map.of("title", "deeper", "prompt", "write"))
                .call("write", Map.of("path", "b.txt", "content", "hello"))
                .call("write", Map.of("path", file.toString(), "content", "hello"))
                .expect(prompt -> assertThat(lastResult(prompt)).startsWith("not allowed"))
                .reply("half of it")
                .reply("done");
        Agent agent = Agent.builder()
                .model(model)
                .workspace(workspace)
                .tools(CodingTools.all())
                .tools(AgentTools.task())
                .permissions(Permissions.bypass())
                .build();

        Result result = run(agent);

        assertThat(result.text()).isEqualTo("done");
        assertThat(folder.resolve("b.txt")).hasContent("hello");
        assertThat(file).doesNotExist();
    }

    @Test
    void a_tool_of_a_turn_can_send_one_into_a_folder() {
        ScriptedModel model = ScriptedModel.create()
                .call("isolate", Map.of("text", "write"))
                .call("write", Map.of("path", "a.txt", "content", "hello"))
                .reply("written")
                .call("write", Map.of("path", "b.txt", "content", "hello"))
                .reply("done");
        Tool isolate = Tool.of(
                        "isolate",
                        "Starts one in the folder",
                        Word.class,
                        (w, ctx) -> ctx.subagents()
                                .start(new Task(null, "t", w.text(), null, in(folder)))
                                .await(ctx.cancellation())
                                .text())
                .effect(Effect.STATE);

        Outcome outcome = Agent.builder()
                .model(model)
                .workspace(workspace)
                .tools(CodingTools.all())
                .tools(isolate)
                .permissions(Permissions.allowInWorkspace())
                .build()
                .run("go");

        assertThat(outcome.text()).isEqualTo("done");
        assertThat(folder.resolve("a.txt")).hasContent("hello");
        assertThat(workspace.resolve("a.txt")).doesNotExist();
        assertThat(workspace.resolve("b.txt")).hasContent("hello");
    }

    @Test
    void a_folder_in_a_closed_one_is_open_and_the_rest_stays_closed() throws Exception {
        Path closed = Files.createDirectory(workspace.resolve("runs"));
        Path inside = Files.createDirectory(closed.resolve("one"));
        ScriptedModel model = ScriptedModel.create()
                .call("write", Map.of("path", "a.txt", "content", "hello"))
                .call("write", Map.of("path", closed.resolve("b.txt").toString(), "content", "hello"))
                .expect(prompt -> assertThat(lastResult(prompt)).startsWith("not allowed"))
                .reply("done");
        Agent agent = Agent.builder()
                .model(model)
                .workspace(workspace)
                .tools(CodingTools.all())
                .permissions(Permissions.bypass())
                .part(parts -> parts.protect(closed))
                .build();

        agent.subagents().start(new Task(null, "t", "go", null, in(inside))).await(Cancellation.never());

        assertThat(inside.resolve("a.txt")).hasContent("hello");
        assertThat(closed.resolve("b.txt")).doesNotExist();
    }

    @Test
    void what_is_no_folder_is_refused() {
        Subagents subagents =
                agent(ScriptedModel.create(), Permissions.bypass()).subagents();

        assertThatThrownBy(() -> subagents.start(new Task(null, "t", "go", null, in(folder.resolve("none")))))
                .isInstanceOf(InvalidCall.class)
                .hasMessageContaining("does not exist");
    }

    record Word(String text) {}

    private Agent agent(ScriptedModel model, Permissions permissions) {
        return Agent.builder()
                .model(model)
                .workspace(workspace)
                .tools(CodingTools.all())
                .permissions(permissions)
                .build();
    }

    private Result run(Agent agent) throws InterruptedException {
        return agent.subagents()
                .start(new Task(null, "t", "go", null, in(folder)))
                .await(Cancellation.never());
    }

    private static Terms in(Path folder) {
        return new Terms(null, null, null, folder);
    }

    private static String lastResult(Prompt prompt) {
        Message.Tool last =
                (Message.Tool) prompt.messages().get(prompt.messages().size() - 1);
        return last.results().get(last.results().size() - 1).text();
    }
}
