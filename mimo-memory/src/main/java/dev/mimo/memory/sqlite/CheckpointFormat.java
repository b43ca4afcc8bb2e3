package dev.mimo.memory.sqlite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.memory.checkpoint.Item;
import dev.mimo.memory.checkpoint.Section;
import dev.mimo.model.Cost;
import dev.mimo.model.Fields;
import dev.mimo.model.Json;
import dev.mimo.model.Usage;
import dev.mimo.model.WholePairs;
import dev.mimo.session.SessionId;
import dev.mimo.session.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Checkpoints as JSON: all of them but the session and the version, by which they are found. */
final class CheckpointFormat {

    private static final int VERSION = 1;

    private CheckpointFormat() {}

    static String write(Checkpoint checkpoint) {
        Checkpoint.Making making = checkpoint.making();
        ObjectNode json = Json.object()
                .put("format", VERSION)
                .put("covered", checkpoint.marks().covered())
                .put("written", checkpoint.marks().written())
                .put("at", making.at().toString())
                .put("status", word(making.status()));
        if (making.model() != null) {
            json.put("model", making.model());
        }
        json.set("usage", usage(making.usage()));
        if (making.cost() != null) {
            json.put("cost_usd", making.cost().usd().toPlainString());
        }
        json.put("reason", making.reason());
        ObjectNode sections = json.putObject("sections");
        for (Section section : Section.values()) {
            ArrayNode items = sections.putArray(word(section));
            checkpoint.items(section).forEach(item -> items.add(item(item)));
        }
        return WholePairs.of(Json.write(json));
    }

    private static ObjectNode item(Item item) {
        ObjectNode json = Json.object().put("id", item.id()).put("text", item.text());
        ArrayNode evidence = json.putArray("evidence");
        item.evidence().forEach(evidence::add);
        return json.put("maker", word(item.maker()));
    }

    private static ObjectNode usage(Usage usage) {
        return Json.object()
                .put("input", usage.input())
                .put("output", usage.output())
                .put("reasoning", usage.reasoning())
                .put("cache_read", usage.cacheRead())
                .put("cache_write", usage.cacheWrite());
    }

    /** Fails with a {@link StoreException} that names {@code place} when it is nothing of this format. */
    static Checkpoint read(String json, SessionId session, int version, String place) {
        try {
            return Fields.of(Json.readObject(json), place).whole(from -> checkpoint(from, session, version));
        } catch (StoreException e) {
            throw e;
        } catch (MimoException e) {
            throw new StoreException(place + ": " + e.getMessage(), e);
        }
    }

    private static Checkpoint checkpoint(Fields from, SessionId session, int version) {
        if (from.number("format") != VERSION) {
            return from.refuse("format", String.valueOf(VERSION));
        }
        String cost = from.textOrNull("cost_usd");
        Checkpoint.Making making = new Checkpoint.Making(
                Instant.parse(from.text("at")),
                value(from, "status", Checkpoint.Status.class),
                from.textOrNull("model"),
                from.read("usage", CheckpointFormat::usage),
                cost == null ? null : Cost.usd(cost),
                from.text("reason"));
        Checkpoint.Marks marks = new Checkpoint.Marks(from.number("covered"), from.number("written"));
        Map<Section, List<Item>> sections = from.read("sections", CheckpointFormat::sections);
        return new Checkpoint(session, version, sections, marks, making);
    }

    private static Usage usage(Fields from) {
        return new Usage(
                from.number("input"),
                from.number("output"),
                from.number("reasoning"),
                from.number("cache_read"),
                from.number("cache_write"));
    }

    private static Map<Section, List<Item>> sections(Fields from) {
        Map<Section, List<Item>> sections = new EnumMap<>(Section.class);
        for (Section section : Section.values()) {
            sections.put(section, from.list(word(section), CheckpointFormat::item));
        }
        return sections;
    }

    private static Item item(Fields from) {
        List<Long> evidence = new ArrayList<>();
        for (JsonNode number : from.any("evidence")) {
            evidence.add(number.longValue());
        }
        return new Item(from.text("id"), from.text("text"), evidence, value(from, "maker", Item.Maker.class));
    }

    private static <E extends Enum<E>> E value(Fields from, String field, Class<E> type) {
        return Enum.valueOf(type, from.text(field).toUpperCase(Locale.ROOT));
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
