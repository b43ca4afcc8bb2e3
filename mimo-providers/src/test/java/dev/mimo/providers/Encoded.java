package dev.mimo.providers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.providers.anthropic.MessagesWire;
import dev.mimo.providers.openai.ChatWire;
import dev.mimo.providers.responses.ResponsesWire;
import dev.mimo.providers.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The body of the request that a model is sent, read again. */
final class Encoded {

    private Encoded() {}

    static ObjectNode of(String spec, @Nullable Dialect dialect, Prompt prompt) {
        ModelServer server =
                Objects.requireNonNull(new StandardModels(Map.of()).findServer(ModelRef.parse(spec), dialect));
        return of(server, prompt);
    }

    static ObjectNode of(ModelServer server, Prompt prompt) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        wire(server).encode(prompt).forEach(body::writeBytes);
        return Json.readObject(body.toString(StandardCharsets.UTF_8));
    }

    private static Wire wire(ModelServer server) {
        ModelRef ref = server.facts().ref();
        return switch (server.dialect()) {
            case OPENAI_CHAT -> new ChatWire(ref, server.policy(), 1_000);
            case OPENAI_RESPONSES -> new ResponsesWire(ref, server.policy(), 1_000);
            case ANTHROPIC -> new MessagesWire(ref, server.policy(), 1_000);
        };
    }
}
