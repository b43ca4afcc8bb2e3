package dev.mimo.undo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import java.nio.file.Path;

/**
 * What one call did to one path.
 *
 * @param turn the turn it belongs to, that of the host's session also for sub-agents
 * @param step which step of that turn
 */
record Change(String turn, int step, Path path, Image before, Image after) {

    static Change fromJson(JsonNode json) {
        return new Change(
                json.path("turn").asText(),
                json.path("step").asInt(),
                Path.of(json.path("path").asText()),
                Image.fromJson(json.path("before")),
                Image.fromJson(json.path("after")));
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object().put("turn", turn).put("step", step).put("path", path.toString());
        json.set("before", before.toJson());
        json.set("after", after.toJson());
        return json;
    }
}
