package dev.mimo.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a JavaScript value that is plain data; refuses whatever would have to be evaluated. Confined to one thread. */
final class LiteralReader {

    /** More than any description needs, and far less than a thread's stack. */
    private static final int DEEPEST = 64;

    /** Names that reach an object's prototype. */
    private static final Set<String> REFUSED_KEYS = Set.of("__proto__", "constructor", "prototype");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Cursor cursor;

    LiteralReader(Cursor cursor) {
        this.cursor = cursor;
    }

    /** Reads the object that begins here. */
    Literal object() {
        return object(1);
    }

    private Literal value(int depth) {
        int start = cursor.at();
        int unit = cursor.peek();
        if (unit == '{') {
            return object(depth);
        } else if (unit == '[') {
            return array(depth);
        } else if (unit == '"' || unit == '\'' || unit == '`') {
            return Literal.scalar(start, NODES.textNode(StringLiteral.read(cursor)));
        } else if (Cursor.digit(unit, 10) >= 0 || (unit == '.' && !cursor.isAt("..."))) {
            return Literal.scalar(start, number(NumberLiteral.read(cursor)));
        } else if (unit == '-' || unit == '+') {
            return Literal.scalar(start, number(signed()));
        }
        return Literal.scalar(start, constant());
    }

    private double signed() {
        boolean negative = cursor.next() == '-';
        cursor.skip();
        if (Cursor.digit(cursor.peek(), 10) < 0 && cursor.peek() != '.') {
            throw cursor.fault("a sign must be followed by a number, not by " + cursor.shown());
        }
        double value = NumberLiteral.read(cursor);
        return negative ? -value : value;
    }

    private JsonNode constant() {
        int start = cursor.at();
        String shown = cursor.shown();
        cursor.word();
        return switch (cursor.since(start)) {
            case "true" -> NODES.booleanNode(true);
            case "false" -> NODES.booleanNode(false);
            case "null" -> NODES.nullNode();
            default ->
                throw cursor.fault(
                        start,
                        "meta is data that is never evaluated: write a string, number, boolean, null, array or object"
                                + " instead of " + (shown.equals("\".\"") ? "the spread \"...\"" : shown));
        };
    }

    private Literal array(int depth) {
        int start = open(depth);
        ArrayNode json = Json.array();
        List<Literal> items = new ArrayList<>();
        cursor.skip();
        while (!cursor.take(']')) {
            if (cursor.peek() == ',') {
                throw cursor.fault("an array must not have holes: write null, or remove the comma");
            }
            Literal item = value(depth + 1);
            items.add(item);
            json.add(item.json());
            separator(']');
        }
        return new Literal(start, json, Map.of(), items);
    }

    private Literal object(int depth) {
        int start = open(depth);
        ObjectNode json = Json.object();
        Map<String, Literal> fields = new LinkedHashMap<>();
        cursor.skip();
        while (!cursor.take('}')) {
            int keyStart = cursor.at();
            String key = key();
            if (REFUSED_KEYS.contains(key)) {
                throw cursor.fault(keyStart, "\"" + key + "\" must not be a key: give it another name");
            }
            cursor.skip();
            if (!cursor.take(':')) {
                throw cursor.fault("a key must be followed by a colon and its value, not by " + cursor.shown()
                        + ": shorthand, getters and methods are not data");
            }
            cursor.skip();
            Literal value = value(depth + 1);
            if (fields.put(key, value) != null) {
                throw cursor.fault(keyStart, "a key stands twice in one object: remove one");
            }
            json.set(key, value.json());
            separator('}');
        }
        return new Literal(start, json, fields, List.of());
    }

    private int open(int depth) {
        if (depth > DEEPEST) {
            throw cursor.fault("meta is nested at most " + DEEPEST + " deep: make it flatter");
        }
        int start = cursor.at();
        cursor.next();
        return start;
    }

    /** Goes over the comma after an item, or stops before the closing bracket. */
    private void separator(char close) {
        cursor.skip();
        if (cursor.peek() != close && !cursor.take(',')) {
            throw cursor.fault("expected \",\" or \"" + close + "\" and not " + cursor.shown()
                    + ": meta is data, without operators and calls");
        }
        cursor.skip();
    }

    private String key() {
        int unit = cursor.peek();
        if (unit == '"' || unit == '\'') {
            return StringLiteral.read(cursor);
        } else if (unit == '[') {
            throw cursor.fault("a key must not be computed: write its name");
        } else if (cursor.isAt("...")) {
            throw cursor.fault("meta is never evaluated: write out the fields instead of spreading another object");
        } else if (Cursor.digit(unit, 10) >= 0 || unit == '.') {
            return numericKey();
        }
        String word = cursor.word();
        if (word == null) {
            throw cursor.fault("expected a key and not " + cursor.shown());
        }
        return word;
    }

    /** The text that JavaScript would make of a fraction has rules of its own; nobody needs one. */
    private String numericKey() {
        int start = cursor.at();
        JsonNode number = number(NumberLiteral.read(cursor));
        if (!number.isIntegralNumber()) {
            throw cursor.fault(start, "a number that is a key must be whole and below 2^53: write it as a string");
        }
        return number.asText();
    }

    /** Whole where JavaScript counts exactly, so that {@code 1e3} and {@code 1000} are equal. */
    private static JsonNode number(double value) {
        if (value != Math.rint(value) || Math.abs(value) >= 0x1p53) {
            return NODES.numberNode(value);
        }
        long whole = (long) value;
        return whole == (int) whole ? NODES.numberNode((int) whole) : NODES.numberNode(whole);
    }
}
