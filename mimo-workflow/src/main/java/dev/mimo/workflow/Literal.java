package dev.mimo.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * A value of a script, as data.
 *
 * @param offset where it begins in the source
 * @param json the value
 * @param fields of an object, in order; else empty
 * @param items of an array; else empty
 */
record Literal(int offset, JsonNode json, Map<String, Literal> fields, List<Literal> items) {

    static Literal scalar(int offset, JsonNode json) {
        return new Literal(offset, json, Map.of(), List.of());
    }
}
