package dev.mimo.extension;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A Markdown file with YAML between two lines of dashes at its head.
 *
 * @param fields what the head says; empty when there is none
 * @param body what comes after the head
 * @param fault what is wrong with the head; null when nothing is
 */
record FrontMatter(
        Map<String, Object> fields, String body, @Nullable String fault) {

    /** Characters of YAML. Ours; a head is a few lines. */
    private static final int LONGEST = 32 * 1024;

    private static final Pattern FIELD = Pattern.compile("([A-Za-z][A-Za-z0-9_-]*):[ \t]*(.*)");

    static FrontMatter of(String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.get(0).stripTrailing().equals("---")) {
            return new FrontMatter(Map.of(), text, null);
        }
        int end = 1;
        while (end < lines.size() && !lines.get(end).stripTrailing().equals("---")) {
            end++;
        }
        if (end == lines.size()) {
            return new FrontMatter(Map.of(), text, "the front matter has no end");
        }
        List<String> head = lines.subList(1, end);
        String body = String.join("\n", lines.subList(end + 1, lines.size()));
        try {
            return new FrontMatter(yaml(String.join("\n", head)), body, null);
        } catch (RuntimeException e) {
            // The YAML library throws more than its own exceptions on odd numbers and dates.
            return new FrontMatter(plain(head), body, "the front matter is no valid YAML, read line by line");
        }
    }

    /** A single value as text; null when there is none. */
    @Nullable
    String text(String key) {
        Object value = fields.get(key);
        if (!(value instanceof String) && !(value instanceof Number) && !(value instanceof Boolean)) {
            return null;
        }
        String text = value.toString().strip();
        return text.isEmpty() ? null : text;
    }

    /** A list, or one line with commas; null when there is none. */
    @Nullable
    List<String> list(String key) {
        List<String> all = new ArrayList<>();
        if (fields.get(key) instanceof List<?> items) {
            items.stream().filter(String.class::isInstance).forEach(item -> all.add(((String) item).strip()));
            return all;
        }
        String line = text(key);
        if (line == null) {
            return fields.containsKey(key) ? all : null;
        }
        for (String item : line.split(",(?![^()]*\\))", -1)) {
            if (!item.isBlank()) {
                all.add(item.strip());
            }
        }
        return all;
    }

    /** Whether the head has this key with this value. */
    boolean says(String key, String value) {
        return value.equals(text(key));
    }

    private static Map<String, Object> yaml(String head) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LONGEST);
        options.setNestingDepthLimit(10);
        options.setMaxAliasesForCollections(10);
        options.setAllowDuplicateKeys(false);
        options.setAllowRecursiveKeys(false);
        Object read = new Yaml(new SafeConstructor(options)).load(head);
        if (read == null) {
            return Map.of();
        }
        if (!(read instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("not a map");
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (key instanceof String name && value != null) {
                fields.put(name, value);
            }
        });
        return fields;
    }

    /* Many heads in the wild hold colons that YAML takes for its own: "description: Use it when: …". */
    private static Map<String, Object> plain(List<String> head) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String line : head) {
            Matcher field = FIELD.matcher(line);
            if (field.matches() && !field.group(2).isBlank()) {
                fields.putIfAbsent(field.group(1), unquoted(field.group(2).strip()));
            }
        }
        return fields;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1
                && (value.startsWith("\"") || value.startsWith("'"))
                && value.charAt(0) == value.charAt(value.length() - 1);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
