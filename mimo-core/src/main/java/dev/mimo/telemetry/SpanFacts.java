package dev.mimo.telemetry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Event;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Map;

/** The facts of an event as attributes, each named {@code mimo.} and its field. */
final class SpanFacts {

    private SpanFacts() {}

    static Attributes of(Event event) {
        return of(event.toJson());
    }

    static Attributes of(ObjectNode event) {
        AttributesBuilder attributes = Attributes.builder();
        for (Map.Entry<String, Object> fact : EventFacts.of(event).entrySet()) {
            String name = "mimo." + fact.getKey();
            Object value = fact.getValue();
            if (value instanceof Boolean truth) {
                attributes.put(name, truth.booleanValue());
            } else if (value instanceof Long number) {
                attributes.put(name, number.longValue());
            } else if (value instanceof Double number) {
                attributes.put(name, number.doubleValue());
            } else {
                attributes.put(name, value.toString());
            }
        }
        return attributes.build();
    }
}
