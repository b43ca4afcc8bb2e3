package dev.mimo.memory.upkeep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.memory.layer.Flaws;
import dev.mimo.model.Json;
import dev.mimo.session.MemoryEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Two entries that seem to say the same, or to speak against each other. */
record Pairs(List<Pair> pairs) implements Topic {

    /** The first is the one that would stay; of the two it alone may be the user's. */
    record Pair(MemoryEntry first, MemoryEntry second, String reason) {

        String key() {
            return DreamMark.key(first.id() + first.text(), second.id() + second.text());
        }
    }

    @Override
    public String name() {
        return "pair";
    }

    @Override
    public int size() {
        return pairs.size();
    }

    @Override
    public String shown(int number) {
        Pair pair = pairs.get(number);
        return pair.reason + "\nfirst: " + Topic.shown(pair.first) + "\nsecond: " + Topic.shown(pair.second);
    }

    @Override
    public ObjectNode answer() {
        return Json.readObject("""
                {"decision": {"type": "string", "enum": ["merge", "keep_first", "keep_second", "keep_both"]},
                 "text": {"type": "string", "maxLength": 1000}}""");
    }

    @Override
    public String required() {
        return "decision";
    }

    @Override
    public @Nullable Change change(int number, JsonNode answer) {
        Pair pair = pairs.get(number);
        return switch (answer.path("decision").asText()) {
            case "merge" -> merge(pair, answer.path("text").asText("").strip());
            case "keep_first" -> new Change.Retire(pair.second.id(), pair.reason);
            case "keep_second" ->
                Flaws.isUsers(pair.first)
                        ? null // Of the user's words no model says that they no longer hold.
                        : new Change.Retire(pair.first.id(), "another value in " + pair.second.id());
            default -> null;
        };
    }

    @Override
    public String key(int number) {
        return pairs.get(number).key();
    }

    private static Change merge(Pair pair, String text) {
        MemoryEntry first = pair.first;
        MemoryEntry second = pair.second;
        boolean stays = text.isEmpty() || text.equals(first.text()) || Flaws.isUsers(first);
        String words = stays ? null : Wording.checked(text, first.text() + " " + second.text(), null);
        return new Change.Merge(second.id(), first.id(), words, pair.reason);
    }
}
