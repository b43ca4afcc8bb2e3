package dev.mimo.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.agent.Agent;
import dev.mimo.model.Json;
import dev.mimo.model.JsonSchema;
import dev.mimo.model.Prompt;
import dev.mimo.tool.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmokeModelTest {

    enum Size {
        SMALL,
        LARGE
    }

    record Part(int count, List<String> names) {}

    record Order(
            String title,
            Size size,
            Part part,
            boolean gift,
            double price,
            @Nullable String note) {}

    record Answer(String text, int stars) {}

    private final List<Order> orders = new ArrayList<>();
    private final Tool order = Tool.of("order", "Orders", Order.class, (it, context) -> {
        orders.add(it);
        return "ordered";
    });
    private final Tool cancel = Tool.of("cancel", "Cancels", Part.class, (it, context) -> "cancelled " + it.count());

    @Test
    void every_tool_is_called_once_with_arguments_that_bind_and_then_it_answers() {
        SmokeModel model = SmokeModel.create();

        assertThat(Agent.builder()
                        .model(model)
                        .tools(order, cancel)
                        .build()
                        .run("go")
                        .text())
                .isEqualTo("done");

        assertThat(orders).containsExactly(new Order("x", Size.SMALL, new Part(0, List.of()), false, 0, null));
        assertThat(model.called()).containsExactlyInAnyOrder("order", "cancel");
    }

    @Test
    void a_tool_can_be_given_the_arguments_it_needs() {
        SmokeModel model = SmokeModel.create().with("cancel", Map.of("count", 3, "names", List.of()));
        List<Prompt> seen = new ArrayList<>();
        Agent agent = Agent.builder()
                .model((prompt, call) -> {
                    seen.add(prompt);
                    return model.reply(prompt, call);
                })
                .tools(cancel)
                .build();

        agent.run("go");

        assertThat(Transcripts.render(seen.get(1).messages())).contains("cancelled 3");
    }

    @Test
    void an_answer_in_a_form_is_given_in_that_form() {
        Agent agent = Agent.builder().model(SmokeModel.create()).build();

        assertThat(agent.run("go", Answer.class)).isEqualTo(new Answer("x", 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'const':{'a':1}}",
                "{'enum':['b','a']}",
                "{'type':'string','minLength':3}",
                "{'type':'string','maxLength':0}",
                "{'type':'string','format':'date-time'}",
                "{'type':'string','pattern':'^[0-9]{4}-[0-9]{2}-[0-9]{2}$'}",
                "{'type':['null','integer'],'minimum':3}",
                "{'type':'integer','exclusiveMinimum':0,'multipleOf':7}",
                "{'type':'integer','maximum':-2}",
                "{'type':'number','exclusiveMinimum':0,'exclusiveMaximum':1}",
                "{'type':'number','exclusiveMaximum':-1.5}",
                "{'type':'array','minItems':2,'uniqueItems':true,'items':{'type':'string'}}",
                "{'type':'array','minItems':2,'prefixItems':[{'type':'boolean'}],'items':{'type':'integer'}}",
                "{'type':'object','required':['a'],'properties':{'a':{'$ref':'#/$defs/n'}},'$defs':{'n':{'type':'null'}}}",
                "{'allOf':[{'type':'object','required':['a']},{'required':['b'],'properties':{'b':{'type':'integer'}}}]}",
                "{'oneOf':[{'type':'string','pattern':'^(never matched){9}$'},{'type':'integer'}]}",
                "{'type':'object','minProperties':2}",
                "{'type':'object','required':['a'],'anyOf':[{'properties':{'a':{'type':'integer','minimum':4}}}]}"
            })
    void the_smallest_value_follows_its_schema(String schema) {
        ObjectNode json = Json.readObject(schema.replace('\'', '"'));

        JsonNode value = MinimalValue.of(json, "a test");

        assertThat(JsonSchema.of(json).check(value)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'string','pattern':'^(ab){9}$'}",
                "{'type':'object','required':['a'],'properties':{'a':{'$ref':'#'}}}",
                "{'type':'integer','minimum':3,'maximum':2}"
            })
    void a_schema_that_cannot_be_met_is_said_to_be_so(String schema) {
        ObjectNode json = Json.readObject(schema.replace('\'', '"'));

        assertThatThrownBy(() -> MinimalValue.of(json, "tool x"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("tool x");
    }
}
