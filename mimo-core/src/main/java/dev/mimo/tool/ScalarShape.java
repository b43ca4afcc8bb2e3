package dev.mimo.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Text, numbers, booleans and times.
 *
 * @param type the JSON type
 * @param format the JSON Schema format; null when there is none
 * @param expected what is asked for, in words
 * @param read makes the value; throws {@link ArithmeticException} or {@link DateTimeException} when it does not fit
 */
record ScalarShape(String type, @Nullable String format, String expected, Function<JsonNode, Object> read)
        implements Shape {

    private static final Map<Class<?>, ScalarShape> ALL = Map.ofEntries(
            Map.entry(String.class, new ScalarShape("string", null, "a string", JsonNode::textValue)),
            Map.entry(Character.class, new ScalarShape("string", null, "a single character", ScalarShape::character)),
            Map.entry(Boolean.class, new ScalarShape("boolean", null, "true or false", JsonNode::booleanValue)),
            Map.entry(Byte.class, integer("a whole number of 8 bits", n -> whole(n).byteValueExact())),
            Map.entry(Short.class, integer("a whole number of 16 bits", n -> whole(n).shortValueExact())),
            Map.entry(Integer.class, integer("a whole number of 32 bits", n -> whole(n).intValueExact())),
            Map.entry(Long.class, integer("a whole number of 64 bits", n -> whole(n).longValueExact())),
            Map.entry(BigInteger.class, integer("a whole number", ScalarShape::whole)),
            Map.entry(Float.class, number(n -> (float) finite(n.floatValue()))),
            Map.entry(Double.class, number(n -> finite(n.doubleValue()))),
            Map.entry(BigDecimal.class, number(JsonNode::decimalValue)),
            Map.entry(
                    Instant.class,
                    text(
                            "date-time",
                            "2026-01-31T12:00:00Z",
                            t -> OffsetDateTime.parse(t).toInstant())),
            Map.entry(LocalDate.class, text("date", "2026-01-31", LocalDate::parse)),
            Map.entry(Duration.class, text("duration", "PT1H30M", Duration::parse)));

    /** The shape of a type; null when it is none of these. */
    static @Nullable ScalarShape of(Class<?> type) {
        return ALL.get(type);
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = Json.object().put("type", type);
        if (format != null) {
            schema.put("format", format);
        }
        return schema;
    }

    @Override
    public Object bind(JsonNode node, String at) {
        JsonNode inner = fits(node) ? node : Shape.unquoted(node);
        if (inner == null || !fits(inner)) {
            throw Shape.misfit(at, expected, node);
        }
        try {
            return read.apply(inner);
        } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
            throw Shape.misfit(at, expected, node);
        }
    }

    private boolean fits(JsonNode node) {
        return switch (type) {
            case "string" -> node.isTextual();
            case "boolean" -> node.isBoolean();
            default -> node.isNumber();
        };
    }

    private static ScalarShape integer(String expected, Function<JsonNode, Object> read) {
        return new ScalarShape("integer", null, expected, read);
    }

    private static ScalarShape number(Function<JsonNode, Object> read) {
        return new ScalarShape("number", null, "a number", read);
    }

    private static ScalarShape text(String format, String example, Function<String, Object> read) {
        return new ScalarShape(
                "string", format, "a " + format + " such as " + example, node -> read.apply(node.textValue()));
    }

    /** 5 and 5.0 are whole, as in JSON Schema. */
    private static BigInteger whole(JsonNode node) {
        BigDecimal value = node.decimalValue();
        if (value.scale() < -MOST_ZEROS) {
            throw new ArithmeticException("too large");
        }
        return value.toBigIntegerExact();
    }

    /** 1e999999999 is short to write and fills the heap when written out. */
    private static final int MOST_ZEROS = 1_000;

    private static double finite(double value) {
        if (Double.isInfinite(value)) {
            throw new ArithmeticException("too large");
        }
        return value;
    }

    private static Object character(JsonNode node) {
        String text = node.textValue();
        if (text.length() != 1) {
            throw new ArithmeticException("not one character");
        }
        return text.charAt(0);
    }
}
