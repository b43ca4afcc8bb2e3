package dev.mimo.providers.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
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
import dev.mimo.providers.wire.ImageNotes;
import dev.mimo.providers.wire.MessageBytes;
import dev.mimo.providers.wire.RequestHeads;
import dev.mimo.providers.wire.ToolSchemas;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes prompts as request bodies. {@code messages} is the last field, and what stands before it is encoded once for a
 * choice of tools, options and instructions: a longer conversation has a body that begins with the body of the shorter one,
 * but for its last two bytes. Safe for use by several threads.
 */
final class ChatRequest {

    private static final byte[] END = {']', '}'};

    private final String model;
    private final EndpointPolicy policy;
    private final MessageBytes messages;
    private final RequestHeads heads = new RequestHeads(this::head);

    ChatRequest(ModelRef model, EndpointPolicy policy) {
        this.model = model.name();
        this.policy = policy;
        MessageWriter writer = new MessageWriter(model, policy);
        messages =
                new MessageBytes(MessageBytes.STANDARD_ROOM, message -> writer.write(ImageNotes.of(message, policy)));
    }

    /** The body in pieces, none of which may be changed. */
    List<byte[]> encode(Prompt prompt) {
        byte[] head = heads.of(prompt);
        List<byte[]> body = new ArrayList<>(prompt.messages().size() + 2);
        body.add(head);
        messages.addTo(body, prompt.messages(), head[head.length - 1] == '[');
        body.add(END);
        return body;
    }

    private byte[] head(Prompt prompt) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4_096);
        try (JsonGenerator json = Json.mapper().createGenerator(bytes)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
            json.writeStartObject();
            json.writeStringField("model", model);
            json.writeBooleanField("stream", true);
            if (policy.answers().askUsage()) {
                json.writeObjectFieldStart("stream_options");
                json.writeBooleanField("include_usage", true);
                json.writeEndObject();
            }
            options(prompt.options(), json);
            tools(prompt.tools(), json);
            json.writeArrayFieldStart("messages");
            String system = AnswerInstructions.of(prompt, policy.answers());
            if (!system.isEmpty()) {
                MessageWriter.system(system, json);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void options(ModelOptions options, JsonGenerator json) throws IOException {
        Double temperature = policy.sampling().temperature(options);
        if (temperature != null) {
            json.writeNumberField("temperature", temperature);
        }
        AnswerRules answers = policy.answers();
        Integer cap = answers.cap(options);
        if (answers.capField() != null && cap != null) {
            json.writeNumberField(answers.capField(), cap);
        }
        fields(EffortFields.of(policy.reasoning(), options.effort()), json);
        ObjectNode schema = options.answerSchema();
        if (schema != null && answers.structured() != Structured.INSTRUCTIONS) {
            json.writeObjectFieldStart("response_format");
            if (answers.structured() == Structured.JSON_OBJECT) {
                json.writeStringField("type", "json_object");
            } else {
                json.writeStringField("type", "json_schema");
                json.writeObjectFieldStart("json_schema");
                json.writeStringField("name", "answer");
                json.writeFieldName("schema");
                json.writeTree(schema);
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        fields(policy.extra(), json);
    }

    private static void fields(ObjectNode fields, JsonGenerator json) throws IOException {
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            json.writeFieldName(field.getKey());
            json.writeTree(field.getValue());
        }
    }

    private void tools(List<ToolSpec> tools, JsonGenerator json) throws IOException {
        if (tools.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tools");
        for (ToolSpec tool : tools) {
            json.writeStartObject();
            json.writeStringField("type", "function");
            json.writeObjectFieldStart("function");
            json.writeStringField("name", tool.name());
            json.writeStringField("description", tool.description());
            json.writeFieldName("parameters");
            json.writeTree(ToolSchemas.fixed(tool.inputSchema(), policy.tools().schemaFixes()));
            if (policy.tools().strictFalse()) {
                json.writeBooleanField("strict", false);
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
