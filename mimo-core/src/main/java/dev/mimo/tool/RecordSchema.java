package dev.mimo.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON Schemas from record types. */
public final class RecordSchema {

    private RecordSchema() {}

    /** The schema of a record. */
    public static ObjectNode of(Class<? extends Record> type) {
        throw new UnsupportedOperationException("not written yet");
    }
}
