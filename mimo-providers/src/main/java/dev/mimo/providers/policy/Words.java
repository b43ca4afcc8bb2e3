package dev.mimo.providers.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@link Fields} has no word for: names of a closed set, texts that may be null, lists and maps of texts. */
final class Words {

    private Words() {}

    static <E extends Enum<E>> E read(Fields fields, String field, Class<E> type) {
        return named(fields, field, fields.text(field), type);
    }

    static <E extends Enum<E>> E named(Fields fields, String field, String word, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(word)) {
                return constant;
            }
        }
        return fields.refuse(field, "one of " + known(type));
    }

    /** JSON's null where there is none: in a file that can be laid over another, leaving out means keeping. */
    static @Nullable String textOrNull(Fields fields, String field) {
        return fields.any(field).isNull() ? null : fields.text(field);
    }

    static @Nullable Integer numberOrNull(Fields fields, String field) {
        return fields.any(field).isNull() ? null : Math.toIntExact(fields.number(field));
    }

    static List<String> list(Fields fields, String field) {
        JsonNode value = fields.any(field);
        List<String> texts = new ArrayList<>();
        for (JsonNode item : value) {
            texts.add(item.isTextual() ? item.textValue() : fields.<String>refuse(field, "a list of texts"));
        }
        return value.isArray() ? List.copyOf(texts) : fields.refuse(field, "a list of texts");
    }

    static Map<String, String> map(Fields fields, String field) {
        Map<String, String> texts = new LinkedHashMap<>();
        fields.object(field).properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            texts.put(
                    entry.getKey(), value.isTextual() ? value.textValue() : fields.<String>refuse(field, "texts only"));
        });
        return Map.copyOf(texts);
    }

    private static String known(Class<? extends Enum<?>> type) {
        StringBuilder words = new StringBuilder();
        for (Enum<?> constant : type.getEnumConstants()) {
            words.append(words.length() == 0 ? "" : ", ").append(constant.name().toLowerCase(Locale.ROOT));
        }
        return words.toString();
    }
}
