package dev.mimo.memory.layer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Json;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MessageRef;
import dev.mimo.session.SessionId;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where an entry comes from, as a comment behind it: {@code <!-- mimo {"id":"m-1", …} -->}. JSON in which nothing can end
 * the comment, whatever a session is called.
 */
final class Provenance {

    static final String OPEN = "<!-- mimo ";
    static final String CLOSE = " -->";

    private static final Set<String> FIELDS =
            Set.of("id", "kind", "status", "origin", "first", "last", "sessions", "evidence", "supersedes", "paths");

    private Provenance() {}

    static String write(MemoryEntry entry, MemoryEntry.Seen seen) {
        ObjectNode json = Json.object()
                .put("id", entry.id())
                .put("kind", word(entry.kind()))
                .put("status", word(entry.status()))
                .put("origin", word(entry.origin()))
                .put("first", seen.first().toString())
                .put("last", seen.last().toString());
        put(json, "sessions", seen.sessions());
        put(json, "evidence", seen.evidence());
        if (seen.supersedes() != null) {
            json.put("supersedes", seen.supersedes());
        }
        put(json, "paths", entry.paths());
        return OPEN
                + Json.write(json)
                        .replace("<", "\\u003c")
                        .replace(">", "\\u003e")
                        .replace("--", "-\\u002d")
                + CLOSE;
    }

    /**
     * Reads what stands between the marks of the comment.
     *
     * @param kind null: as the comment says
     * @throws IllegalArgumentException when it is not what {@link #write} writes
     */
    static MemoryEntry read(String comment, String text, MemoryEntry.@Nullable Kind kind) {
        ObjectNode json = object(comment);
        json.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw new IllegalArgumentException("unknown field \"" + name + "\"");
            }
        });
        String supersedes = json.has("supersedes") ? text(json, "supersedes") : null;
        MemoryEntry.Seen seen = new MemoryEntry.Seen(
                time(json, "first"),
                time(json, "last"),
                list(json, "sessions", SessionId::of),
                list(json, "evidence", MessageRef::parse),
                supersedes);
        MemoryEntry.Kind own = word(MemoryEntry.Kind.class, json, "kind");
        return new MemoryEntry(
                text(json, "id"),
                kind == null ? own : kind,
                text,
                word(MemoryEntry.Status.class, json, "status"),
                word(MemoryEntry.Origin.class, json, "origin"),
                seen,
                list(json, "paths", path -> path));
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode object(String comment) {
        try {
            return Json.readObject(comment);
        } catch (IllegalArgumentException | MimoException e) {
            throw new IllegalArgumentException("no JSON object: " + e.getMessage(), e);
        }
    }

    private static void put(ObjectNode json, String name, List<?> values) {
        if (!values.isEmpty()) {
            ArrayNode array = json.putArray(name);
            values.forEach(value -> array.add(value.toString()));
        }
    }

    private static String text(ObjectNode json, String name) {
        JsonNode value = json.get(name);
        if (value == null || !value.isTextual()) {
            throw new IllegalArgumentException("\"" + name + "\" is no text");
        }
        return value.textValue();
    }

    private static Instant time(ObjectNode json, String name) {
        try {
            return Instant.parse(text(json, name));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("\"" + name + "\" is no time: " + text(json, name), e);
        }
    }

    private static <E extends Enum<E>> E word(Class<E> type, ObjectNode json, String name) {
        String word = text(json, name);
        for (E value : type.getEnumConstants()) {
            if (word(value).equals(word)) {
                return value;
            }
        }
        throw new IllegalArgumentException("unknown " + name + " \"" + word + "\"");
    }

    private static <T> List<T> list(ObjectNode json, String name, Function<String, T> read) {
        List<T> values = new ArrayList<>();
        JsonNode array = json.get(name);
        if (array == null) {
            return values;
        }
        if (!array.isArray()) {
            throw new IllegalArgumentException("\"" + name + "\" is no list");
        }
        for (JsonNode value : array) {
            if (!value.isTextual()) {
                throw new IllegalArgumentException("\"" + name + "\" holds something that is no text");
            }
            values.add(read.apply(value.textValue()));
        }
        return values;
    }
}
