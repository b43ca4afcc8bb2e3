package dev.mimo.providers.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ModelRef;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.providers.policy.EndpointPolicy;
import dev.mimo.providers.policy.Reasoning;
import dev.mimo.providers.policy.Reasoning.Replay;
import dev.mimo.providers.wire.SentCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes one message as it stands in a request: what it becomes depends on the message alone, so that a request begins with
 * the bytes of the one before it.
 */
final class MessageWriter {

    private final ModelRef model;
    private final Reasoning reasoning;
    private final Pattern notInAnId;

    MessageWriter(ModelRef model, EndpointPolicy policy) {
        this.model = model;
        this.reasoning = policy.reasoning();
        this.notInAnId = policy.tools().idCharacters();
    }

    /** JSON objects, a comma before each; empty when there is nothing that the endpoint takes. */
    byte[] write(Message message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try {
            if (message instanceof Message.User user) {
                object(bytes, json -> user(user.content(), json));
            } else if (message instanceof Message.Assistant assistant) {
                assistant(assistant, bytes);
            } else if (message instanceof Message.Tool tool) {
                results(tool.results(), bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The instructions, as the first message. */
    static void system(String text, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("role", "system");
        json.writeStringField("content", text);
        json.writeEndObject();
    }

    private static void user(List<Content> content, JsonGenerator json) throws IOException {
        json.writeStringField("role", "user");
        json.writeFieldName("content");
        if (content.stream().noneMatch(Content.Image.class::isInstance)) {
            json.writeString(text(content));
            return;
        }
        json.writeStartArray();
        for (Content block : content) {
            if (block instanceof Content.Text words && !words.text().isEmpty()) {
                json.writeStartObject();
                json.writeStringField("type", "text");
                json.writeStringField("text", words.text());
                json.writeEndObject();
            } else if (block instanceof Content.Image image) {
                image(image, json);
            }
        }
        json.writeEndArray();
    }

    private static void image(Content.Image image, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "image_url");
        json.writeObjectFieldStart("image_url");
        json.writeStringField("url", "data:" + image.mediaType() + ";base64," + image.base64());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void assistant(Message.Assistant said, ByteArrayOutputStream to) throws IOException {
        String text = said.text();
        List<ToolCall> calls = said.toolCalls();
        String thought = thinking(said, calls);
        if (text.isEmpty() && calls.isEmpty() && (thought == null || thought.isBlank())) {
            return;
        }
        object(to, json -> {
            json.writeStringField("role", "assistant");
            json.writeStringField("content", text);
            if (thought != null) {
                json.writeStringField(reasoning.field(), thought);
            }
            if (!calls.isEmpty()) {
                json.writeArrayFieldStart("tool_calls");
                for (ToolCall call : calls) {
                    call(call, json);
                }
                json.writeEndArray();
            }
        });
    }

    private @Nullable String thinking(Message.Assistant said, List<ToolCall> calls) {
        boolean wanted =
                reasoning.replay() == Replay.ALWAYS || (reasoning.replay() == Replay.WITH_CALLS && !calls.isEmpty());
        if (!wanted) {
            return null;
        }
        boolean ours = reasoning.authors().include(said.author(), model);
        StringBuilder thought = new StringBuilder();
        for (Content block : said.content()) {
            if (ours && block instanceof Content.Thinking thinking) {
                thought.append(thinking.text());
            }
        }
        return thought.length() > 0 ? thought.toString() : reasoning.whenMissing();
    }

    private void call(ToolCall call, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", SentCall.id(call.id(), notInAnId));
        json.writeStringField("type", "function");
        json.writeObjectFieldStart("function");
        json.writeStringField("name", SentCall.name(call.name()));
        json.writeStringField("arguments", Json.write(SentCall.arguments(call)));
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Tool messages hold text only: images of results follow in a user message, behind the last result. */
    private void results(List<ToolResult> results, ByteArrayOutputStream to) throws IOException {
        List<Content> images = new ArrayList<>();
        for (ToolResult result : results) {
            int before = images.size();
            for (Content block : result.content()) {
                if (block instanceof Content.Image) {
                    images.add(block);
                }
            }
            String text = resultText(result.text(), images.size() - before);
            object(to, json -> {
                json.writeStringField("role", "tool");
                json.writeStringField("tool_call_id", SentCall.id(result.callId(), notInAnId));
                json.writeStringField("content", text);
            });
        }
        if (!images.isEmpty()) {
            images.add(0, Content.text("Images of the tool results above, in their order:"));
            object(to, json -> user(images, json));
        }
    }

    private static String resultText(String text, int images) {
        String more = images == 0 ? "" : "[" + images + (images == 1 ? " image follows]" : " images follow]");
        if (text.isEmpty()) {
            return more.isEmpty() ? "(no output)" : more;
        }
        return more.isEmpty() ? text : text + "\n" + more;
    }

    private static String text(List<Content> content) {
        StringBuilder text = new StringBuilder();
        for (Content block : content) {
            if (block instanceof Content.Text words) {
                text.append(text.length() == 0 ? "" : "\n").append(words.text());
            }
        }
        return text.toString();
    }

    private static void object(ByteArrayOutputStream to, Fields fields) throws IOException {
        to.write(',');
        try (JsonGenerator json = Json.mapper().createGenerator(to)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        }
    }

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }
}
