package dev.mimo.providers.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ModelRef;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.providers.policy.EndpointPolicy;
import dev.mimo.providers.policy.Reasoning.Signatures;
import dev.mimo.providers.wire.SentCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the blocks of one message: what they become depends on the message alone, so that a request begins with the bytes of
 * the one before it. The frame that says whose they are is not written here, as messages of one side share it.
 *
 * <p>The last block is left open: whoever puts a body together closes it, and may say before that it is worth caching.
 */
final class MessageWriter {

    private static final byte[] NOTHING = {};

    private final ReplayedBlocks replayed;
    private final EndpointPolicy policy;

    MessageWriter(ModelRef model, EndpointPolicy policy) {
        this.policy = policy;
        replayed = new ReplayedBlocks(model, policy.reasoning());
    }

    /** JSON objects with commas between them, the last one without its brace; empty when there is nothing to send. */
    byte[] write(Message message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = Json.mapper().createGenerator(bytes)) {
            json.writeStartArray();
            if (message instanceof Message.User user) {
                user(user.content(), json);
            } else if (message instanceof Message.Assistant assistant) {
                for (Content block : replayed.of(assistant)) {
                    said(block, json);
                }
            } else if (message instanceof Message.Tool tool) {
                results(tool.results(), json);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] array = bytes.toByteArray();
        return array.length == 2 ? NOTHING : Arrays.copyOfRange(array, 1, array.length - 2);
    }

    /**
     * Whether the message ends with what only the provider understands: it paused there and goes on from there, and such a
     * block may not say that it is worth caching.
     */
    boolean endsOpaque(Message message) {
        if (!(message instanceof Message.Assistant assistant)) {
            return false;
        }
        List<Content> blocks = replayed.of(assistant);
        return !blocks.isEmpty() && blocks.get(blocks.size() - 1) instanceof Content.Opaque;
    }

    private static void user(List<Content> content, JsonGenerator json) throws IOException {
        if (!blocks(content, json)) {
            text("(empty)", json);
        }
    }

    /** Texts and images; false when there were none. */
    private static boolean blocks(List<Content> content, JsonGenerator json) throws IOException {
        boolean any = false;
        for (Content block : content) {
            if (block instanceof Content.Text words && !words.text().isBlank()) {
                text(words.text(), json);
                any = true;
            } else if (block instanceof Content.Image image) {
                image(image, json);
                any = true;
            }
        }
        return any;
    }

    private void said(Content block, JsonGenerator json) throws IOException {
        if (block instanceof Content.Text words) {
            text(words.text(), json);
        } else if (block instanceof Content.Thinking thinking) {
            thinking(thinking, json);
        } else if (block instanceof ToolCall call) {
            call(call, json);
        } else if (block instanceof Content.Opaque opaque) {
            json.writeTree(opaque.raw());
        }
    }

    private static void text(String text, JsonGenerator json) throws IOException {
        start("text", json);
        json.writeStringField("text", text);
        json.writeEndObject();
    }

    private static void image(Content.Image image, JsonGenerator json) throws IOException {
        start("image", json);
        json.writeObjectFieldStart("source");
        json.writeStringField("type", "base64");
        json.writeStringField("media_type", image.mediaType());
        json.writeStringField("data", image.base64());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void thinking(Content.Thinking thinking, JsonGenerator json) throws IOException {
        String redacted = Seal.findRedacted(thinking.provider());
        if (redacted != null) {
            start("redacted_thinking", json);
            json.writeStringField("data", redacted);
        } else {
            start("thinking", json);
            json.writeStringField("thinking", thinking.text());
            String signature = Seal.findSignature(thinking.provider());
            if (signature != null || policy.reasoning().signatures() == Signatures.EMPTY) {
                json.writeStringField("signature", signature == null ? "" : signature);
            }
        }
        json.writeEndObject();
    }

    private void call(ToolCall call, JsonGenerator json) throws IOException {
        start("tool_use", json);
        json.writeStringField("id", SentCall.id(call.id(), policy.tools().idCharacters()));
        json.writeStringField("name", SentCall.name(call.name()));
        json.writeFieldName("input");
        json.writeTree(SentCall.arguments(call));
        json.writeEndObject();
    }

    /** Images that may not stand in results follow behind the last one. */
    private void results(List<ToolResult> results, JsonGenerator json) throws IOException {
        List<Content> following = new ArrayList<>();
        for (ToolResult result : results) {
            List<Content> inside = result.content();
            if (!policy.tools().resultImages()) {
                inside = new ArrayList<>(inside);
                inside.removeIf(Content.Image.class::isInstance);
                result.content().stream()
                        .filter(Content.Image.class::isInstance)
                        .forEach(following::add);
            }
            result(result, inside, json);
        }
        if (!following.isEmpty()) {
            text("Images of the tool results above, in their order:", json);
            blocks(following, json);
        }
    }

    private void result(ToolResult result, List<Content> content, JsonGenerator json) throws IOException {
        start("tool_result", json);
        json.writeStringField(
                "tool_use_id", SentCall.id(result.callId(), policy.tools().idCharacters()));
        json.writeArrayFieldStart("content");
        if (!blocks(content, json)) {
            text(content.size() < result.content().size() ? "(images follow)" : "(no output)", json);
        }
        json.writeEndArray();
        if (result.error()) {
            json.writeBooleanField("is_error", true);
        }
        json.writeEndObject();
    }

    private static void start(String type, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", type);
    }
}
