package dev.mimo.memory.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.JsonSchema;
import dev.mimo.session.MemoryEntry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Patches as models write them. All fields are required and none is free, as endpoints with structured answers demand; where
 * there is nothing to say stand empty lists and nulls.
 */
final class PatchFormat {

    private static final ObjectNode SCHEMA = makeSchema();
    private static final JsonSchema CHECK = JsonSchema.of(SCHEMA);

    private PatchFormat() {}

    /** A copy. */
    static ObjectNode schema() {
        return SCHEMA.deepCopy();
    }

    static ObjectNode mend(ObjectNode answer) {
        return CHECK.mend(answer);
    }

    static List<String> faults(ObjectNode answer) {
        return CHECK.check(answer);
    }

    /** Reads what has no faults; names of entries that nobody remembers are left out. */
    static CheckpointPatch read(ObjectNode answer, long upTo, Set<String> remembered, String model) {
        Map<Section, CheckpointPatch.Change> changes = new EnumMap<>(Section.class);
        for (JsonNode change : answer.path("changes")) {
            Section section = Section.valueOf(change.path("section").asText().toUpperCase(Locale.ROOT));
            changes.merge(section, change(change), PatchFormat::both);
        }
        List<Finding> findings = new ArrayList<>();
        answer.path("findings").forEach(finding -> findings.add(finding(finding, remembered)));
        return new CheckpointPatch(upTo, changes, findings, model);
    }

    private static CheckpointPatch.Change change(JsonNode from) {
        List<CheckpointPatch.Line> lines = new ArrayList<>();
        from.path("add")
                .forEach(line -> lines.add(
                        new CheckpointPatch.Line(line.path("text").asText(), numbers(line.path("evidence")))));
        return new CheckpointPatch.Change(from.path("replace").asBoolean(), texts(from.path("remove")), lines);
    }

    /** A section may be named twice. */
    private static CheckpointPatch.Change both(CheckpointPatch.Change one, CheckpointPatch.Change other) {
        List<String> remove = new ArrayList<>(one.remove());
        remove.addAll(other.remove());
        List<CheckpointPatch.Line> add = new ArrayList<>(one.add());
        add.addAll(other.add());
        return new CheckpointPatch.Change(one.replace() || other.replace(), remove, add);
    }

    private static Finding finding(JsonNode from, Set<String> remembered) {
        return new Finding(
                MemoryEntry.Kind.valueOf(from.path("kind").asText().toUpperCase(Locale.ROOT)),
                from.path("text").asText(),
                numbers(from.path("evidence")),
                texts(from.path("paths")),
                known(from.path("same_as"), remembered),
                known(from.path("contradicts"), remembered));
    }

    private static @Nullable String known(JsonNode id, Set<String> remembered) {
        return id.isTextual() && remembered.contains(id.textValue()) ? id.textValue() : null;
    }

    private static List<Long> numbers(JsonNode from) {
        List<Long> numbers = new ArrayList<>();
        from.forEach(number -> numbers.add(number.longValue()));
        return numbers;
    }

    private static List<String> texts(JsonNode from) {
        List<String> texts = new ArrayList<>();
        from.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static ObjectNode makeSchema() {
        ObjectNode line = object();
        field(line, "text", type("string"));
        field(line, "evidence", list(type("integer")));
        ObjectNode change = object();
        ArrayNode sections = field(change, "section", type("string")).putArray("enum");
        for (Section section : Section.values()) {
            if (section != Section.TASK_TREE) {
                sections.add(word(section));
            }
        }
        field(change, "replace", type("boolean"));
        field(change, "remove", list(type("string")));
        field(change, "add", list(line));
        ObjectNode finding = object();
        ArrayNode kinds = field(finding, "kind", type("string")).putArray("enum");
        for (MemoryEntry.Kind kind : MemoryEntry.Kind.values()) {
            kinds.add(word(kind));
        }
        field(finding, "text", type("string"));
        field(finding, "evidence", list(type("integer")));
        field(finding, "paths", list(type("string")));
        field(finding, "same_as", Json.object()).putArray("type").add("string").add("null");
        field(finding, "contradicts", Json.object())
                .putArray("type")
                .add("string")
                .add("null");
        ObjectNode patch = object();
        field(patch, "changes", list(change));
        field(patch, "findings", list(finding));
        return patch;
    }

    /** The name of a section or a kind in the answer: lower case with underscores. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode type(String name) {
        return Json.object().put("type", name);
    }

    private static ObjectNode list(ObjectNode items) {
        return type("array").set("items", items);
    }

    private static ObjectNode object() {
        ObjectNode object = type("object");
        object.putObject("properties");
        object.putArray("required");
        return object.put("additionalProperties", false);
    }

    private static ObjectNode field(ObjectNode object, String name, ObjectNode schema) {
        object.withObjectProperty("properties").set(name, schema);
        object.withArrayProperty("required").add(name);
        return schema;
    }
}
