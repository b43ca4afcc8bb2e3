package dev.mimo.examples.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.session.Entry;
import dev.mimo.session.Stored;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the page is told of an entry. It only ever shows it as text, so nothing is escaped here. */
final class EntryView {

    /** Characters of a result; the agent has seen all of it, a person needs the beginning. */
    private static final int LONGEST_RESULT = 20_000;

    private EntryView() {}

    /** Null when a person has nothing to see in it. */
    static @Nullable ObjectNode find(Stored stored) {
        ObjectNode json = find(stored.entry());
        return json == null ? null : json.put("at", stored.at().toString());
    }

    private static @Nullable ObjectNode find(Entry entry) {
        if (entry instanceof Entry.MessageAdded added) {
            return message(added.message());
        }
        if (entry instanceof Entry.ReplyAdded reply) {
            return reply(reply.message());
        }
        if (entry instanceof Entry.CallFinished finished) {
            return result(finished.result());
        }
        if (entry instanceof Entry.TurnPaused paused) {
            return paused(paused.questions());
        }
        if (entry instanceof Entry.TurnEnded ended) {
            return of("ended").put("outcome", ended.outcome()).put("text", ended.text());
        }
        if (entry instanceof Entry.PlanChanged changed) {
            return of("plan").put("text", changed.plan().render());
        }
        return null;
    }

    private static ObjectNode message(Message.User user) {
        boolean person = user.note() == null || Message.User.STEER.equals(user.note());
        return of(person ? "user" : "reminder").put("text", user.text());
    }

    private static ObjectNode reply(Message.Assistant said) {
        ObjectNode json = of("reply").put("text", said.text());
        ArrayNode calls = json.putArray("calls");
        for (ToolCall call : said.toolCalls()) {
            calls.addObject().put("call", call.id()).put("tool", call.name()).set("arguments", call.arguments());
        }
        return json;
    }

    private static ObjectNode result(ToolResult result) {
        String text = result.text();
        return of("result")
                .put("call", result.callId())
                .put("error", result.error())
                .put("text", text.substring(0, Math.min(text.length(), LONGEST_RESULT)))
                .put("left_out", Math.max(0, text.length() - LONGEST_RESULT));
    }

    private static ObjectNode paused(List<Entry.Question> questions) {
        ObjectNode json = of("paused");
        ArrayNode list = json.putArray("questions");
        questions.forEach(
                question -> list.addObject().put("call", question.callId()).put("text", question.text()));
        return json;
    }

    private static ObjectNode of(String kind) {
        return Json.object().put("kind", kind);
    }
}
