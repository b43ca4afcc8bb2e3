package dev.mimo.tool.coding;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Event;
import dev.mimo.model.Json;
import java.util.Locale;

/**
 * A tool has changed a file; for people, never for the model. A move is a deletion and a creation.
 *
 * @param callId the call that did it
 * @param path relative to the workspace where the file lies inside, else absolute
 * @param kind what became of it
 * @param diff a unified diff, cut after 64 KiB; empty when the file is no text
 */
public record FileChanged(String callId, String path, Kind kind, String diff) implements Event {

    /** What became of a file. */
    public enum Kind {
        CREATED,
        CHANGED,
        DELETED
    }

    @Override
    public String type() {
        return "file_changed";
    }

    @Override
    public ObjectNode toJson() {
        return Json.object()
                .put("call", callId)
                .put("path", path)
                .put("kind", kind.name().toLowerCase(Locale.ROOT))
                .put("diff", diff);
    }
}
