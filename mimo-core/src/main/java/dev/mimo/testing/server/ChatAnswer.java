package dev.mimo.testing.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Reply;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.testing.server.WireEvent.Kind;
import dev.mimo.testing.wire.Vendor;
import java.util.ArrayList;
import java.util.List;

/** Chat completions: first all thinking, then all text, then the calls, as this dialect knows no other order. */
final class ChatAnswer implements AnswerForm {

    private final Asked asked;
    private final List<WireEvent> events = new ArrayList<>();

    ChatAnswer(Asked asked) {
        this.asked = asked;
    }

    @Override
    public List<WireEvent> events(Reply reply, Pieces pieces) {
        String thinking = thinking(reply);
        String text = reply.message().text();
        ChatForm form = new ChatForm(asked, !thinking.isEmpty());
        if (form.hasOpening()) {
            add(Kind.FRAME, form.chunk(form.opening(!text.isEmpty()), ""));
        }
        for (String piece : pieces.ofThinking(thinking)) {
            add(Kind.PIECE, form.chunk(form.delta("reasoning_content", TextNode.valueOf(piece)), ""));
        }
        String field = isRefusal(reply, form) ? "refusal" : "content";
        for (String piece : pieces.ofText(text)) {
            add(Kind.PIECE, form.chunk(form.delta(field, TextNode.valueOf(piece)), ""));
        }
        List<ToolCall> calls = reply.message().toolCalls();
        for (int i = 0; i < calls.size(); i++) {
            call(calls.get(i), i, form);
        }
        end(reply, form);
        return events;
    }

    private void call(ToolCall call, int index, ChatForm form) {
        String arguments = Pieces.arguments(call);
        add(index, form, ChatForm.call(call, index, form.isWholeCall() ? arguments : ""));
        if (!form.isWholeCall()) {
            for (String piece : Pieces.ofArguments(call)) {
                add(index, form, form.callGoesOn(index, piece));
            }
        }
    }

    private void end(Reply reply, ChatForm form) {
        ObjectNode finish = form.chunk(form.finishDelta(), form.finish(reply));
        ObjectNode usage = form.usage(reply.usage());
        switch (asked.vendor()) {
            case DEEPSEEK, GLM -> finish.set("usage", usage);
            case KIMI -> ((ObjectNode) finish.path("choices").path(0)).set("usage", usage);
            case STANDARD, MIMO -> {
                // It has a chunk of its own.
            }
        }
        add(Kind.FINISH, finish);
        boolean own = asked.vendor() == Vendor.STANDARD || asked.vendor() == Vendor.MIMO;
        if (own && form.tellsUsage()) {
            ObjectNode chunk = form.frame("chat.completion.chunk");
            chunk.putArray("choices");
            chunk.set("usage", usage);
            add(Kind.USAGE, form.obfuscated(chunk));
        }
        events.add(WireEvent.raw(Kind.END_MARK, "", "[DONE]"));
    }

    @Override
    public ObjectNode body(Reply reply) {
        String thinking = thinking(reply);
        ChatForm form = new ChatForm(asked, !thinking.isEmpty());
        ObjectNode answer = form.frame("chat.completion");
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
        choice.set("message", message(reply, thinking, form));
        if (asked.vendor() == Vendor.STANDARD || asked.vendor() == Vendor.DEEPSEEK) {
            choice.putNull("logprobs");
        }
        choice.put("finish_reason", form.finish(reply));
        answer.set("usage", form.usage(reply.usage()));
        return answer;
    }

    private ObjectNode message(Reply reply, String thinking, ChatForm form) {
        boolean refusal = isRefusal(reply, form);
        String text = refusal ? "" : reply.message().text();
        ObjectNode message = Json.object().put("role", "assistant");
        if (text.isEmpty() && asked.vendor() == Vendor.STANDARD) {
            message.putNull("content");
        } else {
            message.put("content", text);
        }
        if (asked.vendor() == Vendor.STANDARD) {
            message.put("refusal", refusal ? reply.message().text() : null).putArray("annotations");
        }
        if (!thinking.isEmpty()) {
            message.put("reasoning_content", thinking);
        }
        List<ToolCall> calls = reply.message().toolCalls();
        if (!calls.isEmpty()) {
            message.set("tool_calls", calls(calls));
        } else if (asked.vendor() == Vendor.MIMO) {
            message.putNull("tool_calls");
        }
        return message;
    }

    private ArrayNode calls(List<ToolCall> calls) {
        ArrayNode array = Json.array();
        for (int i = 0; i < calls.size(); i++) {
            ObjectNode call = ChatForm.call(calls.get(i), i, Pieces.arguments(calls.get(i)));
            array.add(asked.vendor() == Vendor.STANDARD ? call.without(List.of("index")) : call);
        }
        return array;
    }

    @Override
    public List<WireEvent> error(int status, String words) {
        return List.of(WireEvent.of(Kind.FRAME, "", Refusal.body(asked.dialect(), asked.vendor(), status, words)));
    }

    private static boolean isRefusal(Reply reply, ChatForm form) {
        return form.hasRefusals() && reply.stopReason().equals(StopReason.REFUSAL);
    }

    private static String thinking(Reply reply) {
        StringBuilder text = new StringBuilder();
        for (Content block : reply.message().content()) {
            if (block instanceof Content.Thinking thinking) {
                text.append(thinking.text());
            }
        }
        return text.toString();
    }

    private void add(Kind kind, ObjectNode json) {
        events.add(WireEvent.of(kind, "", json));
    }

    private void add(int call, ChatForm form, ObjectNode json) {
        ObjectNode chunk = form.chunk(form.delta("tool_calls", Json.array().add(json)), "");
        events.add(WireEvent.of(Kind.CALL, "", chunk).ofCall(call));
    }
}
