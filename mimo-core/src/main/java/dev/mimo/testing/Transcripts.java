package dev.mimo.testing;

import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.session.Entry;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionInfo;
import dev.mimo.session.SessionStore;
import dev.mimo.session.Transcript;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Conversations as text for people: one block a line, numbered by message, the same text for the same conversation, arguments
 * with their fields sorted. What
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

    /**
     * A stored session: its messages as {@link #render(Iterable)} has them, and between them where turns begin, pause and
     * end. When a call began is not shown, as calls that overlap begin in any order.
     */
    public static String render(Transcript transcript) {
        StringBuilder text = new StringBuilder();
        TranscriptFacts.of(transcript).read(new TranscriptFacts.Reader() {
            private int index;
            private String lastWords = "";

            @Override
            public void message(Message message) {
                lastWords = message instanceof Message.Assistant said ? said.text() : "";
                render(index++, message, text);
            }

            @Override
            public void happened(Entry entry) {
                happening(entry, lastWords, text);
            }
        });
        return text.length() == 0 ? "(nothing)\n" : text.toString();
    }

    /** All sessions of a store, by id: an agent's, and those of its sub-agents. */
    public static String render(SessionStore store) {
        StringBuilder text = new StringBuilder();
        store.list().stream()
                .map(SessionInfo::id)
                .sorted(Comparator.comparing(SessionId::value))
                .forEach(id -> {
                    Transcript transcript = store.find(id);
                    if (transcript != null) {
                        text.append(text.length() == 0 ? "" : "\n")
                                .append("session ")
                                .append(id)
                                .append('\n');
                        text.append(render(transcript));
                    }
                });
        return text.length() == 0 ? "(no sessions)\n" : text.toString();
    }

    /* A line for what is neither a message nor told by one. */
    private static void happening(Entry entry, String lastWords, StringBuilder to) {
        String what;
        if (entry instanceof Entry.Opened opened) {
            SessionId parent = opened.parent();
            what = "opened by " + opened.agent() + (parent == null ? "" : ", under " + parent);
        } else if (entry instanceof Entry.TurnStarted started) {
            what = started.turn() + " begins";
        } else if (entry instanceof Entry.CallEdited edited) {
            what = "edited by a person: " + edited.callId() + " " + Json.canonical(edited.arguments());
        } else if (entry instanceof Entry.TurnPaused paused) {
            List<String> questions = paused.questions().stream()
                    .map(question -> "\n" + question.callId() + ": " + question.text())
                    .toList();
            what = paused.turn() + " pauses and asks" + String.join("", questions);
        } else if (entry instanceof Entry.TurnEnded ended) {
            boolean said = ended.text().equals(lastWords);
            what = ended.turn() + " ends: " + ended.outcome() + (said ? "" : ": " + ended.text());
        } else if (entry instanceof Entry.PlanChanged changed) {
            what = "plan\n" + changed.plan().render();
        } else if (entry instanceof Entry.Noted noted) {
            what = "note " + noted.kind() + " " + Json.canonical(noted.data());
        } else {
            return;
        }
        StringBuilder body = new StringBuilder();
        line(body, what.stripTrailing());
        to.append("  -- ").append(body.substring(INDENT.length()));
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
            String arguments =
                    call.unparsed() == null ? Json.canonical(call.arguments()) : "(unparsed) " + call.unparsed();
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
