package dev.mimo.environment;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Something that has happened, told to whoever listens. Open on purpose: any module, and any host, adds its own.
 *
 * <p>Usually a record whose components are what there is to tell. An event only says what happened; where and when it
 * happened is stamped on it by the one who publishes it. It never holds a credential.
 */
public interface Event {

    /** The kind, in lower case with underscores, in the past tense: {@code tool_call_finished}. Stable across releases. */
    String type();

    /** What there is to tell, as JSON with stable field names in lower case with underscores; without the type. */
    ObjectNode toJson();
}
