package dev.mimo.judge;

import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.session.Entry;
import dev.mimo.session.Plan;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A whole conversation as stored, made to fit: what people said to the letter, all calls as an index, the latest results in
 * full. One pass over the transcript, page by page, so its memory is bounded by what is kept. Confined to one thread.
 */
final class ConversationText {

    private static final int ARGUMENTS = 240;
    private static final int GIST = 160;
    private static final int RESULT = 12_000;
    private static final int CLAIM = 600;
    private static final int WORDS = 40_000;
    private static final int MOST_FILES = 200;

    private final Shelf words;
    private final Shelf index;
    private final Shelf results;
    private final Shelf claims;
    private final Map<String, ToolCall> open = new HashMap<>();
    private final Set<String> started = new HashSet<>();
    private final Set<String> callIds = new HashSet<>();
    private final Map<String, String> changed = new LinkedHashMap<>();
    private Plan plan = Plan.empty();

    private ConversationText(long tokens) {
        words = new Shelf(tokens * 35 / 100, true);
        index = new Shelf(tokens * 25 / 100, false);
        results = new Shelf(tokens * 30 / 100, false);
        claims = new Shelf(tokens * 10 / 100, false);
    }

    /** {@code tokens}: what it may take, by our guess. */
    static ConversationText of(Transcript transcript, long tokens) {
        ConversationText text = new ConversationText(tokens);
        transcript.stream(0).forEach(text::take);
        return text;
    }

    /** Calls that have a result. */
    Set<String> callIds() {
        return callIds;
    }

    /** Whether everything is in it but for the middles of long texts. */
    boolean isWhole() {
        return words.leftOut() + index.leftOut() + results.leftOut() + claims.leftOut() == 0;
    }

    String text() {
        StringBuilder files = new StringBuilder();
        changed.forEach(
                (path, call) -> files.append(path).append(" by ").append(call).append('\n'));
        String tree = plan.render();
        return "# What people said, to the letter\n" + words.text()
                + "\n# Plan\n" + (tree.isEmpty() ? "(none)\n" : Excerpt.quoted(tree))
                + "\n# All calls, oldest first: evidence\n" + index.text()
                + "\n# The latest results, oldest first: evidence\n" + results.text()
                + "\n# Files that calls were to change\n"
                + (files.isEmpty() ? "(none)\n" : Excerpt.quoted(files.toString()))
                + "\n# What the agent said between calls: claims\n" + claims.text();
    }

    private void take(Stored stored) {
        Entry entry = stored.entry();
        if (entry instanceof Entry.MessageAdded added) {
            takeWords(stored.sequence(), added.message());
        } else if (entry instanceof Entry.ReplyAdded reply) {
            takeReply(stored.sequence(), reply.message());
        } else if (entry instanceof Entry.CallEdited edited) {
            open.computeIfPresent(edited.callId(), (id, call) -> call.withArguments(edited.arguments()));
        } else if (entry instanceof Entry.CallStarted start) {
            started.add(start.callId());
        } else if (entry instanceof Entry.CallFinished finished) {
            takeResult(stored.sequence(), finished.result());
        } else if (entry instanceof Entry.PlanChanged change) {
            plan = change.plan();
        }
    }

    private void takeWords(long sequence, Message.User message) {
        if (message.isPersons()) {
            words.add("#" + sequence + "\n" + Excerpt.of(message.text(), WORDS));
        } else {
            claims.add("#" + sequence + " (the runtime reminded the agent: " + message.note() + ")\n");
        }
    }

    private void takeReply(long sequence, Message.Assistant message) {
        if (!message.text().isBlank()) {
            claims.add("#" + sequence + "\n" + Excerpt.of(message.text(), CLAIM));
        }
        message.toolCalls().forEach(call -> open.put(call.id(), call));
    }

    private void takeResult(long sequence, ToolResult result) {
        ToolCall call = open.remove(result.callId());
        boolean effect = started.remove(result.callId());
        if (call == null) {
            return;
        }
        callIds.add(call.id());
        String arguments = call.unparsed() == null ? Json.write(call.arguments()) : call.unparsed();
        String head = "#" + sequence + " [" + call.id() + "] " + call.name() + (result.error() ? ", an error" : "");
        index.add(head + "\n" + Excerpt.of(arguments, ARGUMENTS) + Excerpt.of("-> " + line(result.text()), GIST));
        results.add(head + "\n" + Excerpt.of(result.text(), RESULT));
        String path = path(call);
        if (effect
                && !result.error()
                && !path.isEmpty()
                && (changed.containsKey(path) || changed.size() < MOST_FILES)) {
            changed.put(path, call.id());
        }
    }

    private static String path(ToolCall call) {
        String path = call.arguments().path("path").asText();
        return path.isEmpty() ? call.arguments().path("file_path").asText() : path;
    }

    /** The last line, as commands and tests end with what came of them. */
    private static String line(String text) {
        String stripped = text.strip();
        return stripped.substring(stripped.lastIndexOf('\n') + 1);
    }
}
