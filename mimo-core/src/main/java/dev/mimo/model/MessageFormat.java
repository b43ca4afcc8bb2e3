package dev.mimo.model;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.mimo.environment.MimoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages as JSON of our own, for whatever is stored: {@code {"role":"assistant","content":[{"type":"text",…}]}}.
 *
 * <p>What is read equals what was written, when its free-form JSON is as a parser makes it: Jackson holds a small number put
 * in as a long for another than the same number read. Fields that are null are left out; an unknown role, type or field is a {@link
 * MimoException} that names its place. Read from trees of {@link Json#exact()}, raw provider data keeps every digit.
 */
public final class MessageFormat {

    private MessageFormat() {}

    public static ObjectNode toJson(Message message) {
        try (TokenBuffer buffer = new TokenBuffer(Json.exact(), false)) {
            write(message, buffer);
            return Json.exact().readTree(buffer.asParser());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a whole message; {@code place} is what it is called in the message of an error. */
    public static Message read(JsonNode node, String place) {
        return Fields.of(node, place).whole(MessageFormat::message);
    }

    /** Writes a message straight to {@code to}, without a tree in between. */
    public static void write(Message message, JsonGenerator to) throws IOException {
        to.writeStartObject();
        if (message instanceof Message.User user) {
            to.writeStringField("role", "user");
            writeContent(user.content(), to);
            writeText("note", user.note(), to);
        } else if (message instanceof Message.Assistant assistant) {
            to.writeStringField("role", "assistant");
            writeContent(assistant.content(), to);
            ModelRef author = assistant.author();
            writeText("author", author == null ? null : author.toString(), to);
            writeProvider(assistant.provider(), to);
        } else if (message instanceof Message.Tool tool) {
            to.writeStringField("role", "tool");
            to.writeArrayFieldStart("results");
            for (ToolResult result : tool.results()) {
                write(result, to);
            }
            to.writeEndArray();
        }
        to.writeEndObject();
    }

    public static void write(ToolResult result, JsonGenerator to) throws IOException {
        to.writeStartObject();
        to.writeStringField("call", result.callId());
        writeContent(result.content(), to);
        to.writeBooleanField("error", result.error());
        to.writeEndObject();
    }

    public static void write(Usage usage, JsonGenerator to) throws IOException {
        to.writeStartObject();
        to.writeNumberField("input", usage.input());
        to.writeNumberField("output", usage.output());
        to.writeNumberField("reasoning", usage.reasoning());
        to.writeNumberField("cache_read", usage.cacheRead());
        to.writeNumberField("cache_write", usage.cacheWrite());
        to.writeEndObject();
    }

    /** Writes free-form JSON as it is; refuses what no parser would read again, such as an infinite number. */
    public static void write(JsonNode node, JsonGenerator to) throws IOException {
        if (node.isObject()) {
            to.writeStartObject();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                to.writeFieldName(whole(field.getKey()));
                write(field.getValue(), to);
            }
            to.writeEndObject();
        } else if (node.isArray()) {
            to.writeStartArray();
            for (JsonNode item : node) {
                write(item, to);
            }
            to.writeEndArray();
        } else {
            writeScalar(node, to);
        }
    }

    /** Reads a message out of the object it is a part of, as {@link Fields#read} wants it. */
    public static Message message(Fields from) {
        String role = from.text("role");
        return switch (role) {
            case "user" -> user(from);
            case "assistant" -> assistant(from);
            case "tool" -> new Message.Tool(from.list("results", MessageFormat::toolResult));
            default -> from.refuse("role", "user, assistant or tool");
        };
    }

    /** Reads a message that must be a user's. */
    public static Message.User userMessage(Fields from) {
        return message(from) instanceof Message.User user ? user : from.refuse("role", "user");
    }

    /** Reads a message that must be a model's. */
    public static Message.Assistant assistantMessage(Fields from) {
        return message(from) instanceof Message.Assistant assistant ? assistant : from.refuse("role", "assistant");
    }

    public static ToolResult toolResult(Fields from) {
        return new ToolResult(from.text("call"), from.list("content", MessageFormat::content), from.flag("error"));
    }

    public static Usage usage(Fields from) {
        return new Usage(
                from.number("input"),
                from.number("output"),
                from.number("reasoning"),
                from.number("cache_read"),
                from.number("cache_write"));
    }

    private static Message.User user(Fields from) {
        return new Message.User(from.list("content", MessageFormat::content), from.textOrNull("note"));
    }

    private static Message.Assistant assistant(Fields from) {
        String author = from.textOrNull("author");
        return new Message.Assistant(
                from.list("content", MessageFormat::content),
                author == null ? null : ModelRef.parse(author),
                from.readOrNull("provider", MessageFormat::provider));
    }

    private static Content content(Fields from) {
        String type = from.text("type");
        return switch (type) {
            case "text" -> new Content.Text(from.text("text"));
            case "thinking" ->
                new Content.Thinking(from.text("text"), from.readOrNull("provider", MessageFormat::provider));
            case "image" -> new Content.Image(from.text("media_type"), from.text("base64"));
            case "opaque" -> new Content.Opaque(from.text("provider"), from.any("raw"));
            case "tool_call" -> toolCall(from);
            default -> from.refuse("type", "text, thinking, image, opaque or tool_call");
        };
    }

    private static ToolCall toolCall(Fields from) {
        return new ToolCall(
                from.text("id"),
                from.text("name"),
                from.object("arguments"),
                from.textOrNull("unparsed"),
                from.readOrNull("provider", MessageFormat::provider));
    }

    private static ProviderData provider(Fields from) {
        return new ProviderData(from.text("name"), from.any("data"));
    }

    private static void writeContent(List<Content> content, JsonGenerator to) throws IOException {
        to.writeArrayFieldStart("content");
        for (Content block : content) {
            to.writeStartObject();
            writeBlock(block, to);
            to.writeEndObject();
        }
        to.writeEndArray();
    }

    private static void writeBlock(Content block, JsonGenerator to) throws IOException {
        if (block instanceof Content.Text text) {
            to.writeStringField("type", "text");
            to.writeStringField("text", text.text());
        } else if (block instanceof Content.Thinking thinking) {
            to.writeStringField("type", "thinking");
            to.writeStringField("text", thinking.text());
            writeProvider(thinking.provider(), to);
        } else if (block instanceof Content.Image image) {
            to.writeStringField("type", "image");
            to.writeStringField("media_type", image.mediaType());
            to.writeStringField("base64", image.base64());
        } else if (block instanceof Content.Opaque opaque) {
            to.writeStringField("type", "opaque");
            to.writeStringField("provider", opaque.provider());
            to.writeFieldName("raw");
            write(opaque.raw(), to);
        } else if (block instanceof ToolCall call) {
            to.writeStringField("type", "tool_call");
            to.writeStringField("id", call.id());
            to.writeStringField("name", call.name());
            to.writeFieldName("arguments");
            write(call.arguments(), to);
            writeText("unparsed", call.unparsed(), to);
            writeProvider(call.provider(), to);
        }
    }

    private static void writeProvider(@Nullable ProviderData provider, JsonGenerator to) throws IOException {
        if (provider != null) {
            to.writeObjectFieldStart("provider");
            to.writeStringField("name", provider.provider());
            to.writeFieldName("data");
            write(provider.data(), to);
            to.writeEndObject();
        }
    }

    private static void writeText(String field, @Nullable String value, JsonGenerator to) throws IOException {
        if (value != null) {
            to.writeStringField(field, value);
        }
    }

    /** A parser would refuse such a name, so that it could never be read again; values may hold anything. */
    private static String whole(String name) {
        for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
            int c = name.codePointAt(i);
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                throw new MimoException("the name of a field holds half a surrogate pair: \"" + name + "\"");
            }
        }
        return name;
    }

    private static void writeScalar(JsonNode node, JsonGenerator to) throws IOException {
        switch (node.getNodeType()) {
            case STRING -> to.writeString(node.textValue());
            case BOOLEAN -> to.writeBoolean(node.booleanValue());
            case NULL -> to.writeNull();
            case NUMBER -> writeNumber(node, to);
            default -> throw new MimoException("not JSON but a " + node.getNodeType() + " node");
        }
    }

    private static void writeNumber(JsonNode node, JsonGenerator to) throws IOException {
        switch (node.numberType()) {
            case INT -> to.writeNumber(node.intValue());
            case LONG -> to.writeNumber(node.longValue());
            case BIG_INTEGER -> to.writeNumber(node.bigIntegerValue());
            case BIG_DECIMAL -> to.writeNumber(node.decimalValue());
            default -> {
                if (!Double.isFinite(node.doubleValue())) {
                    throw new MimoException("JSON has no number " + node.doubleValue());
                }
                to.writeNumber(node.doubleValue());
            }
        }
    }
}
