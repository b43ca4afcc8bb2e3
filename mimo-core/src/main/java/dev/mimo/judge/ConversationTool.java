package dev.mimo.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import dev.mimo.session.Entry;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import java.util.List;
import java.util.Locale;

/** With what a judge looks up a conversation that is too long to be shown to it. It only reads. */
final class ConversationTool {

    private static final String NAME = "conversation";
    private static final int ENTRIES = 20;
    private static final int ENTRY = 6_000;
    private static final int MOST = 40_000;
    private static final int PAGE = 256;

    private final Transcript transcript;

    ConversationTool(Transcript transcript) {
        this.transcript = transcript;
    }

    static ToolSpec spec() {
        ObjectNode properties = Json.object();
        properties
                .putObject("from")
                .put("type", "integer")
                .put("minimum", 0)
                .put("description", "the number behind # to begin with");
        properties
                .putObject("find")
                .put("type", "string")
                .put("description", "only entries with this text, in any letter case");
        ObjectNode schema = Json.object().put("type", "object");
        schema.set("properties", properties);
        schema.putArray("required").add("from");
        return new ToolSpec(
                NAME,
                "Shows up to " + ENTRIES + " entries of the conversation as it was stored, from a number on.",
                schema.put("additionalProperties", false));
    }

    ToolResult call(ToolCall call) {
        if (!call.name().equals(NAME)) {
            return ToolResult.error(call, "there is only the tool " + NAME);
        }
        long from = Math.max(0, call.arguments().path("from").asLong());
        return ToolResult.of(
                call, show(from, call.arguments().path("find").asText().toLowerCase(Locale.ROOT)));
    }

    private String show(long from, String find) {
        StringBuilder text = new StringBuilder();
        int shown = 0;
        for (long at = from; at < transcript.size(); at += PAGE) {
            for (Stored stored : transcript.page(at, PAGE)) {
                String entry = render(stored.entry());
                if (entry.isEmpty() || !entry.toLowerCase(Locale.ROOT).contains(find)) {
                    continue;
                }
                if (shown == ENTRIES || text.length() > MOST) {
                    return text + "More from #" + stored.sequence() + " on.\n";
                }
                text.append('#').append(stored.sequence()).append(' ').append(entry);
                shown++;
            }
        }
        return shown == 0 ? "(nothing)" : text + "That is all.\n";
    }

    private static String render(Entry entry) {
        if (entry instanceof Entry.MessageAdded added) {
            return "said to the agent:\n" + Excerpt.of(added.message().text(), ENTRY);
        } else if (entry instanceof Entry.ReplyAdded reply) {
            return "the agent, a claim:\n" + Excerpt.of(reply.message().text(), ENTRY) + calls(reply.message());
        } else if (entry instanceof Entry.CallFinished finished) {
            ToolResult result = finished.result();
            return "result of [" + result.callId() + "]" + (result.error() ? ", an error" : "") + ":\n"
                    + Excerpt.of(result.text(), ENTRY);
        } else if (entry instanceof Entry.PlanChanged change) {
            return "the plan:\n" + Excerpt.quoted(change.plan().render());
        }
        return "";
    }

    private static String calls(Message.Assistant message) {
        StringBuilder text = new StringBuilder();
        List<ToolCall> calls = message.toolCalls();
        for (ToolCall call : calls) {
            text.append("calls [")
                    .append(call.id())
                    .append("] ")
                    .append(call.name())
                    .append('\n');
            text.append(Excerpt.of(Json.write(call.arguments()), ENTRY));
        }
        return text.toString();
    }
}
