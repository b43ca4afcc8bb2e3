package dev.mimo.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Records as JSON: their schemas, for tools and for typed answers, and the way back from what a model sent.
 *
 * <p>The schema is JSON Schema 2020-12 in the small subset that providers hold models to: properties in the order of the
 * components, all of them required but those marked {@code @Nullable}, nothing else allowed. {@link Doc} becomes the
 * description. Components are texts, numbers, booleans, enums (by name), {@code Instant}, {@code LocalDate} and
 * {@code Duration} (as ISO 8601 texts), lists, sets, maps with text keys, records, sealed interfaces of records (told apart
 * by a field {@code type}), {@code JsonNode} and {@code ObjectNode}.
 *
 * <p>A record in a named module must be public in an exported package, or its package open to {@code dev.mimo.core}.
 */
public final class RecordSchema {

    private RecordSchema() {}

    /**
     * The schema of a record; a new one at each call.
     *
     * @throws IllegalArgumentException when a component cannot be described, or the record cannot be made, with the place
     *     and what is missing
     */
    public static ObjectNode of(Class<? extends Record> type) {
        return shape(type).schema();
    }

    /**
     * A record from what a model sent. Unknown fields, missing or null ones that are required, wrong types and whatever the
     * record's own constructor refuses are refused. As models quote more than they should, a string counts as the number,
     * boolean, list or object that it spells exactly where one is wanted; nothing is ever made into a string.
     *
     * @throws InvalidCall when it does not fit, with the place and what was expected
     * @throws IllegalArgumentException as {@link #of} does
     */
    public static <T extends Record> T bind(ObjectNode json, Class<T> type) {
        return type.cast(shape(type).bind(json, ""));
    }

    static ObjectShape shape(Class<? extends Record> type) {
        return new ShapeReader().record(type);
    }
}
