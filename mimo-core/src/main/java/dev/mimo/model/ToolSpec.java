package dev.mimo.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/**
 * What a model is told about a tool.
 *
 * @param name 1 to 64 letters, digits, {@code _} and {@code -}: what every provider accepts
 * @param description when to use it and what it gives
 * @param inputSchema a JSON Schema of type object; not to be changed
 */
public record ToolSpec(String name, String description, ObjectNode inputSchema) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public ToolSpec {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a tool's name is 1 to 64 letters, digits, _ and -: \"" + name + "\"");
        }
        if (!"object".equals(inputSchema.path("type").asText())) {
            throw new IllegalArgumentException("the input schema of tool " + name + " must be of type object");
        }
    }
}
