package dev.mimo.memory.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.agent.PromptAssembler.Conversation;
import dev.mimo.model.Content;
import dev.mimo.model.Fields;
import dev.mimo.model.GrowingList;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model sees of a session: some messages of ours, then the session's own from one of them on. It only grows, and the
 * messages in it stay the same objects. Confined to the turn's thread.
 */
final class Window {

    /** The note under which the newest window is kept with the session. */
    static final String NOTE = "context_window";

    /** The note under which what was said in the newest window is kept. */
    static final String SAID = "context_said";

    /** Why the runtime wrote the messages of a window. */
    static final String MEMORY = "memory";

    private static final int FORMAT = 1;

    private final Start start;
    private final GrowingList<Message> shown = new GrowingList<>();
    private final List<Said> said = new ArrayList<>();
    private int taken;

    /** Something of ours that stands before the message at {@code before}. */
    private record Said(int before, String text) {}

    /**
     * Where a window begins.
     *
     * @param memory what is remembered, as told at the beginning of the session; empty when nothing is
     * @param summary what the session was about before this window; empty for the first one
     * @param from the first message shown as it is
     * @param user what a person said last before that; null when nothing is to be shown
     * @param clip no text of the messages up to {@code until} is longer, in characters
     * @param until the number of messages there were
     */
    record Start(
            String memory,
            String summary,
            int from,
            @Nullable Integer user,
            int clip,
            int until) {

        static Start first(String memory) {
            return new Start(memory, "", 0, null, Tail.WHOLE, 0);
        }

        /** In terms of the entries behind the messages, so that it can be kept. */
        ObjectNode toJson(Conversation conversation) {
            ObjectNode json = Json.object().put("format", FORMAT).put("memory", memory);
            json.put("summary", summary).put("clip", clip);
            json.put("from", sequence(conversation, from)).put("until", sequence(conversation, until - 1));
            return user == null ? json : json.put("user", sequence(conversation, user));
        }

        static Start read(Fields fields, Conversation conversation) {
            if (fields.number("format") != FORMAT) {
                return fields.refuse("format", String.valueOf(FORMAT));
            }
            String memory = fields.text("memory");
            String summary = fields.text("summary");
            int clip = (int) fields.number("clip");
            int from = Math.max(0, index(conversation, fields.number("from")));
            int until = 1 + index(conversation, fields.number("until"));
            Integer user = fields.has("user") ? (Integer) index(conversation, fields.number("user")) : null;
            return new Start(memory, summary, from, user, clip, until);
        }

        private static long sequence(Conversation conversation, int index) {
            return index >= 0 && index < conversation.sequences().size()
                    ? conversation.sequences().get(index)
                    : -1;
        }

        private static int index(Conversation conversation, long sequence) {
            return sequence < 0 ? -1 : Collections.binarySearch(conversation.sequences(), sequence);
        }
    }

    Window(Start start, Conversation conversation) {
        this.start = start;
        show(start.memory());
        show(start.summary());
        if (start.user() != null) {
            shown.add(at(conversation, start.user()));
        }
        taken = start.from();
    }

    /** All that is to be shown now. */
    List<Message> take(Conversation conversation) {
        takeUpTo(conversation, conversation.messages().size());
        return shown.snapshot();
    }

    /** Something of ours takes its place behind what was shown so far. */
    void say(String text) {
        said.add(new Said(taken, text));
        show(text);
    }

    /** What was said in this window, so that it can be kept. */
    ObjectNode said(Conversation conversation) {
        ObjectNode json = Json.object().put("format", FORMAT).put("from", Start.sequence(conversation, start.from()));
        ArrayNode all = json.putArray("said");
        said.forEach(one -> all.addObject()
                .put("after", Start.sequence(conversation, one.before() - 1))
                .put("text", one.text()));
        return json;
    }

    /** Says again what was kept, each in its place, if it was said in this window; nothing for null. */
    void recall(@Nullable ObjectNode kept, Conversation conversation) {
        if (kept == null || kept.path("from").asLong() != Start.sequence(conversation, start.from())) {
            return;
        }
        for (JsonNode one : kept.path("said")) {
            takeUpTo(
                    conversation,
                    1 + Start.index(conversation, one.path("after").asLong()));
            say(one.path("text").asText());
        }
    }

    private void takeUpTo(Conversation conversation, int end) {
        while (taken < end) {
            shown.add(at(conversation, taken++));
        }
    }

    private void show(String text) {
        if (!text.isEmpty()) {
            shown.add(new Message.User(List.of(Content.text(text)), MEMORY));
        }
    }

    Start start() {
        return start;
    }

    private Message at(Conversation conversation, int index) {
        Message message = conversation.messages().get(index);
        return index < start.until()
                ? Tail.shown(
                        message,
                        start.clip(),
                        conversation.session(),
                        conversation.sequences().get(index))
                : message;
    }
}
