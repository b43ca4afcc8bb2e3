package dev.mimo.memory.upkeep;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Sha256;
import dev.mimo.model.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far dreams of a project have looked. Immutable.
 *
 * @param memory the hash of what the file held when the last one ended; empty before the first
 * @param sessions how much of each session there was, by its name
 * @param settled the keys of what was judged, or taken back, and stays as it is until its words change; the last 1,000
 */
record DreamMark(String memory, Map<String, String> sessions, Set<String> settled) {

    private static final int MOST_SETTLED = 1_000;

    static final DreamMark NONE = new DreamMark("", Map.of(), Set.of());

    /** A key of some texts; never given for others. */
    static String key(String... texts) {
        return Sha256.hex(String.join("\u0000", texts), 24);
    }

    /** The key of what a person took back: nothing is done to an entry of these words, and none of them is added. */
    static String undone(String text) {
        return key("undone", text);
    }

    static DreamMark read(@Nullable String text) {
        if (text == null) {
            return NONE;
        }
        ObjectNode json = Json.readObject(text);
        Map<String, String> sessions = new LinkedHashMap<>();
        json.path("sessions")
                .properties()
                .forEach(one -> sessions.put(one.getKey(), one.getValue().asText()));
        Set<String> settled = new LinkedHashSet<>();
        json.path("settled").forEach(one -> settled.add(one.asText()));
        return new DreamMark(json.path("memory").asText(), sessions, settled);
    }

    String write() {
        ObjectNode json = Json.object().put("memory", memory);
        ObjectNode told = json.putObject("sessions");
        sessions.forEach(told::put);
        ArrayNode keys = json.putArray("settled");
        settled.forEach(keys::add);
        return Json.write(json);
    }

    DreamMark withMemory(byte[] content) {
        return new DreamMark(Sha256.hex(content), sessions, settled);
    }

    DreamMark withSessions(Map<String, String> other) {
        return new DreamMark(memory, other, settled);
    }

    DreamMark settling(Collection<String> more) {
        Set<String> all = new LinkedHashSet<>(settled);
        all.removeAll(more);
        all.addAll(more);
        List<String> kept = new ArrayList<>(all);
        return new DreamMark(
                memory,
                sessions,
                new LinkedHashSet<>(kept.subList(Math.max(0, kept.size() - MOST_SETTLED), kept.size())));
    }
}
