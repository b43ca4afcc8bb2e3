package dev.mimo.testing.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Reply;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.testing.server.WireEvent.Kind;
import java.util.ArrayList;
import java.util.List;

/** OpenAI responses: items one after the other, each told in pieces and once more as a whole. */
final class ResponsesAnswer implements AnswerForm {

    private final Asked asked;
    private final ResponsesFrame frame;
    private final List<WireEvent> events = new ArrayList<>();
    private final ArrayNode output = Json.array();
    private int calls;

    ResponsesAnswer(Asked asked) {
        this.asked = asked;
        frame = new ResponsesFrame(asked);
    }

    @Override
    public List<WireEvent> events(Reply reply, Pieces pieces) {
        whole(Kind.FRAME, "response.created", frame.response("in_progress", Json.array(), null));
        whole(Kind.FRAME, "response.in_progress", frame.response("in_progress", Json.array(), null));
        for (Content block : reply.message().content()) {
            item(block, reply.stopReason(), pieces);
        }
        String status = ResponsesFrame.status(reply.stopReason());
        whole(Kind.FINISH, "response." + status, end(reply));
        return events;
    }

    @Override
    public ObjectNode body(Reply reply) {
        events(reply, new Pieces());
        return end(reply);
    }

    private ObjectNode end(Reply reply) {
        String status = ResponsesFrame.status(reply.stopReason());
        ObjectNode response = frame.response(status, output, reply.usage());
        if (status.equals("incomplete")) {
            String why = reply.stopReason().equals(StopReason.LENGTH) ? "max_output_tokens" : "content_filter";
            response.putObject("incomplete_details").put("reason", why);
        }
        return response;
    }

    private void item(Content block, StopReason reason, Pieces pieces) {
        if (block instanceof Content.Thinking thinking) {
            reasoning(thinking, pieces);
        } else if (block instanceof Content.Text words && Asked.isItem(words)) {
            message(words.text(), reason.equals(StopReason.REFUSAL), pieces);
        } else if (block instanceof ToolCall call) {
            call(call, calls++);
        }
    }

    private void reasoning(Content.Thinking thinking, Pieces pieces) {
        ObjectNode item = frame.reasoning(output.size(), Sealing.signature(thinking), Sealing.redacted(thinking));
        added(-1, item.deepCopy());
        if (!thinking.text().isEmpty()) {
            JsonNode part = Json.object().put("type", "summary_text").put("text", thinking.text());
            add(Kind.FRAME, -1, "response.reasoning_summary_part.added", summary(item, "part", empty(part)));
            for (String piece : pieces.ofThinking(thinking.text())) {
                ObjectNode delta = summary(item, "delta", Json.mapper().valueToTree(piece));
                add(Kind.PIECE, -1, "response.reasoning_summary_text.delta", delta.put("obfuscation", "0"));
            }
            add(Kind.FRAME, -1, "response.reasoning_summary_text.done", summary(item, "text", part.path("text")));
            add(Kind.FRAME, -1, "response.reasoning_summary_part.done", summary(item, "part", part));
            ((ArrayNode) item.path("summary")).add(part);
        }
        done(-1, item);
    }

    private ObjectNode summary(ObjectNode item, String field, JsonNode value) {
        ObjectNode json = of(item).put("summary_index", 0);
        json.set(field, value);
        return json;
    }

    private void message(String text, boolean refusal, Pieces pieces) {
        String type = refusal ? "refusal" : "output_text";
        String field = refusal ? "refusal" : "text";
        String event = "response." + type;
        ObjectNode item = frame.message(output.size());
        added(-1, item.deepCopy());
        ObjectNode part = Json.object().put("type", type).put(field, text);
        if (!refusal) {
            part.set("annotations", Json.array());
            part.set("logprobs", Json.array());
        }
        add(Kind.FRAME, -1, "response.content_part.added", content(item, "part", empty(part), true));
        for (String piece : pieces.ofText(text)) {
            ObjectNode delta = content(item, "delta", Json.mapper().valueToTree(piece), refusal);
            add(Kind.PIECE, -1, event + ".delta", delta.put("obfuscation", "0"));
        }
        add(Kind.FRAME, -1, event + ".done", content(item, field, part.path(field), refusal));
        add(Kind.FRAME, -1, "response.content_part.done", content(item, "part", part, true));
        ((ArrayNode) item.path("content")).add(part);
        done(-1, item.put("status", "completed"));
    }

    /** {@code plain}: without the probabilities that pieces of text have beside them. */
    private ObjectNode content(ObjectNode item, String field, JsonNode value, boolean plain) {
        ObjectNode json = of(item).put("content_index", 0);
        json.set(field, value);
        if (!plain) {
            json.putArray("logprobs");
        }
        return json;
    }

    private void call(ToolCall call, int index) {
        ObjectNode item = frame.call(output.size(), call);
        ObjectNode begun = item.deepCopy();
        events.add(event(Kind.CALL, "response.output_item.added", at(begun)).ofCall(index));
        for (String piece : Pieces.ofArguments(call)) {
            ObjectNode delta = of(item).put("delta", piece).put("obfuscation", "0");
            add(Kind.CALL, index, "response.function_call_arguments.delta", delta);
        }
        String arguments = Pieces.arguments(call);
        add(Kind.FRAME, index, "response.function_call_arguments.done", of(item).put("arguments", arguments));
        done(index, item.put("arguments", arguments).put("status", call.isWhole() ? "completed" : "incomplete"));
    }

    @Override
    public List<WireEvent> error(int status, String words) {
        ObjectNode error = (ObjectNode)
                Refusal.body(asked.dialect(), asked.vendor(), status, words).path("error");
        events.clear();
        ObjectNode json = Json.object();
        json.set("error", error);
        add(Kind.FRAME, -1, "error", json);
        ObjectNode failed = frame.response("failed", output, null);
        failed.putObject("error").put("code", error.path("code").asText()).put("message", words);
        whole(Kind.FRAME, "response.failed", failed);
        return List.copyOf(events);
    }

    private static ObjectNode empty(JsonNode part) {
        ObjectNode copy = part.deepCopy();
        copy.put(copy.has("refusal") ? "refusal" : "text", "");
        return copy;
    }

    private ObjectNode of(ObjectNode item) {
        return Json.object().put("item_id", item.path("id").asText()).put("output_index", output.size());
    }

    private ObjectNode at(ObjectNode item) {
        ObjectNode json = Json.object().put("output_index", output.size());
        json.set("item", item);
        return json;
    }

    private void added(int call, ObjectNode item) {
        add(Kind.FRAME, call, "response.output_item.added", at(item));
    }

    private void done(int call, ObjectNode item) {
        add(Kind.FRAME, call, "response.output_item.done", at(item));
        output.add(item);
    }

    private void whole(Kind kind, String name, ObjectNode response) {
        ObjectNode json = Json.object();
        json.set("response", response);
        events.add(event(kind, name, json));
    }

    private void add(Kind kind, int call, String name, ObjectNode fields) {
        events.add(event(kind, name, fields).ofCall(call));
    }

    private WireEvent event(Kind kind, String name, ObjectNode fields) {
        ObjectNode json = Json.object().put("type", name).put("sequence_number", frame.next());
        json.setAll(fields);
        return WireEvent.of(kind, name, json);
    }
}
