package dev.mimo.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mimo.model.Json;
import dev.mimo.model.Spent;
import dev.mimo.model.Usage;

/**
 * Agents that cost nothing: the n-th call, from 0, answers {@code stub text n}, or the plainest value of its schema. Each answer
 * takes 100 tokens.
 *
 * @param every every which call fails, the last of each row; 0 for none
 */
record StubLauncher(int every) implements AgentLauncher {

    private static final Spent SPENT = new Spent(1, Usage.of(0, 100), null);

    @Override
    public CallResult launch(AgentCall call, CallScope scope) {
        if (every > 0 && call.number() % every == every - 1) {
            return CallResult.failed("it was to fail");
        }
        JsonNode value = call.schema() == null
                ? TextNode.valueOf("stub text " + call.number())
                : stub(call.schema(), call.number(), 0);
        return CallResult.ok(value).spending(SPENT);
    }

    private static JsonNode stub(JsonNode schema, int number, int depth) {
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.path("enum").has(0)) {
            return schema.get("enum").get(0);
        }
        for (String choice : new String[] {"anyOf", "oneOf", "allOf"}) {
            if (schema.path(choice).has(0)) {
                return stub(schema.get(choice).get(0), number, depth);
            }
        }
        return switch (type(schema)) {
            case "object" -> object(schema, number, depth);
            case "array" -> array(schema, number, depth);
            case "number", "integer" -> schema.has("minimum") ? schema.get("minimum") : IntNode.valueOf(1);
            case "boolean" -> BooleanNode.TRUE;
            case "null" -> NullNode.getInstance();
            default -> TextNode.valueOf("stub-" + number + "-" + depth);
        };
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type").isArray() ? schema.get("type").path(0) : schema.path("type");
        return type.isTextual()
                ? type.asText()
                : schema.has("properties") ? "object" : schema.has("items") ? "array" : "string";
    }

    private static ObjectNode object(JsonNode schema, int number, int depth) {
        ObjectNode object = Json.object();
        schema.path("properties")
                .properties()
                .forEach(each -> object.set(each.getKey(), stub(each.getValue(), number, depth + 1)));
        return object;
    }

    private static ArrayNode array(JsonNode schema, int number, int depth) {
        ArrayNode array = Json.array();
        int count = Math.min(
                Math.max(schema.path("minItems").asInt(0), 2),
                schema.path("maxItems").asInt(Integer.MAX_VALUE));
        for (int i = 0; i < count; i++) {
            array.add(stub(schema.path("items"), number, depth + 1));
        }
        return array;
    }
}
