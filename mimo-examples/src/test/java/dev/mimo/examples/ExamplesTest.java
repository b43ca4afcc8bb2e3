package dev.mimo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.mimo.agent.Agent;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.testing.FakeWorkspace;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.workflow.WorkflowResult;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs every example with a scripted model. */
class ExamplesTest {

    @Test
    void hello_agent_prints_its_answer() {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            HelloAgent.main(new String[0]);
        } finally {
            System.setOut(console);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("It has 12 °C there." + System.lineSeparator());
    }

    @Test
    void typed_tools_are_called_with_records_and_methods() {
        ScriptedModel model = ScriptedModel.create()
                .call("stock", Map.of())
                .expect(prompt -> assertThat(told(prompt)).contains("{\"apple\":10,\"pear\":3}"))
                .call("order", Map.of("article", "pear", "count", 0))
                .expect(prompt -> assertThat(told(prompt)).contains("count must be at least 1, not 0"))
                .call("order", Map.of("article", "pear", "count", 2))
                .expect(prompt -> assertThat(told(prompt)).contains("1 left"))
                .reply("Two pears are ordered.");

        String answer = TypedTools.run(model, new TypedTools.Shop());

        assertThat(answer).isEqualTo("Two pears are ordered.");
        model.assertExhausted();
    }

    @Test
    void a_typed_answer_that_does_not_fit_is_asked_for_again() {
        ScriptedModel model = ScriptedModel.create()
                .reply("{\"customer\": \"Lovelace\"}")
                .reply("{\"customer\": \"Lovelace\", \"lines\": [{\"article\": \"gear\", \"price\": 12.50},"
                        + " {\"article\": \"lever\", \"price\": 4}]}");

        TypedAnswers.Invoice invoice = TypedAnswers.read(model, "a letter");

        assertThat(invoice.total()).isEqualByComparingTo(new BigDecimal("16.50"));
        model.assertExhausted();
    }

    @Test
    void a_pipeline_improves_what_the_critic_does_not_like() {
        ScriptedModel model = ScriptedModel.create()
                .reply("{\"chapters\": [\"Leaves\"]}")
                .reply("{\"title\": \"Leaves\", \"text\": \"Short.\"}")
                .reply("{\"good\": false, \"advice\": \"longer\"}")
                .expect(prompt -> assertThat(told(prompt)).contains("Improve this: Short.", "Advice: longer"))
                .reply("{\"title\": \"Leaves\", \"text\": \"Longer.\"}");

        assertThat(Pipeline.write(model, "tea")).containsExactly(new Pipeline.Chapter("Leaves", "Longer."));
        model.assertExhausted();
    }

    @Test
    void a_scout_looks_and_the_lead_writes() {
        try (FakeWorkspace files = FakeWorkspace.create().file("A.java", "LocalDate.parse(text)")) {
            ScriptedModel scout = ScriptedModel.create()
                    .call("grep", Map.of("pattern", "parse\\("))
                    .expect(prompt -> assertThat(told(prompt)).contains("A.java:1"))
                    .reply("A.java:1");
            ScriptedModel lead = ScriptedModel.create()
                    .call("task", Map.of("kind", "scout", "title", "find dates", "prompt", "Where are dates parsed?"))
                    .call("write", Map.of("path", "DATES.md", "content", "A.java:1\n"))
                    .reply("Listed.");

            assertThat(SubagentsExample.run(lead, scout, files.root()).text()).isEqualTo("Listed.");

            assertThat(files.read("DATES.md")).isEqualTo("A.java:1\n");
            scout.assertExhausted();
            lead.assertExhausted();
        }
    }

    @Test
    void a_second_opinion_looks_at_drafts_and_at_the_work() {
        try (FakeWorkspace files = FakeWorkspace.create()) {
            Map<String, String> greeting = Map.of("path", "GREETING.md", "content", "Hello Ada!\n");
            ScriptedModel model = ScriptedModel.always(
                    prompt -> prompt.messages().get(prompt.messages().size() - 1) instanceof Message.Tool
                            ? Reply.text("Written.")
                            : Reply.calls(ScriptedModel.toolCall("write", greeting)));
            ScriptedModel judge = ScriptedModel.create()
                    .reply("{\"verdict\":\"met\",\"reason\":\"it does\",\"missing\":[],\"evidence\":[\"check-2\"]}");

            assertThat(SecondOpinion.run(model, judge, files.root()).text()).isEqualTo("Written.");

            assertThat(files.read("GREETING.md")).isEqualTo("Hello Ada!\n");
            judge.assertExhausted();
        }
    }

    @Test
    void a_workflow_reviews_files_side_by_side() throws Exception {
        try (FakeWorkspace files = FakeWorkspace.create()) {
            ScriptedModel model = ScriptedModel.always(prompt ->
                    Reply.text(prompt.messages().get(0).toString().contains("A.java") ? "no tests" : "no names"));
            Agent agent = Agent.builder().model(model).workspace(files.root()).build();
            ArrayNode names = Json.array().add("A.java").add("B.java");

            WorkflowResult result = ReviewWorkflow.run(agent, files.root().resolve("runs"), names);

            assertThat(result.fault()).isNull();
            assertThat(String.valueOf(result.value())).isEqualTo("[\"no tests\",\"no names\"]");
        }
    }

    private static String told(Prompt prompt) {
        return prompt.messages().get(prompt.messages().size() - 1).toString();
    }
}
