package dev.mimo.workflow.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Fields;
import dev.mimo.model.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a run's file: {@code {"sequence":3,"at":…,"record":{…}}}. The first one names the version of the format and
 * the run as well. A field of the record that is large stands in a file of its own, whose hash the line has under
 * {@code aside}.
 */
final class RunLines {

    /** The largest value that stands in its line, in bytes. */
    static final int LARGEST_INLINE = 64 * 1024;

    /** Bytes that a UTF-16 unit takes at most, but for an escaped one. */
    private static final int LONGEST_UNIT = 3;

    private final RunId run;
    private final ValueFiles values;

    RunLines(RunId run, ValueFiles values) {
        this.run = run;
        this.values = values;
    }

    byte[] write(Recorded recorded) throws IOException {
        String line = JournalFormat.text(to -> {
            to.writeStartObject();
            to.writeNumberField("sequence", recorded.sequence());
            to.writeNumberField("at", recorded.at().toEpochMilli());
            if (recorded.sequence() == 0) {
                to.writeNumberField("format", JournalFormat.VERSION);
                to.writeStringField("run", run.value());
            }
            to.writeFieldName("record");
            JournalFormat.write(recorded.record(), to);
            to.writeEndObject();
        });
        return StoredText.utf8(line.length() > LARGEST_INLINE / LONGEST_UNIT ? withoutLarge(line) : line);
    }

    private String withoutLarge(String text) throws IOException {
        ObjectNode line = (ObjectNode) Json.exact().readTree(text);
        ObjectNode record = (ObjectNode) line.get("record");
        ObjectNode aside = Json.object();
        for (Map.Entry<String, JsonNode> field : record.properties()) {
            byte[] json = StoredText.utf8(Json.exact().writeValueAsString(field.getValue()));
            if (json.length > LARGEST_INLINE) {
                aside.put(field.getKey(), values.put(json));
            }
        }
        aside.fieldNames().forEachRemaining(record::remove);
        return aside.isEmpty() ? text : Json.exact().writeValueAsString(line.set("aside", aside));
    }

    /**
     * Reads the line of a record.
     *
     * @param place of the line, for the message of an error
     */
    Recorded read(byte[] line, long sequence, String place) throws IOException {
        try {
            return Fields.of(Json.exact().readTree(line), place).whole(from -> recorded(from, sequence));
        } catch (JsonProcessingException e) {
            throw new JournalException(place + " is not JSON: " + e.getOriginalMessage(), null);
        } catch (JournalException e) {
            throw e;
        } catch (Unreadable e) {
            throw e.cause;
        } catch (MimoException e) {
            throw new JournalException(e.getMessage(), e);
        }
    }

    private Recorded recorded(Fields from, long sequence) {
        if (sequence == 0 && from.number("format") != JournalFormat.VERSION) {
            return from.refuse("format", Integer.toString(JournalFormat.VERSION));
        }
        if (sequence == 0 && !from.text("run").equals(run.value())) {
            return from.refuse("run", "\"" + run + "\"");
        }
        if (from.number("sequence") != sequence) {
            return from.refuse("sequence", Long.toString(sequence));
        }
        bringBack(from.object("record"), from.anyOrNull("aside"));
        JournalRecord record = from.read("record", JournalFormat::read);
        if (record instanceof JournalRecord.Header != (sequence == 0)) {
            return from.refuse("record", "a header when it is the first one, and no other");
        }
        return new Recorded(sequence, Instant.ofEpochMilli(from.number("at")), record);
    }

    private void bringBack(ObjectNode record, @Nullable JsonNode aside) {
        if (aside == null) {
            return;
        }
        for (Map.Entry<String, JsonNode> field : aside.properties()) {
            try {
                record.set(field.getKey(), values.get(field.getValue().asText()));
            } catch (FileNotFoundException e) {
                throw new JournalException("a value of run " + run + " is missing: " + e.getMessage(), e);
            } catch (IOException e) {
                throw new Unreadable(e);
            }
        }
    }

    /** Carries a disk's refusal out of a lambda. */
    private static final class Unreadable extends MimoException {

        private static final long serialVersionUID = 1L;

        private final IOException cause;

        Unreadable(IOException cause) {
            super("unreadable", cause);
            this.cause = cause;
        }
    }
}
