package dev.mimo.workflow.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What makes two calls the same: where they stand, and what they ask. A recorded result answers only a call whose key is
 * equal, so that an edit of a script costs what it changed and no result reaches another call than its own.
 *
 * @param content SHA-256 of what is asked, in 64 hex digits
 */
public record CallKey(CallPath path, String content) {

    /** What a result depends on; a label, phase, timeout or retry does not change it. */
    private static final List<String> CONTENT =
            List.of("prompt", "schema", "model", "agentType", "tools", "isolation", "effort");

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    public CallKey {
        if (!HASH.matcher(content).matches()) {
            throw new IllegalArgumentException("a content hash is 64 hex digits: " + content);
        }
    }

    /**
     * The key of a call of an agent.
     *
     * @param call the prompt and the options, as the script gave them; an option that is null counts as absent
     */
    public static CallKey of(CallPath path, ObjectNode call) {
        ObjectNode content = Json.object();
        for (String field : CONTENT) {
            JsonNode value = call.get(field);
            if (value != null && !value.isNull()) {
                content.set(field, value);
            }
        }
        try {
            return new CallKey(path, StoredText.hash(StoredText.utf8(Json.canonical(content))));
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException("a call that is no JSON: " + e.getMessage(), e);
        }
    }
}
