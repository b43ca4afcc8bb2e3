package dev.mimo.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.memory.layer.MemorySearch;
import dev.mimo.model.Json;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.MemoryStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** How memory is told to people and to scripts. */
final class MemoryView {

    private final PrintWriter out;

    MemoryView(PrintWriter out) {
        this.out = out;
    }

    void show(Path file, MemoryStore.Layer layer) {
        out.println(file);
        if (layer.fault() != null) {
            out.println("cannot be read: " + layer.fault());
        } else if (layer.entries().isEmpty()) {
            out.println("nothing is remembered yet");
        }
        for (MemoryEntry.Kind kind : MemoryEntry.Kind.values()) {
            List<MemoryEntry> entries = layer.entries().stream()
                    .filter(entry -> entry.kind() == kind)
                    .toList();
            if (!entries.isEmpty()) {
                out.println();
                out.println(word(kind));
                entries.forEach(entry -> out.println("  " + line(entry)));
            }
        }
    }

    ObjectNode json(MemoryScope scope, MemoryStore.Layer layer) {
        ObjectNode json = Json.object();
        if (scope instanceof MemoryScope.Project project) {
            json.put("project", project.id());
        }
        json.put("version", layer.version()).put("fault", layer.fault());
        ArrayNode entries = json.putArray("entries");
        layer.entries().forEach(entry -> entries.add(json(entry)));
        return json;
    }

    void hits(List<MemorySearch.Hit> hits, boolean json) {
        ArrayNode array = Json.array();
        for (MemorySearch.Hit hit : hits) {
            MemoryEntry entry = hit.entry();
            ObjectNode one = entry == null ? Json.object().put("text", hit.line()) : json(entry);
            array.add(one.put("where", hit.where()));
            if (!json) {
                out.println(
                        hit.where() + "  " + (entry == null ? hit.line() : word(entry.kind()) + ": " + line(entry)));
            }
        }
        if (json) {
            out.println(Json.write(array));
        } else if (hits.isEmpty()) {
            out.println("nothing that is remembered has these words");
        }
    }

    private static String line(MemoryEntry entry) {
        MemoryEntry.Seen seen = entry.seen();
        if (seen == null) {
            return entry.text() + "  (yours)";
        }
        int sessions = seen.sessions().size();
        return entry.text() + "  (" + entry.id() + ", " + word(entry.status()) + ", "
                + (entry.origin() == MemoryEntry.Origin.USER ? "you said it" : "found by an agent") + ", " + sessions
                + (sessions == 1 ? " session" : " sessions") + ")";
    }

    private static ObjectNode json(MemoryEntry entry) {
        ObjectNode json = Json.object()
                .put("id", entry.id())
                .put("kind", word(entry.kind()))
                .put("text", entry.text())
                .put("status", word(entry.status()))
                .put("origin", word(entry.origin()))
                .put("by_hand", entry.belongsToPerson());
        entry.paths().forEach(path -> json.withArray("paths").add(path));
        MemoryEntry.Seen seen = entry.seen();
        if (seen != null) {
            json.put("first", seen.first().toString()).put("last", seen.last().toString());
            seen.sessions().forEach(session -> json.withArray("sessions").add(session.value()));
            seen.evidence().forEach(ref -> json.withArray("evidence").add(ref.toString()));
        }
        return json;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** The checkpoints of a session, the oldest first. */
    void versions(List<Checkpoint> versions, boolean json) {
        ArrayNode array = Json.array();
        for (Checkpoint version : versions) {
            Checkpoint.Making making = version.making();
            String status = making.status().name().toLowerCase(Locale.ROOT);
            ObjectNode one = array.addObject()
                    .put("version", version.version())
                    .put("at", making.at().toString());
            one.put("status", status)
                    .put("model", making.model())
                    .put("tokens", making.usage().total());
            one.put("covered", version.marks().covered())
                    .put("written", version.marks().written());
            one.put("reason", making.reason());
            if (!json) {
                out.printf(
                        "%4d  %s  %-10s  covers %d entries, read by a model %d  %s%n",
                        version.version(),
                        making.at(),
                        status,
                        version.marks().covered(),
                        version.marks().written(),
                        making.reason().isEmpty() ? String.valueOf(making.model()) : making.reason());
            }
        }
        if (json) {
            out.println(Json.write(array));
        }
    }
}
