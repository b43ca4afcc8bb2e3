package dev.mimo.providers.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mimo.model.Json;
import dev.mimo.providers.policy.Reasoning;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says how hard to think, in an endpoint's own fields. */
public final class EffortFields {

    private static final String ANY = "*";
    private static final String UNSAID = "default";
    private static final String WORD = "$effort";

    private EffortFields() {}

    /**
     * The request fields for a word; none where the endpoint knows no such word. Not to be changed.
     *
     * @param effort null when the caller does not say
     */
    public static ObjectNode of(Reasoning reasoning, @Nullable String effort) {
        JsonNode known = reasoning.efforts().get(effort == null ? UNSAID : effort);
        if (!(known instanceof ObjectNode) && effort != null) {
            known = reasoning.efforts().get(ANY);
        }
        return known instanceof ObjectNode fields ? withWord(fields, String.valueOf(effort)) : Json.object();
    }

    /** A field that is null is not sent: that is how one rule takes a field out of another one below it. */
    private static ObjectNode withWord(ObjectNode fields, String effort) {
        ObjectNode filled = Json.object();
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            JsonNode value = field.getValue();
            if (value instanceof ObjectNode nested) {
                filled.set(field.getKey(), withWord(nested, effort));
            } else if (!value.isNull()) {
                filled.set(field.getKey(), value.asText().equals(WORD) ? TextNode.valueOf(effort) : value);
            }
        }
        return filled;
    }
}
