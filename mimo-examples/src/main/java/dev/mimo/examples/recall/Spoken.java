package dev.mimo.examples.recall;

import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.session.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words of messages and entries. */
final class Spoken {

    private Spoken() {}

    /** All words of a message, calls left out. */
    static String text(Message message) {
        if (message instanceof Message.User user) {
            return user.text();
        }
        if (message instanceof Message.Assistant assistant) {
            return assistant.text();
        }
        StringBuilder text = new StringBuilder();
        for (ToolResult result : ((Message.Tool) message).results()) {
            text.append(result.text()).append('\n');
        }
        return text.toString();
    }

    /** What an entry adds to what was said; empty when it says nothing. */
    static String text(Entry entry) {
        if (entry instanceof Entry.MessageAdded added) {
            return text(added.message());
        }
        if (entry instanceof Entry.ReplyAdded reply) {
            return text(reply.message());
        }
        return entry instanceof Entry.CallFinished finished ? finished.result().text() : "";
    }

    /** What a person said last; null when no person has. */
    static Message.@Nullable User lastPerson(List<Message> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i) instanceof Message.User user && user.note() == null) {
                return user;
            }
        }
        return null;
    }

    /** All that a message holds, calls and their arguments included, one piece at a time. */
    static List<String> pieces(Message message) {
        if (message instanceof Message.Assistant assistant) {
            return assistant.content().stream().map(Spoken::piece).toList();
        }
        return List.of(text(message));
    }

    private static String piece(Content block) {
        if (block instanceof ToolCall call) {
            return call.name() + call.arguments();
        }
        return block instanceof Content.Text text ? text.text() : block.toString();
    }
}
