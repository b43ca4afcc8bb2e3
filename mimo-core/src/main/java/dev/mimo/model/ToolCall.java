package dev.mimo.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What the model asks a tool to do.
 *
 * @param id unique in its session, given by us where the provider gave none or one twice
 * @param name the tool's name as the model wrote it
 * @param arguments an object; empty when {@code unparsed} is set; not to be changed
 * @param unparsed the arguments as they came when they are no JSON object, or were cut; such a call is never run; else null
 * @param provider what the provider wants back with the call; null when nothing
 */
public record ToolCall(
        String id,
        String name,
        ObjectNode arguments,
        @Nullable String unparsed,
        @Nullable ProviderData provider) implements Content {

    public static ToolCall of(String id, String name, ObjectNode arguments) {
        return new ToolCall(id, name, arguments, null, null);
    }

    /** Whether the arguments came whole. */
    public boolean isWhole() {
        return unparsed == null;
    }

    /** The same call under another id. */
    public ToolCall withId(String other) {
        return new ToolCall(other, name, arguments, unparsed, provider);
    }

    /** The same call with other arguments. */
    public ToolCall withArguments(ObjectNode other) {
        return new ToolCall(id, name, other, null, provider);
    }
}
