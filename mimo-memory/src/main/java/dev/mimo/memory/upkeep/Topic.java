package dev.mimo.memory.upkeep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.memory.layer.Flaws;
import dev.mimo.model.Json;
import dev.mimo.session.MemoryEntry;
import org.jspecify.annotations.Nullable;

/** Matters of judgement of one sort, numbered from 0. */
interface Topic {

    /** What one of them is called in the answer: {@code pair}. */
    String name();

    int size();

    /** What a model is shown of one. */
    String shown(int number);

    /** The properties of an answer to one, beside its number, as JSON Schema; those that it must have are {@link #required}. */
    ObjectNode answer();

    /** The property of an answer that must be there; null when none must. */
    @Nullable
    String required();

    /**
     * What an answer comes to; null when all stays as it is.
     *
     * @throws UpkeepFailed when it may not be done
     */
    @Nullable
    Change change(int number, JsonNode answer);

    /** The same as long as what it is about is the same. */
    String key(int number);

    /** An entry as models are shown it. */
    static String shown(MemoryEntry entry) {
        MemoryEntry.Seen seen = entry.seen();
        ObjectNode json = Json.object()
                .put("kind", entry.kind().name())
                .put("by", Flaws.isUsers(entry) ? "user" : "agent")
                .put("first_seen", seen == null ? null : seen.first().toString())
                .put("last_seen", seen == null ? null : seen.last().toString())
                .put("text", entry.text());
        return Json.write(json);
    }
}
