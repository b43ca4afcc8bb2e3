package dev.mimo.providers.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ProviderData;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which of the texts of a reply were said on the way ({@code commentary}) and which was the answer ({@code final_answer}): some
 * models stop too early when they are not told again. Kept beside the message, a phase for each text. Confined to one thread.
 */
final class Phases {

    private static final String FIELD = "phases";

    private final JsonNode phases;
    private int at;

    private Phases(JsonNode phases) {
        this.phases = phases;
    }

    /** Those of a message; none when another provider gave them. */
    static Phases of(Message.Assistant said, String provider) {
        ProviderData kept = said.provider();
        return kept != null && kept.provider().equals(provider)
                ? new Phases(kept.data().path(FIELD))
                : new Phases(Json.array());
    }

    /** What is kept of the phases of a reply, which are null where the provider gave none; null when there is nothing to keep. */
    static @Nullable ProviderData kept(List<@Nullable String> phases, String provider) {
        if (phases.stream().noneMatch(Objects::nonNull)) {
            return null;
        }
        ObjectNode data = Json.object();
        ArrayNode array = data.putArray(FIELD);
        phases.forEach(array::add);
        return new ProviderData(provider, data);
    }

    /** The phase of the next text; null when it has none. */
    @Nullable
    String next() {
        return phases.path(at++).textValue();
    }
}
