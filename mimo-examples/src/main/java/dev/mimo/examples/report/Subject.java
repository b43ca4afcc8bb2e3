package dev.mimo.examples.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import java.util.List;

/** What a call is about, in a few words. */
final class Subject {

    static final int LONGEST = 160;

    private static final List<String> TELLING =
            List.of("command", "path", "pattern", "query", "url", "title", "task", "question", "text");

    private Subject() {}

    /** The first argument that tells something, else all of them. */
    static String of(ToolCall call) {
        if (call.unparsed() != null) {
            return Clip.line(call.unparsed(), LONGEST);
        }
        for (String name : TELLING) {
            JsonNode value = call.arguments().path(name);
            if (value.isTextual() && !value.asText().isBlank()) {
                return Clip.line(value.asText(), LONGEST);
            }
        }
        return call.arguments().isEmpty() ? "" : Clip.line(Json.write(call.arguments()), LONGEST);
    }
}
