package dev.mimo.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Gives what differs from run to run a name that does not: random ids, times, folders below the temporary one. The same thing
 * has the same name in all texts that one object was given. Confined to one thread.
 */
final class StableText {

    private static final Pattern VOLATILE = Pattern.compile("(?<id>\\b[a-z]+-[0-9a-v]{19}\\b)"
            + "|(?<uuid>\\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\\b)"
            + "|(?<time>\\b\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?(?:Z|[+-]\\d\\d:?\\d\\d)?)"
            + "|(?:" + temporaryFolders() + ")[/\\\\](?<folder>[^\\s/\\\\\"'<>:]+)");

    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();

    StableText() {}

    String of(String text) {
        return VOLATILE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(name((Matcher) found)));
    }

    /** All texts in it, in order. */
    JsonNode of(JsonNode node) {
        if (node.isTextual()) {
            return Json.mapper().getNodeFactory().textNode(of(node.textValue()));
        }
        if (node.isArray()) {
            ArrayNode items = Json.array();
            node.forEach(item -> items.add(of(item)));
            return items;
        }
        if (node.isObject()) {
            ObjectNode fields = Json.object();
            node.properties().forEach(field -> fields.set(of(field.getKey()), of(field.getValue())));
            return fields;
        }
        return node;
    }

    /** The name of {@code id} among those of its kind, in the order in which they were first asked for. */
    String name(String kind, String id) {
        return names.computeIfAbsent(kind + " " + id, any -> kind + "-" + counts.merge(kind, 1, Integer::sum));
    }

    private String name(Matcher found) {
        String id = found.group("id");
        if (id != null) {
            return "<" + name(id.substring(0, id.lastIndexOf('-')), id) + ">";
        } else if (found.group("uuid") != null) {
            return "<" + name("uuid", found.group("uuid").toLowerCase(Locale.ROOT)) + ">";
        } else if (found.group("time") != null) {
            return "<time>";
        }
        return "<" + name("tmp", found.group("folder")) + ">";
    }

    private static String temporaryFolders() {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        Set<String> spellings = new LinkedHashSet<>();
        try {
            spellings.add(folder.toRealPath().toString());
        } catch (IOException e) {
            // then nothing can lie in it by that name
        }
        spellings.add(folder.toAbsolutePath().normalize().toString());
        return spellings.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    }
}
