package dev.mimo.providers.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Json;
import dev.mimo.model.ProviderData;
import dev.mimo.model.ToolCall;
import org.jspecify.annotations.Nullable;

/** Makes calls of what providers send. */
public final class ReceivedCall {

    private ReceivedCall() {}

    /**
     * A call with arguments as they came: none means an empty object, anything but an object stays as it is and is never run.
     *
     * @param mayBeCut whether the answer may have ended within it: arguments that had not begun are then missing, not empty
     */
    public static ToolCall of(
            String id, String name, String arguments, boolean mayBeCut, @Nullable ProviderData provider) {
        boolean none = arguments.isBlank() || arguments.strip().equals("null");
        if (none) {
            return new ToolCall(id, name, Json.object(), mayBeCut ? arguments : null, provider);
        }
        try {
            ObjectNode object = Json.readObject(arguments);
            return new ToolCall(id, name, object, null, provider);
        } catch (MimoException e) {
            return new ToolCall(id, name, Json.object(), arguments, provider);
        }
    }
}
