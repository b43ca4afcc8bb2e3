package dev.mimo.memory.layer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import java.util.Arrays;

/** The tool {@code note}. */
final class NoteTool implements Tool {

    /** A note is a line, not a report: the conversation itself is kept anyway. */
    private static final int LONGEST = 2_000;

    private static final String DESCRIPTION = """
            Writes one line down that must outlive the current window: a decision and its reason, a file that matters, an \
            error and its fix, a fact found out, something still to do. The next checkpoint of this session takes it in. \
            Never note passwords or keys.""";

    private static final ToolSpec SPEC = new ToolSpec("note", DESCRIPTION, schema());

    private final Notes notes;

    NoteTool(Notes notes) {
        this.notes = notes;
    }

    private static ObjectNode schema() {
        ObjectNode schema = Json.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("text").put("type", "string").put("description", "one line that is clear by itself");
        ArrayNode kinds = properties.putObject("kind").put("type", "string").putArray("enum");
        Arrays.stream(NoteKind.values()).forEach(kind -> kinds.add(kind.word()));
        schema.putArray("required").add("text");
        return schema.put("additionalProperties", false);
    }

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public Effect effect() {
        return Effect.STATE;
    }

    @Override
    public ToolResult call(ToolCall call, ToolContext context) {
        JsonNode text = call.arguments().path("text");
        if (!text.isTextual() || text.textValue().isBlank() || text.textValue().length() > LONGEST) {
            throw new InvalidCall("text must have 1 to " + LONGEST + " characters");
        }
        JsonNode given = call.arguments().path("kind");
        NoteKind kind = given.isMissingNode() || given.isNull() ? NoteKind.NOTE : NoteKind.find(given.asText());
        if (kind == null) {
            throw new InvalidCall("kind must be one of " + SPEC.inputSchema().at("/properties/kind/enum"));
        }
        return ToolResult.of(call, "noted: " + notes.add(context.session(), kind, text.textValue()));
    }
}
