package dev.mimo.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Redactor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an event tells besides what was said: numbers, truth values, and names of things. Which fields are names is a list, so
 * that the words of an event that is new stay out until somebody has looked at it. Names are short, on one line, and without
 * secrets.
 */
final class EventFacts {

    /** Fields that hold a name; all others may hold anything. */
    private static final Set<String> WORDS = Set.of(
            "agent",
            "answer",
            "at",
            "began",
            "by",
            "call",
            "cause",
            "from",
            "id",
            "job",
            "kind",
            "limit",
            "model",
            "name",
            "outcome",
            "path",
            "project",
            "run",
            "server",
            "session",
            "status",
            "stop_reason",
            "to",
            "tool",
            "turn",
            "type",
            "verdict");

    private static final int MOST_CHARACTERS = 200;

    /** No secret that the redactor knows is shorter. */
    private static final int SHORTEST_SECRET = 16;

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cf}]");

    private EventFacts() {}

    /** The facts by name, in order; those of an object inside have names such as {@code usage.input}. */
    static Map<String, Object> of(ObjectNode event) {
        Map<String, Object> facts = new LinkedHashMap<>();
        event.properties().forEach(field -> add(facts, field.getKey(), field.getValue()));
        return facts;
    }

    private static void add(Map<String, Object> facts, String name, JsonNode value) {
        if (value.isBoolean()) {
            facts.put(name, value.booleanValue());
        } else if (value.isIntegralNumber()) {
            facts.put(name, value.longValue());
        } else if (value.isNumber()) {
            facts.put(name, value.doubleValue());
        } else if (value.isTextual() && WORDS.contains(name)) {
            facts.put(name, word(value.textValue()));
        } else if (value.isObject() && name.indexOf('.') < 0) {
            value.properties().forEach(field -> add(facts, name + "." + field.getKey(), field.getValue()));
        }
    }

    /** A name as it may be told, whoever made it up. */
    static String word(String text) {
        if (text.length() < SHORTEST_SECRET) {
            return CONTROL.matcher(text).replaceAll("�");
        }
        String clean = CONTROL.matcher(Redactor.standard().redact(text)).replaceAll("�");
        return clean.length() <= MOST_CHARACTERS ? clean : clean.substring(0, MOST_CHARACTERS) + "…";
    }
}
