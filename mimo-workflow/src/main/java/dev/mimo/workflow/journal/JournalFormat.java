package dev.mimo.workflow.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Cost;
import dev.mimo.model.Fields;
import dev.mimo.model.Json;
import dev.mimo.model.MessageFormat;
import dev.mimo.model.Spent;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON of our own: {@code {"type":"delivered","path":"r#0"}}. What is read equals what was written; an unknown
 * type or field is a {@link JournalException} that names the value and the place.
 */
final class JournalFormat {

    /** The version this class reads and writes. */
    static final int VERSION = 1;

    private JournalFormat() {}

    static void write(JournalRecord record, JsonGenerator to) throws IOException {
        to.writeStartObject();
        RecordWriter.write(record, to);
        to.writeEndObject();
    }

    /** What {@code writing} writes, on one line. */
    static String text(Writing writing) {
        StringWriter text = new StringWriter();
        try (JsonGenerator to = Json.exact().createGenerator(text)) {
            writing.run(to);
        } catch (IOException | MimoException e) {
            throw new JournalException("cannot be recorded: " + e.getMessage(), e);
        }
        return text.toString();
    }

    /** Writes JSON. */
    @FunctionalInterface
    interface Writing {
        void run(JsonGenerator to) throws IOException;
    }

    static JournalRecord read(Fields from) {
        String type = from.text("type");
        return switch (type) {
            case "header" ->
                new JournalRecord.Header(
                        from.text("name"),
                        from.text("script"),
                        from.anyOrNull("args"),
                        from.number("seed"),
                        from.read("terms", JournalFormat::terms));
            case "call_started" ->
                new JournalRecord.CallStarted(key(from), count(from, "attempt"), from.object("call"));
            case "call_settled" ->
                new JournalRecord.CallSettled(
                        key(from),
                        constant(JournalRecord.Outcome.class, from, "outcome"),
                        from.anyOrNull("value"),
                        from.textOrNull("reason"),
                        count(from, "attempts"),
                        from.read("spent", JournalFormat::spent));
            case "delivered" -> new JournalRecord.Delivered(path(from));
            case "read" ->
                new JournalRecord.Read(
                        path(from),
                        constant(JournalRecord.ReadKind.class, from, "kind"),
                        from.text("target"),
                        from.any("value"));
            case "write" ->
                new JournalRecord.Write(path(from), from.text("target"), from.textOrNull("before"), from.text("after"));
            default -> readOther(type, from);
        };
    }

    private static JournalRecord readOther(String type, Fields from) {
        return switch (type) {
            case "phase" -> new JournalRecord.Phase(from.text("title"));
            case "log" -> new JournalRecord.Log(from.text("message"));
            case "child" ->
                new JournalRecord.Child(path(from), from.text("name"), from.text("script"), from.anyOrNull("args"));
            case "resume" ->
                new JournalRecord.Resume(
                        count(from, "pass"),
                        constant(JournalRecord.Divergence.class, from, "divergence"),
                        from.textOrNull("script"));
            case "terminal" ->
                new JournalRecord.Terminal(
                        constant(JournalRecord.Status.class, from, "status"),
                        from.anyOrNull("value"),
                        from.textOrNull("error"),
                        from.read("spent", JournalFormat::spent));
            default -> from.refuse("type", "a type of record that this version knows");
        };
    }

    private static CallPath path(Fields from) {
        return new CallPath(from.text("path"));
    }

    private static CallKey key(Fields from) {
        return new CallKey(path(from), from.text("content"));
    }

    private static int count(Fields from, String field) {
        long value = from.number(field);
        return value == (int) value ? (int) value : from.<Integer>refuse(field, "a whole number of 32 bits");
    }

    private static <E extends Enum<E>> E constant(Class<E> type, Fields from, String field) {
        String value = from.text(field);
        for (E constant : type.getEnumConstants()) {
            if (name(constant).equals(value)) {
                return constant;
            }
        }
        return from.refuse(field, "a value that this version knows");
    }

    /** A constant as it stands in files: lower case with underscores. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static JournalRecord.Terms terms(Fields from) {
        TreeMap<String, String> models = new TreeMap<>();
        for (var model : from.object("models").properties()) {
            JsonNode value = model.getValue();
            models.put(
                    model.getKey(),
                    value.isTextual() ? value.textValue() : from.<String>refuse("models", "an object of texts"));
        }
        return new JournalRecord.Terms(
                models, from.object("caps"), from.text("workspace"), from.text("dialect"), from.text("engine"));
    }

    private static Spent spent(Fields from) {
        return new Spent(count(from, "calls"), from.read("usage", MessageFormat::usage), cost(from.textOrNull("usd")));
    }

    private static @Nullable Cost cost(@Nullable String usd) {
        return usd == null ? null : new Cost(new BigDecimal(usd));
    }
}
