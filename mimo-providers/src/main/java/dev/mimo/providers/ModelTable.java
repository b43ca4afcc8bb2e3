package dev.mimo.providers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Fields;
import dev.mimo.model.Json;
import dev.mimo.model.ModelRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of models: the resource {@code models.json}, and whatever a host lays over it. A row is for the models of one
 * vendor whose names fit one of its patterns; of several such rows the first counts. Immutable; safe for use by several
 * threads.
 */
public final class ModelTable {

    /** Tokens that a model is taken to hold when nobody says how many. */
    static final int UNKNOWN_WINDOW = 128_000;

    private static final String FILE = "models.json";

    private final ObjectNode head;
    private final List<List<ObjectNode>> layers;

    private ModelTable(ObjectNode head, List<List<ObjectNode>> layers) {
        this.head = head;
        this.layers = layers;
    }

    /** The one that comes with the library. */
    public static ModelTable standard() {
        return Standard.INSTANCE;
    }

    /**
     * This one, with {@code changes} laid over it: an object of the same shape as {@code models.json}, whose rows need hold
     * only what differs, and what fits them ({@code vendor} and {@code ids}).
     *
     * @throws MimoException when a row is not valid; the message names it
     */
    public ModelTable with(ObjectNode changes) {
        List<List<ObjectNode>> more = new ArrayList<>(layers);
        more.add(rows(changes));
        ModelTable changed = new ModelTable(head, more);
        for (ObjectNode row : changed.layers.get(more.size() - 1)) {
            changed.of(vendor(row), first(row));
        }
        return changed;
    }

    /** When its facts were true, as {@code 2026-10}. */
    public String asOf() {
        return head.path("as_of").asText();
    }

    /** Where its facts come from. */
    public String source() {
        return head.path("source").asText();
    }

    /** What is known of a model of a vendor; null when no row fits. */
    public @Nullable KnownModel find(String vendor, String name) {
        return layers.stream().anyMatch(rows -> findRow(rows, vendor, name) != null) ? of(vendor, name) : null;
    }

    /** The models that rows are named after, by vendor and name. */
    public Map<ModelRef, KnownModel> all() {
        Map<ModelRef, KnownModel> all = new LinkedHashMap<>();
        for (List<ObjectNode> rows : layers) {
            for (ObjectNode row : rows) {
                all.computeIfAbsent(ModelRef.of(vendor(row), first(row)), ref -> of(ref.provider(), ref.name()));
            }
        }
        return all;
    }

    private KnownModel of(String vendor, String name) {
        ObjectNode merged = unknown(name);
        for (List<ObjectNode> rows : layers) {
            ObjectNode row = findRow(rows, vendor, name);
            if (row != null) {
                Layers.over(merged, row);
            }
        }
        ModelRef ref = ModelRef.of(vendor, name);
        return Fields.of(merged, FILE + ": " + ref).whole(fields -> {
            fields.has("vendor");
            fields.has("ids");
            return KnownModel.read(ref, fields);
        });
    }

    /** What a row need not say. */
    private static ObjectNode unknown(String name) {
        ObjectNode row = Json.object().put("title", name).put("window", UNKNOWN_WINDOW);
        row.putNull("max_output").putNull("prices");
        row.putArray("features").add("tools").add("images");
        row.putObject("policy");
        return row;
    }

    private static @Nullable ObjectNode findRow(List<ObjectNode> rows, String vendor, String name) {
        for (ObjectNode row : rows) {
            if (row.path("vendor").asText().equals(vendor)) {
                for (JsonNode id : row.path("ids")) {
                    if (NamePattern.matches(id.asText(), name)) {
                        return row;
                    }
                }
            }
        }
        return null;
    }

    private static String vendor(ObjectNode row) {
        return Fields.of(row, FILE + ": a row").text("vendor");
    }

    private static String first(ObjectNode row) {
        JsonNode id = Fields.of(row, FILE + ": a row").any("ids").path(0);
        if (!id.isTextual()) {
            throw new MimoException(FILE + ": a row must have at least one id: " + row);
        }
        return id.textValue();
    }

    private static List<ObjectNode> rows(ObjectNode json) {
        return Fields.of(json, FILE).whole(fields -> {
            fields.has("as_of");
            fields.has("source");
            long format = fields.has("format") ? fields.number("format") : 1;
            if (format != 1) {
                fields.refuse("format", "1");
            }
            List<ObjectNode> rows = new ArrayList<>();
            for (JsonNode row : fields.any("models")) {
                rows.add(row instanceof ObjectNode object ? object : fields.<ObjectNode>refuse("models", "objects"));
            }
            return List.copyOf(rows);
        });
    }

    /** Read once, when first asked for. */
    private static final class Standard {
        static final ModelTable INSTANCE = of(Layers.ofResource(FILE));

        private static ModelTable of(ObjectNode json) {
            return new ModelTable(json, List.of(rows(json)));
        }
    }
}
