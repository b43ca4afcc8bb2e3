package dev.mimo.providers.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.model.ToolSpec;
import dev.mimo.providers.openai.ChatPolicy.AnswerFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Writes prompts as request bodies. {@code messages} is the last field, and what stands before it is encoded once for a
 * choice of tools, options and instructions: a longer conversation has a body that begins with the body of the shorter one,
 * but for its last two bytes. Safe for use by several threads.
 */
final class ChatRequest {

    private static final byte[] END = {']', '}'};

    /** Heads kept: a model is asked by an agent, its writer, its judge and some sub-agents. */
    private static final int HEADS = 16;

    /** Bytes of encoded messages kept for a model. */
    private static final long ROOM = 32L * 1024 * 1024;

    private final String model;
    private final ChatPolicy policy;
    private final MessageBytes messages;
    private final List<Head> heads = new CopyOnWriteArrayList<>();

    ChatRequest(ModelRef model, ChatPolicy policy) {
        this.model = model.name();
        this.policy = policy;
        messages = new MessageBytes(ROOM, new MessageWriter(model.provider(), policy.reasoning())::write);
    }

    /** The body in pieces, none of which may be changed. */
    List<byte[]> encode(Prompt prompt) {
        Head head = head(prompt);
        List<byte[]> body = new ArrayList<>(prompt.messages().size() + 2);
        body.add(head.bytes);
        boolean first = instructions(prompt).isEmpty();
        for (Message message : prompt.messages()) {
            byte[] bytes = messages.of(message);
            if (bytes.length > 0) {
                body.add(first ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
                first = false;
            }
        }
        body.add(END);
        return body;
    }

    private Head head(Prompt prompt) {
        for (Head head : heads) {
            if (head.isFor(prompt)) {
                return head;
            }
        }
        Head made = new Head(prompt, write(prompt));
        heads.add(made);
        if (heads.size() > HEADS) {
            heads.remove(0);
        }
        return made;
    }

    private byte[] write(Prompt prompt) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4_096);
        try (JsonGenerator json = Json.mapper().createGenerator(bytes)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
            json.writeStartObject();
            json.writeStringField("model", model);
            json.writeBooleanField("stream", true);
            if (policy.includeUsage()) {
                json.writeObjectFieldStart("stream_options");
                json.writeBooleanField("include_usage", true);
                json.writeEndObject();
            }
            options(prompt.options(), json);
            for (Map.Entry<String, JsonNode> field : policy.extra().properties()) {
                json.writeFieldName(field.getKey());
                json.writeTree(field.getValue());
            }
            tools(prompt.tools(), json);
            json.writeArrayFieldStart("messages");
            String system = instructions(prompt);
            if (!system.isEmpty()) {
                MessageWriter.system(system, json);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void options(ModelOptions options, JsonGenerator json) throws IOException {
        if (policy.temperature() && options.temperature() != null) {
            json.writeNumberField("temperature", options.temperature());
        }
        if (policy.outputCap() != null && options.maxOutputTokens() != null) {
            json.writeNumberField(policy.outputCap(), options.maxOutputTokens());
        }
        if (policy.effort() != null && options.effort() != null) {
            json.writeStringField(policy.effort(), options.effort());
        }
        ObjectNode schema = options.answerSchema();
        if (schema != null && policy.answerFormat() != AnswerFormat.INSTRUCTIONS) {
            json.writeObjectFieldStart("response_format");
            if (policy.answerFormat() == AnswerFormat.JSON_OBJECT) {
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
    }

    private static void tools(List<ToolSpec> tools, JsonGenerator json) throws IOException {
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
            json.writeTree(tool.inputSchema());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private String instructions(Prompt prompt) {
        ObjectNode schema = prompt.options().answerSchema();
        if (schema == null || policy.answerFormat() == AnswerFormat.JSON_SCHEMA) {
            return prompt.system();
        }
        return prompt.system() + (prompt.system().isEmpty() ? "" : "\n\n")
                + "Give your final answer as one JSON object, without any other text, that follows this JSON Schema:\n"
                + Json.write(schema);
    }

    /** The encoded beginning of all bodies that share system text, tools and options. */
    private static final class Head {

        private final String system;
        private final List<ToolSpec> tools;
        private final ModelOptions options;
        private final byte[] bytes;

        Head(Prompt prompt, byte[] bytes) {
            this.system = prompt.system();
            this.tools = prompt.tools();
            this.options = prompt.options();
            this.bytes = bytes;
        }

        boolean isFor(Prompt prompt) {
            return system.equals(prompt.system()) && tools.equals(prompt.tools()) && options.equals(prompt.options());
        }
    }
}
