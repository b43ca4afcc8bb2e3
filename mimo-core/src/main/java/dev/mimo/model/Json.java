package dev.mimo.model;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import dev.mimo.environment.MimoException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/** JSON as this library reads and writes it: strict on what it reads, in one form where texts are compared. */
public final class Json {

    /** Images come as base 64 inside of strings; Jackson's own limit is 20 million characters. */
    private static final int LONGEST_STRING = 64 * 1024 * 1024;

    private static final ObjectMapper MAPPER = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(LONGEST_STRING)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    /** Twice Jackson's limit of 1,000: whatever could be read elsewhere still fits when it is wrapped in our own objects. */
    private static final int DEEPEST_STORED = 2_000;

    private static final ObjectMapper EXACT = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(4 * LONGEST_STRING)
                            .maxNestingDepth(DEEPEST_STORED)
                            .maxNumberLength(1_000_000)
                            .build())
                    .streamWriteConstraints(StreamWriteConstraints.builder()
                            .maxNestingDepth(DEEPEST_STORED)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .nodeFactory(new ExactNumbers())
            .build();

    private Json() {}

    /** The mapper itself, for binding records. Not to be configured. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /**
     * The mapper for what is stored: numbers come back with the digits they were written with, and strings and nesting may
     * be longer than {@link #mapper()} reads, so that all it has read can be stored. Not to be configured.
     */
    public static ObjectMapper exact() {
        return EXACT;
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /**
     * Reads one value.
     *
     * @throws MimoException when the text is not exactly one JSON value, with the place of the fault
     */
    public static JsonNode read(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node == null || node.isMissingNode()) {
                throw new MimoException("not JSON: the text is empty");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new MimoException("not JSON: " + e.getOriginalMessage() + place(e));
        }
    }

    /** Reads one object. */
    public static ObjectNode readObject(String text) {
        JsonNode node = read(text);
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new MimoException("not a JSON object but " + node.getNodeType());
    }

    /** On one line, fields in their own order. */
    public static String write(JsonNode node) {
        return node.toString();
    }

    /**
     * One text for equal values: object fields sorted by code unit, no white space. Two calls with the same canonical
     * arguments are the same call.
     */
    public static String canonical(JsonNode node) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = MAPPER.createGenerator(text)) {
            canonical(node, generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void canonical(JsonNode node, JsonGenerator to) throws IOException {
        if (node.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
            to.writeStartObject();
            for (Map.Entry<String, JsonNode> field : sorted.entrySet()) {
                to.writeFieldName(field.getKey());
                canonical(field.getValue(), to);
            }
            to.writeEndObject();
        } else if (node.isArray()) {
            to.writeStartArray();
            for (JsonNode item : node) {
                canonical(item, to);
            }
            to.writeEndArray();
        } else {
            to.writeTree(node);
        }
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }

    /** A double where it has exactly the digits of the text, as {@link #mapper()} would read it; else a decimal. */
    private static final class ExactNumbers extends JsonNodeFactory {

        private static final long serialVersionUID = 1L;

        @Override
        public ValueNode numberNode(BigDecimal value) {
            double near = value.doubleValue();
            boolean same = Double.isFinite(near) && haveSameDigits(BigDecimal.valueOf(near), value);
            return same ? DoubleNode.valueOf(near) : super.numberNode(value);
        }

        private static boolean haveSameDigits(BigDecimal a, BigDecimal b) {
            return a.scale() == b.scale() && a.compareTo(b) == 0;
        }
    }
}
