package dev.mimo.providers.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ModelRef;
import dev.mimo.model.ProviderData;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.providers.policy.EndpointPolicy;
import dev.mimo.providers.policy.Reasoning;
import dev.mimo.providers.policy.Reasoning.Replay;
import dev.mimo.providers.policy.Reasoning.Signatures;
import dev.mimo.providers.wire.SentCall;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one message as the items it is in a request: what it becomes depends on the message alone, so that a request begins
 * with the bytes of the one before it. Items are sent without the ids that the provider gave them, as it stores none of them;
 * calls and results belong together by their {@code call_id}.
 */
final class ItemWriter {

    private final ModelRef model;
    private final EndpointPolicy policy;
    private final Reasoning reasoning;

    ItemWriter(ModelRef model, EndpointPolicy policy) {
        this.model = model;
        this.policy = policy;
        this.reasoning = policy.reasoning();
    }

    /** JSON objects, a comma before each; empty when there is nothing that the endpoint takes. */
    byte[] write(Message message) {
        List<JsonNode> items = new ArrayList<>();
        if (message instanceof Message.User user) {
            items.add(user(user.content()));
        } else if (message instanceof Message.Assistant assistant) {
            assistant(assistant, items);
        } else if (message instanceof Message.Tool tool) {
            results(tool.results(), items);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        for (JsonNode item : items) {
            bytes.write(',');
            bytes.writeBytes(Json.write(item).getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static ObjectNode user(List<Content> content) {
        ObjectNode item = Json.object().put("type", "message").put("role", "user");
        ArrayNode parts = item.putArray("content");
        content.forEach(block -> part(block, parts));
        if (parts.isEmpty()) {
            parts.addObject().put("type", "input_text").put("text", "");
        }
        return item;
    }

    private static void part(Content block, ArrayNode parts) {
        if (block instanceof Content.Text words && !words.text().isEmpty()) {
            parts.addObject().put("type", "input_text").put("text", words.text());
        } else if (block instanceof Content.Image image) {
            parts.addObject()
                    .put("type", "input_image")
                    .put("image_url", "data:" + image.mediaType() + ";base64," + image.base64());
        }
    }

    /** Thinking waits for what it led to: endpoints refuse it when nothing follows. */
    private void assistant(Message.Assistant said, List<JsonNode> to) {
        boolean replayed = isReplayed(said);
        Phases phases = Phases.of(said, model.provider());
        List<JsonNode> thoughts = new ArrayList<>();
        for (Content block : said.content()) {
            if (block instanceof Content.Thinking thinking) {
                ObjectNode thought = replayed ? thought(thinking.provider()) : null;
                if (thought != null) {
                    thoughts.add(thought);
                }
                continue;
            }
            JsonNode item = item(block, phases);
            if (item != null) {
                to.addAll(thoughts);
                thoughts.clear();
                to.add(item);
            }
        }
    }

    private boolean isReplayed(Message.Assistant said) {
        Replay replay = reasoning.replay();
        boolean wanted = replay == Replay.ALWAYS
                || (replay == Replay.WITH_CALLS && !said.toolCalls().isEmpty());
        return wanted && reasoning.authors().include(said.author(), model);
    }

    /** What no item of this dialect was made of, though by the same provider, has no summary. */
    private @Nullable ObjectNode thought(@Nullable ProviderData provider) {
        if (provider == null
                || !provider.provider().equals(model.provider())
                || !(provider.data() instanceof ObjectNode data)
                || !data.path("summary").isArray()) {
            return null;
        }
        boolean sealed = data.path("encrypted_content").isTextual();
        return sealed || reasoning.signatures() != Signatures.REQUIRED
                ? Json.object().put("type", "reasoning").setAll(data)
                : null;
    }

    private @Nullable JsonNode item(Content block, Phases phases) {
        if (block instanceof Content.Text words) {
            return message(words.text(), phases.next());
        }
        if (block instanceof ToolCall call) {
            return Json.object()
                    .put("type", "function_call")
                    .put("call_id", id(call.id()))
                    .put("name", SentCall.name(call.name()))
                    .put("arguments", Json.write(SentCall.arguments(call)));
        }
        return block instanceof Content.Opaque opaque && isTaken(opaque) ? opaque.raw() : null;
    }

    private static @Nullable ObjectNode message(String text, @Nullable String phase) {
        if (text.isEmpty()) {
            return null;
        }
        ObjectNode item = Json.object().put("type", "message").put("role", "assistant");
        if (phase != null) {
            item.put("phase", phase);
        }
        item.putArray("content").addObject().put("type", "output_text").put("text", text);
        return item;
    }

    /** What waits for an output that nobody here can give would make the endpoint refuse every later request. */
    private boolean isTaken(Content.Opaque opaque) {
        return opaque.provider().equals(model.provider())
                && opaque.raw().isObject()
                && !opaque.raw().hasNonNull("call_id");
    }

    private void results(List<ToolResult> results, List<JsonNode> to) {
        List<Content> images = new ArrayList<>();
        for (ToolResult result : results) {
            ObjectNode item = Json.object().put("type", "function_call_output").put("call_id", id(result.callId()));
            List<Content> shown = result.content().stream()
                    .filter(Content.Image.class::isInstance)
                    .toList();
            if (!shown.isEmpty() && policy.tools().resultImages()) {
                ArrayNode parts = item.putArray("output");
                result.content().forEach(block -> part(block, parts));
            } else {
                images.addAll(shown);
                item.put("output", text(result.text(), shown.size()));
            }
            to.add(item);
        }
        if (!images.isEmpty()) {
            images.add(0, Content.text("Images of the tool results above, in their order:"));
            to.add(user(images));
        }
    }

    private static String text(String text, int images) {
        String more = images == 0 ? "" : "[" + images + (images == 1 ? " image follows]" : " images follow]");
        if (text.isEmpty()) {
            return more.isEmpty() ? "(no output)" : more;
        }
        return more.isEmpty() ? text : text + "\n" + more;
    }

    private String id(String id) {
        return SentCall.id(id, policy.tools().idCharacters());
    }
}
