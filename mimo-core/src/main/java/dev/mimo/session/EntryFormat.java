package dev.mimo.session;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Fields;
import dev.mimo.model.Json;
import dev.mimo.model.WholePairs;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.function.Function;

/**
 * Entries as JSON of our own, one line each: {@code {"type":"call_started","call":"c1"}}.
 *
 * <p>A log begins with a header that names the format's version and the session; the lines that follow are entries in their
 * place. What is read equals what was written, half surrogate pairs included, which a line holds as escapes. An unknown
 * version, type or field is a {@link StoreException} that names the value and the place.
 */
public final class EntryFormat {

    /** The version this class writes. It reads all since the first: each has added types and fields, and changed none. */
    public static final int VERSION = 3;

    private static final int FIRST_BUFFER = 512;

    private EntryFormat() {}

    /**
     * What the first line of a log says.
     *
     * @param session whose log it is
     * @param at when it was begun, to the millisecond
     */
    public record Header(SessionId session, Instant at) {}

    public static String write(Header header) {
        return line(to -> {
            to.writeStartObject();
            to.writeNumberField("format", VERSION);
            to.writeStringField("session", header.session().value());
            to.writeNumberField("at", header.at().toEpochMilli());
            to.writeEndObject();
        });
    }

    public static String write(Stored stored) {
        return line(to -> {
            to.writeStartObject();
            to.writeNumberField("sequence", stored.sequence());
            to.writeNumberField("at", stored.at().toEpochMilli());
            to.writeFieldName("entry");
            write(stored.entry(), to);
            to.writeEndObject();
        });
    }

    public static String write(Entry entry) {
        return line(to -> write(entry, to));
    }

    /** Writes an entry straight to {@code to}, without a tree in between. */
    public static void write(Entry entry, JsonGenerator to) throws IOException {
        to.writeStartObject();
        to.writeStringField("type", type(entry));
        EntryFields.write(entry, to);
        to.writeEndObject();
    }

    /** The type of an entry as it stands in files: lower case with underscores. */
    public static String type(Entry entry) {
        return EntryFields.type(entry);
    }

    /**
     * Reads the first line of a log.
     *
     * @param place what is read, for the message of an error
     */
    public static Header readHeader(String line, String place) {
        return read(line, place, from -> {
            long format = from.number("format");
            if (format < 1 || format > VERSION) {
                return from.refuse("format", "1 to " + VERSION);
            }
            return new Header(SessionId.of(from.text("session")), Instant.ofEpochMilli(from.number("at")));
        });
    }

    /** Reads an entry in its place. */
    public static Stored readStored(String line, String place) {
        return read(
                line,
                place,
                from -> new Stored(
                        from.number("sequence"),
                        Instant.ofEpochMilli(from.number("at")),
                        from.read("entry", EntryFields::read)));
    }

    /** Reads an entry. */
    public static Entry readEntry(String line, String place) {
        return read(line, place, EntryFields::read);
    }

    private static <T> T read(String line, String place, Function<Fields, T> reader) {
        try {
            JsonNode node = Json.exact().readTree(line);
            return Fields.of(node, place).whole(reader);
        } catch (JsonProcessingException e) {
            throw new StoreException(place + " is not JSON: " + e.getOriginalMessage(), null);
        } catch (StoreException e) {
            throw e;
        } catch (MimoException e) {
            throw new StoreException(e.getMessage(), e);
        }
    }

    private static String line(Writing writing) {
        StringWriter text = new StringWriter(FIRST_BUFFER);
        try (JsonGenerator to = Json.exact().createGenerator(text)) {
            writing.run(to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MimoException e) {
            throw new StoreException("cannot be stored: " + e.getMessage(), e);
        }
        return WholePairs.of(text.getBuffer());
    }

    @FunctionalInterface
    private interface Writing {
        void run(JsonGenerator to) throws IOException;
    }
}
