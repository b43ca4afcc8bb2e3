package dev.mimo.model;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** One block of what was said. */
public sealed interface Content permits Content.Text, Content.Thinking, Content.Image, Content.Opaque, ToolCall {

    static Text text(String text) {
        return new Text(text);
    }

    /** Words. */
    record Text(String text) implements Content {}

    /**
     * A model's reasoning, kept because many endpoints demand it back.
     *
     * @param text what may be shown; empty when the provider sent only sealed reasoning
     * @param provider signature or encrypted reasoning; null when there was none
     */
    record Thinking(String text, @Nullable ProviderData provider) implements Content {}

    /**
     * A picture.
     *
     * @param mediaType such as {@code image/png}
     * @param base64 the bytes, in standard base 64
     */
    record Image(String mediaType, String base64) implements Content {}

    /**
     * A block that only its provider understands; kept and sent back there, so that nothing is lost.
     *
     * @param provider who made it
     * @param raw the block as it came; not to be changed
     */
    record Opaque(String provider, JsonNode raw) implements Content {}
}
