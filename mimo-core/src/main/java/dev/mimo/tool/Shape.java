package dev.mimo.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Json;
import org.jspecify.annotations.Nullable;

/** A Java type as JSON: how it is described to a model, and how a value is made from what the model sent. Immutable. */
interface Shape {

    /** A schema of one's own, to be changed at will. */
    ObjectNode schema();

    /**
     * The value.
     *
     * @param at where it stands: {@code lines[2].price}; empty for the whole
     * @throws InvalidCall when it does not fit, with the place and what was expected
     */
    Object bind(JsonNode node, String at);

    /** {@code at} and a field of it. */
    static String field(String at, String name) {
        return at.isEmpty() ? name : at + "." + name;
    }

    /** The failure of a value at a place. */
    static InvalidCall misfit(String at, String expected, JsonNode node) {
        return new InvalidCall((at.isEmpty() ? "the value" : at) + " must be " + expected + ", not " + told(node));
    }

    /** What a text says when it is JSON by itself, as models write numbers and lists in quotes; null when it is not. */
    static @Nullable JsonNode unquoted(JsonNode node) {
        if (!node.isTextual()) {
            return null;
        }
        try {
            return Json.read(node.textValue());
        } catch (MimoException e) {
            return null;
        }
    }

    private static String told(JsonNode node) {
        if (node.isObject()) {
            return "an object";
        }
        if (node.isArray()) {
            return "a list";
        }
        String text = Json.write(node);
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
