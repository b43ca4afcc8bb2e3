package dev.mimo.testing.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is alike in two streams that say different things: which events come in which order, with which fields of which types. */
final class Shapes {

    private Shapes() {}

    /** One line for each event, equal ones that follow one another as one; a line also for what is no JSON. */
    static List<String> ofStream(String stream) {
        List<String> shapes = new ArrayList<>();
        for (String event : stream.replace("\r\n", "\n").split("\n\n")) {
            String name = "";
            String data = "";
            for (String line : event.split("\n")) {
                name = line.startsWith("event:") ? line.substring(6).strip() + " " : name;
                data = line.startsWith("data:") ? line.substring(5).strip() : data;
            }
            String shape = data.isEmpty() ? "" : name + (data.startsWith("{") ? of(Json.read(data)) : data);
            if (!shape.isEmpty()
                    && (shapes.isEmpty() || !shapes.get(shapes.size() - 1).equals(shape))) {
                shapes.add(shape);
            }
        }
        return shapes;
    }

    static String of(JsonNode json) {
        Set<String> paths = new TreeSet<>();
        collect(json, "", paths);
        return String.join(" ", paths);
    }

    private static void collect(JsonNode json, String path, Set<String> to) {
        if (json.isObject() && !json.isEmpty()) {
            json.properties().forEach(field -> collect(field.getValue(), path + "." + field.getKey(), to));
        } else if (json.isArray() && !json.isEmpty()) {
            json.forEach(item -> collect(item, path + "[]", to));
        } else {
            String type = path.equals(".type") || path.endsWith("block.type") || path.endsWith("delta.type")
                    ? json.asText()
                    : json.getNodeType().toString().toLowerCase(java.util.Locale.ROOT);
            to.add(path + "=" + type);
        }
    }
}
