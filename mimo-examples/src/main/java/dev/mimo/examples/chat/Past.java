package dev.mimo.examples.chat;

import dev.mimo.examples.coder.Settings;
import dev.mimo.model.Message;
import dev.mimo.model.ToolCall;
import dev.mimo.session.Entry;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a transcript tells a person who comes back to it. */
final class Past {

    /** Settings and first words stand near the beginning. */
    private static final int BEGINNING = 64;

    private Past() {}

    /** What a session was begun for, and with. */
    record Beginning(@Nullable Settings settings, String words, boolean subagent) {}

    /** A step of a turn: what was called. */
    record Step(int number, String calls) {}

    static Beginning beginning(Transcript transcript) {
        List<Entry> entries =
                transcript.page(0, BEGINNING).stream().map(Stored::entry).toList();
        String words = "";
        boolean subagent = false;
        for (Entry entry : entries) {
            if (words.isEmpty() && entry instanceof Entry.MessageAdded added) {
                words = added.message().text();
            } else if (entry instanceof Entry.Opened opened) {
                subagent = opened.parent() != null;
            }
        }
        return new Beginning(Settings.last(entries.stream()), words, subagent);
    }

    /** The id of the last turn; null before the first. */
    static @Nullable String findLastTurn(Transcript transcript) {
        return transcript.stream(0)
                .map(Stored::entry)
                .filter(Entry.TurnStarted.class::isInstance)
                .map(entry -> ((Entry.TurnStarted) entry).turn())
                .reduce((first, second) -> second)
                .orElse(null);
    }

    /** The steps of the last turn, oldest first. */
    static List<Step> lastSteps(Transcript transcript) {
        List<Step> steps = new ArrayList<>();
        for (Stored stored : (Iterable<Stored>) transcript.stream(0)::iterator) {
            if (stored.entry() instanceof Entry.TurnStarted) {
                steps.clear();
            } else if (stored.entry() instanceof Entry.ReplyAdded reply) {
                String calls =
                        reply.message().toolCalls().stream().map(ToolCall::name).collect(Collectors.joining(", "));
                steps.add(new Step(steps.size() + 1, calls.isEmpty() ? "an answer" : calls));
            }
        }
        return steps;
    }

    /** The last words of a message of that kind; empty when there are none. */
    static String lastWords(List<Message> messages, Class<? extends Message> kind) {
        String words = "";
        for (Message message : messages) {
            String text = message instanceof Message.User user && user.note() == null
                    ? user.text()
                    : message instanceof Message.Assistant said ? said.text() : "";
            words = kind.isInstance(message) && !text.isBlank() ? text : words;
        }
        return words;
    }
}
