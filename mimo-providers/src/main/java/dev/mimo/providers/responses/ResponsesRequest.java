package dev.mimo.providers.responses;

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
import dev.mimo.providers.policy.Reasoning.Replay;
import dev.mimo.providers.wire.AnswerInstructions;
import dev.mimo.providers.wire.EffortFields;
import dev.mimo.providers.wire.ImageNotes;
import dev.mimo.providers.wire.MessageBytes;
import dev.mimo.providers.wire.RequestHeads;
import dev.mimo.providers.wire.ToolSchemas;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes prompts as request bodies. {@code input} is the last field, and what stands before it is encoded once for a choice of
 * tools, options and instructions: a longer conversation has a body that begins with the body of the shorter one, but for its
 * last two bytes. Safe for use by several threads.
 */
final class ResponsesRequest {

    private static final byte[] END = {']', '}'};

    private final String model;
    private final EndpointPolicy policy;
    private final MessageBytes messages;
    private final RequestHeads heads = new RequestHeads(this::head);

    ResponsesRequest(ModelRef model, EndpointPolicy policy) {
        this.model = model.name();
        this.policy = policy;
        ItemWriter writer = new ItemWriter(model, policy);
        messages =
                new MessageBytes(MessageBytes.STANDARD_ROOM, message -> writer.write(ImageNotes.of(message, policy)));
    }

    /** The body in pieces, none of which may be changed. */
    List<byte[]> encode(Prompt prompt) {
        List<byte[]> body = new ArrayList<>(prompt.messages().size() + 2);
        body.add(heads.of(prompt));
        messages.addTo(body, prompt.messages(), true);
        body.add(END);
        return body;
    }

    private byte[] head(Prompt prompt) {
        ObjectNode fields =
                Json.object().put("model", model).put("stream", true).put("store", false);
        if (policy.reasoning().replay() != Replay.NEVER) {
            fields.putArray("include").add("reasoning.encrypted_content");
        }
        String instructions = AnswerInstructions.of(prompt, policy.answers());
        if (!instructions.isEmpty()) {
            fields.put("instructions", instructions);
        }
        options(prompt.options(), fields);
        tools(prompt.tools(), fields);
        lay(policy.extra(), fields);
        String json = Json.write(fields);
        return (json.substring(0, json.length() - 1) + ",\"input\":[").getBytes(StandardCharsets.UTF_8);
    }

    private void options(ModelOptions options, ObjectNode fields) {
        lay(EffortFields.of(policy.reasoning(), options.effort()), fields);
        AnswerRules answers = policy.answers();
        Integer cap = answers.cap(options);
        if (answers.capField() != null && cap != null) {
            fields.put(answers.capField(), cap);
        }
        Double temperature = policy.sampling().temperature(options);
        if (temperature != null) {
            fields.put("temperature", temperature);
        }
        ObjectNode schema = options.answerSchema();
        if (schema != null && answers.structured() != Structured.INSTRUCTIONS) {
            format(schema, fields.putObject("text").putObject("format"));
        }
    }

    private void format(ObjectNode schema, ObjectNode format) {
        if (policy.answers().structured() == Structured.JSON_OBJECT) {
            format.put("type", "json_object");
        } else {
            format.put("type", "json_schema").put("name", "answer").put("strict", false);
            format.set("schema", schema);
        }
    }

    private void tools(List<ToolSpec> tools, ObjectNode fields) {
        if (tools.isEmpty()) {
            return;
        }
        ArrayNode array = fields.putArray("tools");
        for (ToolSpec tool : tools) {
            ObjectNode json = array.addObject()
                    .put("type", "function")
                    .put("name", tool.name())
                    .put("description", tool.description());
            json.set(
                    "parameters",
                    ToolSchemas.fixed(tool.inputSchema(), policy.tools().schemaFixes()));
            if (policy.tools().strictFalse()) {
                json.put("strict", false);
            }
        }
    }

    /** Objects of both are joined, as a format and a verbosity both stand in {@code text}; else the upper one holds. */
    private static void lay(ObjectNode above, ObjectNode below) {
        for (Map.Entry<String, JsonNode> field : above.properties()) {
            boolean both = field.getValue() instanceof ObjectNode && below.get(field.getKey()) instanceof ObjectNode;
            if (both) {
                ObjectNode joined = below.get(field.getKey()).deepCopy();
                joined.setAll((ObjectNode) field.getValue());
                below.set(field.getKey(), joined);
            } else {
                below.set(field.getKey(), field.getValue());
            }
        }
    }
}
