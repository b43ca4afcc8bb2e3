package dev.mimo.memory.layer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import dev.mimo.session.MemoryEntry;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import java.util.List;

/** The tool {@code memory_search}. */
final class MemorySearchTool implements Tool {

    private static final int MOST_HITS = 20;
    private static final int LONGEST_LINE = 600;
    private static final int LONGEST_QUERY = 500;

    private static final String DESCRIPTION = """
            Looks for words in what is remembered: rules, decisions, facts, gotchas and preferences of this project and of all \
            projects, and this session's checkpoint and notes. What was said word for word is found with history_search.""";

    private static final ToolSpec SPEC = new ToolSpec("memory_search", DESCRIPTION, schema());

    private final MemorySearch search;

    MemorySearchTool(MemorySearch search) {
        this.search = search;
    }

    private static ObjectNode schema() {
        ObjectNode schema = Json.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("query").put("type", "string").put("description", "a few words, names or paths");
        schema.putArray("required").add("query");
        return schema.put("additionalProperties", false);
    }

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public Effect effect() {
        return Effect.READ;
    }

    @Override
    public ToolResult call(ToolCall call, ToolContext context) {
        JsonNode query = call.arguments().path("query");
        if (!query.isTextual()
                || query.textValue().isBlank()
                || query.textValue().length() > LONGEST_QUERY) {
            throw new InvalidCall("query must have 1 to " + LONGEST_QUERY + " characters");
        }
        List<MemorySearch.Hit> hits = search.search(context.session(), query.textValue(), MOST_HITS);
        if (hits.isEmpty()) {
            return ToolResult.of(
                    call,
                    "Nothing that is remembered has these words. Try history_search, which knows all that was said.");
        }
        StringBuilder text = new StringBuilder();
        hits.forEach(hit -> text.append(line(hit)).append('\n'));
        return ToolResult.of(call, text.toString());
    }

    private static String line(MemorySearch.Hit hit) {
        String line =
                hit.line().length() <= LONGEST_LINE ? hit.line() : hit.line().substring(0, LONGEST_LINE) + " …";
        MemoryEntry entry = hit.entry();
        if (entry == null) {
            return hit.where() + ": " + line;
        }
        String status = entry.status().isCurrent() ? "" : ", " + Provenance.word(entry.status());
        MemoryEntry.Seen seen = entry.seen();
        String evidence = seen == null || seen.evidence().isEmpty()
                ? ""
                : " (see " + seen.evidence().get(seen.evidence().size() - 1) + ")";
        return hit.where() + " " + Provenance.word(entry.kind()) + status + ": " + line + " [" + entry.id() + "]"
                + evidence;
    }
}
