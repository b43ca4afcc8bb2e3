package dev.mimo.testing.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Reply;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import dev.mimo.testing.server.WireEvent.Kind;
import dev.mimo.testing.wire.Vendor;
import java.util.ArrayList;
import java.util.List;

/** The messages dialect: blocks one after the other, each with a frame around its pieces. */
final class MessagesAnswer implements AnswerForm {

    private static final int LONGEST_PADDING = 16;

    private final Asked asked;
    private final boolean original;
    private final List<WireEvent> events = new ArrayList<>();
    private int blocks;
    private int calls;
    private boolean pinged;

    MessagesAnswer(Asked asked) {
        this.asked = asked;
        original = asked.vendor() == Vendor.STANDARD;
    }

    @Override
    public List<WireEvent> events(Reply reply, Pieces pieces) {
        ObjectNode start = Json.object().put("type", "message_start");
        start.set("message", message(Json.array(), startUsage(reply.usage())));
        add(Kind.FRAME, -1, start);
        for (Content block : reply.message().content()) {
            block(block, pieces);
        }
        ping(-1);
        ObjectNode delta = Json.object().put("type", "message_delta");
        delta.set("delta", stop(Json.object(), reply.stopReason()));
        delta.set("usage", endUsage(reply.usage()));
        add(Kind.FINISH, -1, delta);
        add(Kind.END_MARK, -1, Json.object().put("type", "message_stop"));
        return events;
    }

    private void block(Content block, Pieces pieces) {
        if (block instanceof Content.Text words && !words.text().isEmpty()) {
            start(-1, Json.object().put("type", "text").put("text", ""));
            for (String piece : pieces.ofText(words.text())) {
                delta(Kind.PIECE, -1, Json.object().put("type", "text_delta").put("text", piece));
            }
            stop(-1);
        } else if (block instanceof Content.Thinking thinking) {
            thinking(thinking, pieces);
        } else if (block instanceof ToolCall call) {
            call(call, calls++);
        } else if (block instanceof Content.Opaque opaque && opaque.raw() instanceof ObjectNode raw) {
            start(-1, raw);
            stop(-1);
        }
    }

    private void thinking(Content.Thinking thinking, Pieces pieces) {
        String redacted = Sealing.redacted(thinking);
        if (redacted != null) {
            start(-1, Json.object().put("type", "redacted_thinking").put("data", redacted));
            stop(-1);
            return;
        }
        start(-1, Json.object().put("type", "thinking").put("thinking", "").put("signature", ""));
        for (String piece : pieces.ofThinking(thinking.text())) {
            delta(Kind.PIECE, -1, Json.object().put("type", "thinking_delta").put("thinking", piece));
        }
        String signature = Sealing.signature(thinking);
        if (signature != null) {
            delta(Kind.FRAME, -1, Json.object().put("type", "signature_delta").put("signature", signature));
        }
        stop(-1);
    }

    private void call(ToolCall call, int index) {
        events.add(started(Kind.CALL, index, toolUse(call, Json.object())));
        ping(index);
        delta(Kind.FRAME, index, Json.object().put("type", "input_json_delta").put("partial_json", ""));
        if (call.unparsed() != null || !call.arguments().isEmpty()) {
            for (String piece : Pieces.ofArguments(call)) {
                delta(
                        Kind.CALL,
                        index,
                        Json.object().put("type", "input_json_delta").put("partial_json", piece));
            }
        }
        stop(index);
    }

    private ObjectNode toolUse(ToolCall call, ObjectNode input) {
        ObjectNode block =
                Json.object().put("type", "tool_use").put("id", call.id()).put("name", call.name());
        block.set("input", input);
        if (original) {
            block.putObject("caller").put("type", "direct");
        }
        return block;
    }

    @Override
    public ObjectNode body(Reply reply) {
        ArrayNode content = Json.array();
        for (Content block : reply.message().content()) {
            whole(block, content);
        }
        ObjectNode usage =
                startUsage(reply.usage()).put("output_tokens", reply.usage().output());
        ObjectNode message = message(content, usage);
        stop(message, reply.stopReason());
        return message;
    }

    private void whole(Content block, ArrayNode to) {
        if (block instanceof Content.Text words && !words.text().isEmpty()) {
            to.addObject().put("type", "text").put("text", words.text());
        } else if (block instanceof Content.Thinking thinking) {
            String redacted = Sealing.redacted(thinking);
            String signature = Sealing.signature(thinking);
            if (redacted != null) {
                to.addObject().put("type", "redacted_thinking").put("data", redacted);
            } else {
                to.addObject()
                        .put("type", "thinking")
                        .put("thinking", thinking.text())
                        .put("signature", signature == null ? "" : signature);
            }
        } else if (block instanceof ToolCall call) {
            to.add(toolUse(call, call.arguments()));
        } else if (block instanceof Content.Opaque opaque) {
            to.add(opaque.raw());
        }
    }

    @Override
    public List<WireEvent> error(int status, String words) {
        return List.of(WireEvent.of(Kind.FRAME, "error", Refusal.body(asked.dialect(), asked.vendor(), status, words)));
    }

    private ObjectNode message(ArrayNode content, ObjectNode usage) {
        ObjectNode message = Json.object()
                .put("model", asked.model())
                .put("id", asked.id())
                .put("type", "message")
                .put("role", "assistant");
        message.set("content", content);
        message.putNull("stop_reason");
        if (original) {
            message.putNull("stop_sequence").putNull("stop_details");
        }
        message.set("usage", usage);
        return message;
    }

    private ObjectNode stop(ObjectNode to, StopReason reason) {
        to.put("stop_reason", word(reason));
        if (original) {
            to.putNull("stop_sequence").putNull("stop_details");
            if (word(reason).equals("refusal")) {
                to.putObject("stop_details")
                        .put("type", "refusal")
                        .putNull("category")
                        .putNull("explanation");
            }
        }
        return to;
    }

    private static String word(StopReason reason) {
        return switch (reason.value()) {
            case "stop", "unknown" -> "end_turn";
            case "tool_calls" -> "tool_use";
            case "length" -> "max_tokens";
            case "content_filter", "refusal" -> "refusal";
            case "pause" -> "pause_turn";
            default -> reason.value();
        };
    }

    private ObjectNode startUsage(Usage usage) {
        ObjectNode json = promptUsage(usage);
        if (original) {
            json.putObject("cache_creation")
                    .put("ephemeral_5m_input_tokens", usage.cacheWrite())
                    .put("ephemeral_1h_input_tokens", 0);
        }
        json.put("output_tokens", Math.min(1, usage.output()));
        return original ? json.put("service_tier", "standard").put("inference_geo", "not_available") : json;
    }

    private ObjectNode endUsage(Usage usage) {
        ObjectNode json = promptUsage(usage).put("output_tokens", usage.output());
        if (original && usage.reasoning() > 0) {
            json.putObject("output_tokens_details").put("thinking_tokens", usage.reasoning());
        }
        return json;
    }

    private static ObjectNode promptUsage(Usage usage) {
        return Json.object()
                .put("input_tokens", usage.input())
                .put("cache_creation_input_tokens", usage.cacheWrite())
                .put("cache_read_input_tokens", usage.cacheRead());
    }

    private void start(int call, ObjectNode block) {
        events.add(started(Kind.FRAME, call, block));
        ping(call);
    }

    private WireEvent started(Kind kind, int call, ObjectNode block) {
        ObjectNode json = Json.object().put("type", "content_block_start").put("index", blocks);
        json.set("content_block", block);
        return event(kind, call, json);
    }

    private void delta(Kind kind, int call, ObjectNode delta) {
        ObjectNode json = Json.object().put("type", "content_block_delta").put("index", blocks);
        json.set("delta", delta);
        add(kind, call, json);
    }

    private void stop(int call) {
        add(Kind.FRAME, call, Json.object().put("type", "content_block_stop").put("index", blocks++));
    }

    /** One, after the first block has begun; when there is none, before the end. */
    private void ping(int call) {
        if (!pinged) {
            pinged = true;
            events.add(WireEvent.raw(Kind.FRAME, "ping", "{\"type\": \"ping\"}").ofCall(call));
        }
    }

    private void add(Kind kind, int call, ObjectNode json) {
        events.add(event(kind, call, json));
    }

    /** Anthropic fills its events up by spaces, so that their lengths tell nothing. */
    private WireEvent event(Kind kind, int call, ObjectNode json) {
        int padding = original ? events.size() * 7 % LONGEST_PADDING : 0;
        return WireEvent.of(kind, json.path("type").asText(), json).ofCall(call).padded(padding);
    }
}
