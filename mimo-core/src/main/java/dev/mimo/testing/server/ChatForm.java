package dev.mimo.testing.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mimo.model.Json;
import dev.mimo.model.Reply;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import dev.mimo.testing.wire.Vendor;

/** How a vendor writes the parts of a chat completion. Made for one answer. */
final class ChatForm {

    private static final String[] MIMO_FIELDS = {"content", "role", "tool_calls", "reasoning_content"};

    private final Asked asked;
    private final Vendor vendor;
    private final boolean thinks;

    /** {@code thinks}: whether the answer has thinking in it. */
    ChatForm(Asked asked, boolean thinks) {
        this.asked = asked;
        this.vendor = asked.vendor();
        this.thinks = thinks;
    }

    ObjectNode frame(String object) {
        ObjectNode frame = Json.object()
                .put("id", asked.id())
                .put("object", object)
                .put("created", 0)
                .put("model", asked.model());
        switch (vendor) {
            case STANDARD -> frame.put("service_tier", "default").put("system_fingerprint", "fp_loopback");
            case DEEPSEEK, KIMI -> frame.put("system_fingerprint", "fp_loopback");
            case GLM -> {
                if (object.equals("chat.completion")) {
                    frame.put("request_id", asked.id());
                }
            }
            case MIMO -> {
                // Nothing more.
            }
        }
        return frame;
    }

    ObjectNode chunk(ObjectNode delta, String finish) {
        ObjectNode chunk = frame("chat.completion.chunk");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        if (vendor == Vendor.STANDARD || vendor == Vendor.DEEPSEEK) {
            choice.putNull("logprobs");
        }
        if (!finish.isEmpty()) {
            choice.put("finish_reason", finish);
        } else if (vendor != Vendor.GLM) {
            choice.putNull("finish_reason");
        }
        boolean noUsageYet = vendor == Vendor.DEEPSEEK
                || (vendor == Vendor.STANDARD && tellsUsage())
                || (vendor == Vendor.MIMO && !finish.isEmpty());
        if (noUsageYet) {
            chunk.putNull("usage");
        }
        return obfuscated(chunk);
    }

    /** OpenAI fills its events up, so that their lengths tell nothing. */
    ObjectNode obfuscated(ObjectNode chunk) {
        return vendor == Vendor.STANDARD ? chunk.put("obfuscation", "0") : chunk;
    }

    /** Whether usage is told at the end of a stream; those who do not wait to be asked always tell. */
    boolean tellsUsage() {
        return vendor != Vendor.STANDARD
                || asked.request().path("stream_options").path("include_usage").asBoolean(false);
    }

    boolean hasOpening() {
        return vendor != Vendor.GLM;
    }

    ObjectNode opening(boolean hasText) {
        return switch (vendor) {
            case STANDARD -> {
                ObjectNode delta = Json.object().put("role", "assistant");
                delta.set("content", hasText ? TextNode.valueOf("") : NullNode.instance);
                yield delta.putNull("refusal");
            }
            case DEEPSEEK -> {
                ObjectNode delta = Json.object().put("role", "assistant");
                yield thinks ? delta.putNull("content").put("reasoning_content", "") : delta.put("content", "");
            }
            case MIMO -> {
                ObjectNode delta = delta("role", TextNode.valueOf("assistant"));
                yield delta.put("content", "");
            }
            case KIMI, GLM -> Json.object().put("role", "assistant").put("content", "");
        };
    }

    ObjectNode delta(String field, JsonNode value) {
        ObjectNode delta = Json.object();
        switch (vendor) {
            case STANDARD, KIMI -> {
                // Only what there is.
            }
            case DEEPSEEK -> {
                if (thinks && !field.equals("tool_calls")) {
                    delta.putNull("content").putNull("reasoning_content");
                }
            }
            case GLM -> {
                if (!field.equals("tool_calls")) {
                    delta.put("role", "assistant");
                }
            }
            case MIMO -> {
                for (String name : MIMO_FIELDS) {
                    delta.putNull(name);
                }
            }
        }
        delta.set(field, value);
        return delta;
    }

    ObjectNode finishDelta() {
        return switch (vendor) {
            case STANDARD, KIMI -> Json.object();
            case DEEPSEEK, GLM -> delta("content", TextNode.valueOf(""));
            case MIMO -> delta("content", NullNode.instance);
        };
    }

    /** Whether a call comes as one piece. */
    boolean isWholeCall() {
        return vendor == Vendor.GLM && !asked.request().path("tool_stream").asBoolean(false);
    }

    static ObjectNode call(ToolCall call, int index, String arguments) {
        ObjectNode json = Json.object().put("index", index).put("id", call.id()).put("type", "function");
        json.putObject("function").put("name", call.name()).put("arguments", arguments);
        return json;
    }

    ObjectNode callGoesOn(int index, String arguments) {
        ObjectNode json = Json.object().put("index", index);
        if (vendor == Vendor.MIMO) {
            json.putNull("id").put("type", "function");
        }
        ObjectNode function = json.putObject("function").put("arguments", arguments);
        if (vendor == Vendor.MIMO) {
            function.putNull("name");
        }
        return json;
    }

    /** Whether a refusal has a field of its own. */
    boolean hasRefusals() {
        return vendor == Vendor.STANDARD;
    }

    String finish(Reply reply) {
        StopReason reason = reply.stopReason();
        boolean filtered = reason.equals(StopReason.CONTENT_FILTER)
                || (reason.equals(StopReason.REFUSAL) && vendor != Vendor.STANDARD);
        if (filtered) {
            return vendor == Vendor.GLM ? "sensitive" : "content_filter";
        }
        boolean plain = reason.equals(StopReason.UNKNOWN)
                || reason.equals(StopReason.REFUSAL)
                || reason.equals(StopReason.PAUSE);
        return plain ? "stop" : reason.value();
    }

    ObjectNode usage(Usage usage) {
        ObjectNode json = Json.object()
                .put("prompt_tokens", usage.prompt())
                .put("completion_tokens", usage.output())
                .put("total_tokens", usage.total());
        ObjectNode prompt = Json.object().put("cached_tokens", usage.cacheRead());
        ObjectNode completion = Json.object().put("reasoning_tokens", usage.reasoning());
        if (vendor == Vendor.KIMI) {
            json.setAll(prompt);
        } else {
            json.set("prompt_tokens_details", prompt);
        }
        boolean always = vendor != Vendor.DEEPSEEK && vendor != Vendor.KIMI;
        if (always || thinks) {
            json.set("completion_tokens_details", completion);
        }
        switch (vendor) {
            case STANDARD -> standard(usage, prompt, completion);
            case DEEPSEEK ->
                json.put("prompt_cache_hit_tokens", usage.cacheRead())
                        .put("prompt_cache_miss_tokens", usage.prompt() - usage.cacheRead());
            case MIMO -> {
                if (usage.cacheRead() == 0) {
                    prompt.removeAll();
                }
            }
            case KIMI, GLM -> {
                // As said.
            }
        }
        return json;
    }

    private static void standard(Usage usage, ObjectNode prompt, ObjectNode completion) {
        prompt.put("audio_tokens", 0);
        if (usage.cacheWrite() > 0) {
            prompt.put("cache_write_tokens", usage.cacheWrite());
        }
        completion.put("audio_tokens", 0).put("accepted_prediction_tokens", 0).put("rejected_prediction_tokens", 0);
    }
}
