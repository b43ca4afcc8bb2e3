package dev.mimo.providers.responses;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Json;
import dev.mimo.model.Usage;
import dev.mimo.providers.wire.WireJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What matters of a response object, which otherwise repeats the request. Each field is null when it is not there. */
final class ResponseFields {

    @Nullable
    String id;

    @Nullable
    String status;

    /** Why it is incomplete. */
    @Nullable
    String reason;

    /** As JSON or text. */
    @Nullable
    String error;

    /** What gateways say instead of an answer. */
    @Nullable
    String message;

    @Nullable
    List<JsonNode> output;

    Usage usage = Usage.none();

    /** The parser stands at the start of the object, and afterwards at its end. */
    static ResponseFields read(JsonParser json) throws IOException {
        ResponseFields fields = new ResponseFields();
        while (WireJson.nextField(json)) {
            fields.field(json);
        }
        return fields;
    }

    /** The error of a response that failed. */
    String failure() {
        return error != null
                ? error
                : Json.write(Json.object()
                        .put("code", "server_error")
                        .put("message", "the provider ended the answer as " + status));
    }

    private void field(JsonParser json) throws IOException {
        String field = json.currentName();
        switch (field) {
            case "id" -> id = WireJson.scalar(json);
            case "status" -> status = WireJson.scalar(json);
            case "incomplete_details" -> details(json);
            case "error" -> error = WireJson.error(json);
            case "message", "detail" -> message = WireJson.scalar(json);
            case "output" -> output(json);
            case "usage" -> usage = WireJson.isObject(json) ? TokenCounts.usage(WireJson.tree(json)) : Usage.none();
            default -> json.skipChildren();
        }
    }

    private void details(JsonParser json) throws IOException {
        if (WireJson.isObject(json)) {
            String told = WireJson.tree(json).path("reason").asText("");
            reason = told.isBlank() ? null : told;
        }
    }

    private void output(JsonParser json) throws IOException {
        if (!WireJson.isArray(json)) {
            return;
        }
        List<JsonNode> items = new ArrayList<>();
        while (WireJson.nextItem(json)) {
            if (WireJson.isObject(json)) {
                items.add(WireJson.tree(json));
            }
        }
        output = items;
    }
}
