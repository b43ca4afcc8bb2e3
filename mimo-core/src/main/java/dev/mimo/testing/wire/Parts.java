package dev.mimo.testing.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.ProviderData;
import dev.mimo.model.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is read alike in several dialects. */
final class Parts {

    private Parts() {}

    /** A string, or the texts of its parts one after the other. */
    static String text(JsonNode content) {
        if (!content.isArray()) {
            return content.isNull() ? "" : content.asText("");
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            text.append(part.path("text").asText(""));
        }
        return text.toString();
    }

    /** Text and images in order. */
    static List<Content> content(JsonNode json) {
        List<Content> content = new ArrayList<>();
        if (!json.isArray()) {
            content.add(Content.text(text(json)));
        }
        for (JsonNode part : json) {
            JsonNode source = part.path("source");
            Content image = source.has("data")
                    ? new Content.Image(
                            source.path("media_type").asText(),
                            source.path("data").asText())
                    : fromUrl(url(part.path("image_url")));
            content.add(image == null ? Content.text(part.path("text").asText("")) : image);
        }
        return content;
    }

    /** Thinking with what seals it, under the name that the dialect gives to the seal. */
    static Content.Thinking sealed(String text, String name, JsonNode seal) {
        return new Content.Thinking(
                text,
                seal.isTextual() ? new ProviderData("loopback", Json.object().set(name, seal)) : null);
    }

    static void tool(JsonNode tool, JsonNode schema, List<ToolSpec> to) {
        if (schema instanceof ObjectNode object) {
            to.add(new ToolSpec(
                    tool.path("name").asText(), tool.path("description").asText(""), object));
        }
    }

    static @Nullable Double number(JsonNode json) {
        return json.isNumber() ? json.asDouble() : null;
    }

    static @Nullable Integer integer(JsonNode json) {
        return json.isInt() ? json.asInt() : null;
    }

    static @Nullable String word(JsonNode json) {
        return json.isTextual() ? json.asText() : null;
    }

    private static String url(JsonNode image) {
        return image.isTextual() ? image.asText() : image.path("url").asText("");
    }

    private static Content.@Nullable Image fromUrl(String url) {
        int comma = url.indexOf(";base64,");
        return url.startsWith("data:") && comma > 0
                ? new Content.Image(url.substring(5, comma), url.substring(comma + 8))
                : null;
    }
}
