package dev.mimo.providers.claude;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import java.util.List;

/**
 * What became of each thing that was found. Holds no secrets: keys, tokens and values of headers are told by where they
 * stand, never by what they are. Fit to be shown to a person as it is. Immutable.
 *
 * @param entries in the order in which things were looked at
 */
public record ImportReport(List<Entry> entries) {

    public ImportReport {
        entries = List.copyOf(entries);
    }

    /**
     * One thing that was found.
     *
     * @param what its name there, such as {@code permissions.deny} or {@code env.ANTHROPIC_BASE_URL}
     * @param value what it says; empty where that is a secret, or tells nothing
     * @param source the file, or {@code environment}
     * @param taken whether it has an effect
     * @param why what it has become here, or why it was ignored; may be empty
     */
    public record Entry(String what, String value, String source, boolean taken, String why) {

        /** One line for people. */
        @Override
        public String toString() {
            String said = value.isEmpty() ? what : what + " " + value;
            return (taken ? "taken    " : "ignored  ") + said + "  [" + source + "]"
                    + (why.isEmpty() ? "" : ": " + why);
        }
    }

    /** One line for each entry, without a line end after the last. */
    @Override
    public String toString() {
        return String.join("\n", entries.stream().map(Entry::toString).toList());
    }

    /** As {@code {"entries": [{what, value, source, taken, why}]}}. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object();
        ArrayNode list = json.putArray("entries");
        for (Entry entry : entries) {
            list.addObject()
                    .put("what", entry.what)
                    .put("value", entry.value)
                    .put("source", entry.source)
                    .put("taken", entry.taken)
                    .put("why", entry.why);
        }
        return json;
    }
}
