package dev.mimo.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Fields;
import dev.mimo.model.Json;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelException.Failure;
import dev.mimo.model.ModelRef;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a cassette keeps the exception that a model threw; its cause is left out. */
final class CassetteError {

    private CassetteError() {}

    static ObjectNode toJson(ModelException error) {
        Failure failure = error.failure();
        ObjectNode json = Json.object()
                .put("type", error.getClass().getSimpleName())
                .put("model", failure.model().toString())
                .put("words", failure.words());
        if (failure.status() != null) {
            json.put("status", failure.status());
        }
        if (failure.requestId() != null) {
            json.put("request_id", failure.requestId());
        }
        Duration wait = error.retryAfter();
        if (wait != null) {
            json.put("retry_after_ms", wait.toMillis());
        }
        if (error instanceof ModelException.StreamBroken broken) {
            json.put("partial", broken.partial());
        } else if (error instanceof ModelException.ContextOverflow overflow) {
            put(json, "limit", overflow.limit());
            put(json, "asked", overflow.asked());
        }
        return json;
    }

    static ModelException read(Fields from) {
        Long status = CassetteFile.numberOrNull(from, "status");
        Failure failure = new Failure(
                ModelRef.parse(from.text("model")),
                from.text("words"),
                status == null ? null : Math.toIntExact(status),
                from.textOrNull("request_id"),
                null);
        Long millis = CassetteFile.numberOrNull(from, "retry_after_ms");
        Duration wait = millis == null ? null : Duration.ofMillis(millis);
        return switch (from.text("type")) {
            case "RateLimited" -> new ModelException.RateLimited(failure, wait);
            case "Overloaded" -> new ModelException.Overloaded(failure, wait);
            case "ContextOverflow" ->
                new ModelException.ContextOverflow(
                        failure, CassetteFile.numberOrNull(from, "limit"), CassetteFile.numberOrNull(from, "asked"));
            case "AuthenticationFailed" -> new ModelException.AuthenticationFailed(failure);
            case "QuotaExhausted" -> new ModelException.QuotaExhausted(failure);
            case "InvalidRequest" -> new ModelException.InvalidRequest(failure);
            case "ContentFiltered" -> new ModelException.ContentFiltered(failure);
            case "StreamBroken" -> new ModelException.StreamBroken(failure, from.text("partial"));
            case "TransportFailed" -> new ModelException.TransportFailed(failure);
            default -> from.refuse("type", "a known exception");
        };
    }

    private static void put(ObjectNode json, String field, @Nullable Long value) {
        if (value != null) {
            json.put(field, value);
        }
    }
}
