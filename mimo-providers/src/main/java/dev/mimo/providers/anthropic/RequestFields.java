package dev.mimo.providers.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.model.ToolSpec;
import dev.mimo.providers.policy.AnswerRules;
import dev.mimo.providers.policy.AnswerRules.Structured;
import dev.mimo.providers.policy.EndpointPolicy;
import dev.mimo.providers.wire.AnswerInstructions;
import dev.mimo.providers.wire.EffortFields;
import dev.mimo.providers.wire.ToolSchemas;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fields of a request but for its messages. */
final class RequestFields {

    /** The fields that matter for the length of a prompt; where tokens are counted, others are refused. */
    private static final Set<String> COUNTED =
            Set.of("model", "system", "tools", "tool_choice", "thinking", "output_config");

    private static final byte[] MESSAGES = ",\"messages\":[".getBytes(StandardCharsets.UTF_8);

    private final String model;
    private final EndpointPolicy policy;

    RequestFields(ModelRef model, EndpointPolicy policy) {
        this.model = model.name();
        this.policy = policy;
    }

    /** The fields as bytes, up to the beginning of the messages. */
    static byte[] open(ObjectNode fields) {
        byte[] closed = Json.write(fields).getBytes(StandardCharsets.UTF_8);
        byte[] open = new byte[closed.length - 1 + MESSAGES.length];
        System.arraycopy(closed, 0, open, 0, closed.length - 1);
        System.arraycopy(MESSAGES, 0, open, closed.length - 1, MESSAGES.length);
        return open;
    }

    ObjectNode of(Prompt prompt) {
        ModelOptions options = prompt.options();
        ObjectNode wishes = wishes(options);
        JsonNode thinking = wishes.path("thinking");
        boolean thinks =
                Set.of("enabled", "adaptive").contains(thinking.path("type").asText());
        ObjectNode fields = Json.object().put("model", model);
        cap(options, thinking.path("budget_tokens").asInt(0), fields);
        fields.put("stream", true);
        // While it thinks, a model takes no temperature but its own.
        Double temperature = policy.sampling().temperature(options);
        if (temperature != null && !thinks) {
            fields.put("temperature", temperature);
        }
        fields.setAll(wishes);
        system(AnswerInstructions.of(prompt, policy.answers()), fields);
        tools(prompt.tools(), fields);
        return fields;
    }

    ObjectNode forCounting(Prompt prompt) {
        return of(prompt).retain(COUNTED);
    }

    /** What the policy has for the effort, its own additions, and the form of the answer; they may share an object. */
    private ObjectNode wishes(ModelOptions options) {
        ObjectNode wishes = Json.object();
        lay(EffortFields.of(policy.reasoning(), options.effort()), wishes);
        lay(policy.extra(), wishes);
        if (options.answerSchema() != null && policy.answers().structured() == Structured.SCHEMA) {
            ObjectNode format = wishes.withObjectProperty("output_config").putObject("format");
            format.put("type", "json_schema").set("schema", options.answerSchema());
        }
        return wishes;
    }

    private static void lay(ObjectNode above, ObjectNode below) {
        for (Map.Entry<String, JsonNode> field : above.properties()) {
            if (below.get(field.getKey()) instanceof ObjectNode known
                    && field.getValue() instanceof ObjectNode object) {
                lay(object, known);
            } else {
                below.set(field.getKey(), field.getValue().deepCopy());
            }
        }
    }

    /** The limit holds for thinking too, and must be above its budget: then what was asked for comes on top. */
    private void cap(ModelOptions options, int budget, ObjectNode fields) {
        AnswerRules answers = policy.answers();
        Integer cap = answers.cap(options);
        if (answers.capField() != null && cap != null) {
            fields.put(answers.capField(), budget < cap ? cap : Math.addExact(budget, cap));
        }
    }

    private void system(String text, ObjectNode fields) {
        if (!text.isBlank()) {
            mark(fields.putArray("system").addObject().put("type", "text").put("text", text));
        }
    }

    private void tools(List<ToolSpec> tools, ObjectNode fields) {
        if (tools.isEmpty()) {
            return;
        }
        ArrayNode list = fields.putArray("tools");
        for (ToolSpec tool : tools) {
            ObjectNode item = list.addObject().put("name", tool.name()).put("description", tool.description());
            item.set(
                    "input_schema",
                    ToolSchemas.fixed(tool.inputSchema(), policy.tools().schemaFixes()));
            if (policy.tools().strictFalse()) {
                item.put("strict", false);
            }
            if (list.size() == tools.size()) {
                mark(item);
            }
        }
    }

    private void mark(ObjectNode last) {
        if (policy.caching().marks()) {
            last.set("cache_control", CacheMark.of(policy.caching()));
        }
    }
}
