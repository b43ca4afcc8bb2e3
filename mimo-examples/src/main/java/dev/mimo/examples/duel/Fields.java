package dev.mimo.examples.duel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.environment.Spelling;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.model.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object that a person wrote. What is wrong with one is said in one sentence with the file, the key and
 * the value, as a {@link UsageError}. Confined to one thread.
 */
public final class Fields {

    private final String where;
    private final ObjectNode json;

    /** {@code where}: the file, and the line where it has many. */
    public Fields(String where, ObjectNode json) {
        this.where = where;
        this.json = json;
    }

    /** Reads an object. */
    public static Fields read(String where, String text) {
        try {
            return new Fields(where, Json.readObject(text));
        } catch (MimoException e) {
            throw new UsageError(where + " cannot be read: " + e.getMessage() + ".");
        }
    }

    /** The object itself. */
    public ObjectNode json() {
        return json;
    }

    /** Where it stands. */
    public String where() {
        return where;
    }

    /** Refuses all other keys. */
    public Fields only(Set<String> known) {
        json.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                String near = Spelling.findNearest(key, known);
                throw new UsageError(where + ": nothing is known of the key \"" + key + "\""
                        + (near == null
                                ? "; there is " + String.join(", ", sorted(known))
                                : "; \"" + near + "\" is near")
                        + ".");
            }
        });
        return this;
    }

    private static List<String> sorted(Set<String> keys) {
        return keys.stream().sorted().toList();
    }

    /** Null when it is not there, or null. */
    public @Nullable JsonNode find(String key) {
        JsonNode value = json.get(key);
        return value == null || value.isNull() ? null : value;
    }

    /** Null when it is not there. */
    public @Nullable String findText(String key) {
        JsonNode value = find(key);
        if (value == null) {
            return null;
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw wrong(key, "has to be a text");
        }
        return value.textValue();
    }

    public String text(String key) {
        String value = findText(key);
        if (value == null) {
            throw new UsageError(where + ": the key \"" + key + "\" is missing.");
        }
        return value;
    }

    /** Texts, or one alone; empty when it is not there. */
    List<String> texts(String key) {
        JsonNode value = find(key);
        List<String> texts = new ArrayList<>();
        if (value != null) {
            (value.isArray() ? value : Json.array().add(value)).forEach(text -> {
                if (!text.isTextual() || text.textValue().isBlank()) {
                    throw wrong(key, "has to be a text, or a list of them");
                }
                texts.add(text.textValue());
            });
        }
        return texts;
    }

    /** At least 1; null when it is not there. */
    @Nullable
    Long findCount(String key) {
        JsonNode value = find(key);
        if (value == null) {
            return null;
        }
        if (!value.canConvertToExactIntegral() || !value.canConvertToLong() || value.longValue() < 1) {
            throw wrong(key, "has to be a whole number of at least 1");
        }
        return value.longValue();
    }

    /** The same, where it has to fit into an int. */
    @Nullable
    Integer findSmallCount(String key) {
        Long count = findCount(key);
        if (count != null && count > Integer.MAX_VALUE) {
            throw wrong(key, "is too large");
        }
        return count == null ? null : Math.toIntExact(count);
    }

    /** {@code 90s}, {@code 1h30m} or {@code PT90S}; null when it is not there. */
    @Nullable
    Duration findDuration(String key) {
        String text = findText(key);
        if (text == null) {
            return null;
        }
        String upper = text.toUpperCase(Locale.ROOT);
        Duration duration = parsed(
                key,
                "has to be a time such as 90s or 1h30m",
                upper,
                given -> Duration.parse(given.startsWith("P") ? given : "PT" + given));
        if (duration.isZero() || duration.isNegative()) {
            throw wrong(key, "has to be longer than nothing");
        }
        return duration;
    }

    /** As a text or a number, not negative; null when it is not there. */
    @Nullable
    BigDecimal findAmount(String key) {
        JsonNode value = find(key);
        if (value == null) {
            return null;
        }
        BigDecimal amount = parsed(key, "has to be an amount such as 2.50", value.asText(), BigDecimal::new);
        if (amount.signum() < 0) {
            throw wrong(key, "must not be negative");
        }
        return amount;
    }

    /** One of the constants, in any letter case; null when it is not there. */
    <E extends Enum<E>> @Nullable E findOne(String key, Class<E> type) {
        String text = findText(key);
        if (text == null) {
            return null;
        }
        List<String> names = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
            names.add(constant.name().toLowerCase(Locale.ROOT));
        }
        throw wrong(key, "has to be one of " + String.join(", ", names));
    }

    /** An object within; null when it is not there. */
    @Nullable
    Fields findObject(String key) {
        JsonNode value = find(key);
        if (value != null && !value.isObject()) {
            throw wrong(key, "has to be an object");
        }
        return value == null ? null : new Fields(where + ", " + key, (ObjectNode) value);
    }

    private <T> T parsed(String key, String fault, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw wrong(key, fault);
        }
    }

    /** Says what is wrong with a value. */
    public UsageError wrong(String key, String fault) {
        return new UsageError(where + ": \"" + key + "\" " + fault + ", not " + json.get(key) + ".");
    }
}
