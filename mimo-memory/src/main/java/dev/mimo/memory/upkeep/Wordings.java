package dev.mimo.memory.upkeep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.session.MemoryEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries that should be said in other words. */
record Wordings(List<Reworded> entries) implements Topic {

    record Reworded(MemoryEntry entry, String reason) {

        String key() {
            return DreamMark.key("wording", entry.id() + entry.text());
        }
    }

    @Override
    public String name() {
        return "wording";
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public String shown(int number) {
        Reworded one = entries.get(number);
        return one.reason + "\nentry: " + Topic.shown(one.entry);
    }

    @Override
    public ObjectNode answer() {
        return Json.readObject("{\"text\": {\"type\": \"string\", \"maxLength\": 1000}}");
    }

    @Override
    public @Nullable String required() {
        return null;
    }

    @Override
    public @Nullable Change change(int number, JsonNode answer) {
        Reworded one = entries.get(number);
        String text = answer.path("text").asText("").strip();
        return text.isEmpty() || text.equals(one.entry.text())
                ? null
                : new Change.Reword(
                        one.entry.id(), Wording.checked(text, one.entry.text(), Wording.seen(one.entry)), one.reason);
    }

    @Override
    public String key(int number) {
        return entries.get(number).key();
    }
}
