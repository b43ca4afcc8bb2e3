package dev.mimo.testing;

import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import java.util.Locale;

/**
 * Conversations as text for people: one block a line, numbered by message, the same text for the same conversation. What
 * failures of this kit print.
 *
 * <pre>
 *   0  user       Fix the test
 *   1  assistant  (thinking) where is it?
 *                 call call-1 read {"path":"A.java"}
 *   2  tool       call-1: class A {}
 * </pre>
 */
public final class Transcripts {

    /** Characters of one block; more would bury the rest. */
    private static final int LONGEST = 2_000;

    private static final String INDENT = " ".repeat(16);

    private Transcripts() {}

    /** All messages in order; texts of more than 2,000 characters are cut, which is said. */
    public static String render(Iterable<? extends Message> messages) {
        StringBuilder text = new StringBuilder();
        int index = 0;
        for (Message message : messages) {
            render(index++, message, text);
        }
        return index == 0 ? "(no messages)\n" : text.toString();
    }

    private static void render(int index, Message message, StringBuilder to) {
        StringBuilder body = new StringBuilder();
        String who;
        if (message instanceof Message.User user) {
            who = "user";
            if (user.note() != null) {
                line(body, "(note " + user.note() + ")");
            }
            user.content().forEach(block -> line(body, text(block)));
        } else if (message instanceof Message.Assistant assistant) {
            who = "assistant";
            assistant.content().forEach(block -> line(body, text(block)));
        } else {
            who = "tool";
            ((Message.Tool) message).results().forEach(result -> line(body, text(result)));
        }
        String head = String.format(Locale.ROOT, "%3d  %-9s  ", index, who);
        to.append(head).append(body.length() == 0 ? "(nothing)\n" : body.substring(INDENT.length()));
    }

    private static String text(Content block) {
        if (block instanceof Content.Text words) {
            return words.text().isEmpty() ? "(empty text)" : words.text();
        } else if (block instanceof Content.Thinking thinking) {
            return "(thinking) " + thinking.text();
        } else if (block instanceof ToolCall call) {
            String arguments = call.unparsed() == null ? Json.write(call.arguments()) : "(unparsed) " + call.unparsed();
            return "call " + call.id() + " " + call.name() + " " + arguments;
        } else if (block instanceof Content.Image image) {
            return "(" + image.mediaType() + ", " + image.base64().length() + " characters)";
        }
        Content.Opaque opaque = (Content.Opaque) block;
        return "(opaque, " + opaque.provider() + ") " + Json.write(opaque.raw());
    }

    private static String text(ToolResult result) {
        StringBuilder text = new StringBuilder(result.callId() + (result.error() ? " (error):" : ":"));
        result.content().forEach(block -> text.append(' ').append(text(block)));
        return result.content().isEmpty() ? text + " (nothing)" : text.toString();
    }

    private static void line(StringBuilder body, String text) {
        String shown = text.length() <= LONGEST
                ? text
                : text.substring(0, LONGEST) + "… (" + (text.length() - LONGEST) + " more characters)";
        for (String line : shown.split("\\R", -1)) {
            body.append(INDENT).append(line.stripTrailing()).append('\n');
        }
    }
}
