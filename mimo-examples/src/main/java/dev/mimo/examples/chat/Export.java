package dev.mimo.examples.chat;

import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.session.Entry;
import dev.mimo.session.EntryFormat;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import java.util.stream.Collectors;

/** A transcript as a file for people, or for programs. */
final class Export {

    private Export() {}

    /** All entries as an array, each as the session's log holds it. */
    static String json(Transcript transcript) {
        return transcript.stream(0).map(EntryFormat::write).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    }

    /** What was said and done, under headings. */
    static String markdown(String title, Transcript transcript) {
        StringBuilder text = new StringBuilder("# ").append(title).append('\n');
        transcript.stream(0).map(Stored::entry).forEach(entry -> {
            if (entry instanceof Entry.MessageAdded added && added.message().note() == null) {
                text.append("\n## You\n\n").append(added.message().text()).append('\n');
            } else if (entry instanceof Entry.MessageAdded added
                    && "steer".equals(added.message().note())) {
                text.append("\n## You, meanwhile\n\n")
                        .append(added.message().text())
                        .append('\n');
            } else if (entry instanceof Entry.ReplyAdded reply) {
                addReply(reply.message(), text);
            } else if (entry instanceof Entry.CallFinished finished) {
                addResult(finished.result(), text);
            } else if (entry instanceof Entry.TurnEnded ended
                    && !ended.outcome().equals("done")) {
                text.append("\n*").append(ended.outcome().replace('_', ' ')).append("*\n");
            }
        });
        return text.toString();
    }

    private static void addReply(Message.Assistant message, StringBuilder text) {
        if (!message.text().isBlank()) {
            text.append("\n## mimo\n\n").append(message.text()).append('\n');
        }
        for (Content content : message.content()) {
            if (content instanceof ToolCall call) {
                text.append("\n**").append(call.name()).append("**\n\n");
                addFenced("json", Json.write(call.arguments()), text);
            }
        }
    }

    private static void addResult(ToolResult result, StringBuilder text) {
        text.append(result.error() ? "\nfailed:\n\n" : "\n");
        addFenced("", result.text(), text);
    }

    /** In a fence that is longer than any in the text. */
    private static void addFenced(String language, String inner, StringBuilder text) {
        String fence = "```";
        while (inner.contains(fence)) {
            fence += "`";
        }
        text.append(fence)
                .append(language)
                .append('\n')
                .append(inner.stripTrailing())
                .append('\n');
        text.append(fence).append('\n');
    }
}
