package dev.mimo.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.agent.Agent;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.Session;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Reply;
import dev.mimo.permission.Permissions;
import dev.mimo.testing.ScriptedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that writes a workflow, mends it, runs it, and uses what it gives. */
class WorkflowToolTest {

    private static final String META = "export const meta = { name: 'colours', description: 'asks for colours' };\n";

    @TempDir
    Path workspace;

    @Test
    void an_agent_gets_its_syntax_error_mends_the_script_and_uses_the_result() {
        ScriptedModel model = ScriptedModel.create()
                .call("workflow", run("const x = ;"))
                .call(
                        "workflow",
                        run(
                                "const x = await parallel(['sky', 'grass'].map(t => () => agent('colour of ' + t)));\nreturn x.length"))
                .reply("blue")
                .reply("green")
                .reply("There are two colours.");

        try (WorkflowEngine engine =
                WorkflowEngine.builder().caps(Caps.defaults().withConcurrent(1)).build()) {
            Agent agent = Agent.builder()
                    .model(model)
                    .workspace(workspace)
                    .tools(engine.tool())
                    .build();
            try (Session session = agent.session()) {
                Outcome outcome = session.run("Which colours are there?");

                assertThat(outcome.text()).isEqualTo("There are two colours.");
                assertThat(results(session, 0)).contains("line 2");
                assertThat(results(session, 1))
                        .contains("\"status\":\"completed\"")
                        .contains("\"result\":2");
            }
        }
        model.assertExhausted();
    }

    @Test
    void a_file_that_a_script_writes_passes_the_gate_of_the_turn() throws Exception {
        ScriptedModel model = ScriptedModel.create()
                .call(
                        "workflow",
                        run("try { await writeFile('a.txt', 'x'); return 'written' } catch (e) { return e.message }"))
                .reply("done");

        try (WorkflowEngine engine = WorkflowEngine.builder().build()) {
            Agent agent = Agent.builder()
                    .model(model)
                    .workspace(workspace)
                    .tools(engine.tool())
                    .permissions(Permissions.plan())
                    .build();
            try (Session session = agent.session()) {
                session.run("Write.");

                assertThat(results(session, 0)).doesNotContain("written");
            }
        }
        assertThat(Files.exists(workspace.resolve("a.txt"))).isFalse();
    }

    @Test
    void a_run_that_failed_is_mended_and_goes_on_without_repeating() {
        ScriptedModel model = ScriptedModel.create()
                .call("workflow", run("const a = await agent('a');\nreturn missing(a)"))
                .reply("answer a")
                .respond(prompt -> {
                    String told =
                            prompt.messages().get(prompt.messages().size() - 1).toString();
                    String run = told.replaceAll("(?s).*\"run\":\"([^\"]+)\".*", "$1");
                    ObjectNode arguments = Json.object()
                            .put("operation", "resume")
                            .put("run", run)
                            .put("script", META + "const a = await agent('a');\nreturn 'got ' + a");
                    return Reply.calls(ScriptedModel.toolCall("workflow", arguments));
                })
                .reply("done");

        try (WorkflowEngine engine = WorkflowEngine.builder().build()) {
            Agent agent = Agent.builder()
                    .model(model)
                    .workspace(workspace)
                    .tools(engine.tool())
                    .build();
            try (Session session = agent.session()) {
                session.run("Go.");

                assertThat(results(session, 0))
                        .contains("missing is not defined")
                        .contains("line 3");
                assertThat(results(session, 1)).contains("got answer a").contains("\"done_now\":0");
            }
        }
        model.assertExhausted();
    }

    private static ObjectNode run(String body) {
        return Json.object().put("operation", "run").put("script", META + body);
    }

    private static String results(Session session, int number) {
        return session.messages().stream()
                .filter(Message.Tool.class::isInstance)
                .skip(number)
                .findFirst()
                .orElseThrow()
                .toString();
    }
}
