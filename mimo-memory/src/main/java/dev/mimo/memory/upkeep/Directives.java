package dev.mimo.memory.upkeep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.session.MemoryEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the user said in one session only, and may have meant for that session. Its words stay those of the checkpoint. */
record Directives(List<MemoryEntry> entries) implements Topic {

    static String key(MemoryEntry entry) {
        return DreamMark.key("directive", entry.text());
    }

    @Override
    public String name() {
        return "directive";
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public String shown(int number) {
        return Topic.shown(entries.get(number));
    }

    @Override
    public ObjectNode answer() {
        return Json.readObject("{\"decision\": {\"type\": \"string\", \"enum\": [\"add\", \"leave\"]}}");
    }

    @Override
    public String required() {
        return "decision";
    }

    @Override
    public @Nullable Change change(int number, JsonNode answer) {
        return answer.path("decision").asText().equals("add")
                ? new Change.Add(entries.get(number), "the user said it, and it holds beyond its session")
                : null;
    }

    @Override
    public String key(int number) {
        return key(entries.get(number));
    }
}
