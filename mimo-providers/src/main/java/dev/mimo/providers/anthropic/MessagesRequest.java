package dev.mimo.providers.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mimo.model.Message;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.providers.policy.EndpointPolicy;
import dev.mimo.providers.wire.ImageNotes;
import dev.mimo.providers.wire.MessageBytes;
import dev.mimo.providers.wire.RequestHeads;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes prompts as request bodies. {@code messages} is the last field, and what stands before it is encoded once for a
 * choice of tools, options and instructions: a longer conversation has a body that begins with the body of the shorter one,
 * but for its closing and for the marks of what to cache. Safe for use by several threads.
 *
 * <p>Some servers demand that the sides take turns: messages of one side that follow each other share one frame, as results
 * and what a person says after them. The bytes of each stay what they are.
 */
final class MessagesRequest {

    private static final byte[] USER_FIRST = "{\"role\":\"user\",\"content\":[".getBytes(UTF_8);
    private static final byte[] ASSISTANT_FIRST = "{\"role\":\"assistant\",\"content\":[".getBytes(UTF_8);
    private static final byte[] USER_NEXT = "}]},{\"role\":\"user\",\"content\":[".getBytes(UTF_8);
    private static final byte[] ASSISTANT_NEXT = "}]},{\"role\":\"assistant\",\"content\":[".getBytes(UTF_8);
    private static final byte[] SAME_SIDE = "},".getBytes(UTF_8);
    private static final byte[] END = "}]}]}".getBytes(UTF_8);

    /** Where the conversation does not end with the user: many models take that for the beginning of their answer. */
    private static final byte[] CONTINUE = "{\"type\":\"text\",\"text\":\"Continue.\"".getBytes(UTF_8);

    /** Beside the marks of tools and instructions, and four is what the dialect allows. */
    private static final int MARKED_MESSAGES = 2;

    private final MessageWriter writer;
    private final MessageBytes messages;
    private final RequestHeads heads;
    private final RequestHeads countHeads;
    private final byte @Nullable [] mark;

    MessagesRequest(ModelRef model, EndpointPolicy policy) {
        RequestFields fields = new RequestFields(model, policy);
        writer = new MessageWriter(model, policy);
        messages =
                new MessageBytes(MessageBytes.STANDARD_ROOM, message -> writer.write(ImageNotes.of(message, policy)));
        heads = new RequestHeads(prompt -> RequestFields.open(fields.of(prompt)));
        countHeads = new RequestHeads(prompt -> RequestFields.open(fields.forCounting(prompt)));
        mark = policy.caching().marks()
                ? (",\"cache_control\":" + CacheMark.of(policy.caching())).getBytes(UTF_8)
                : null;
    }

    /** The body in pieces, none of which may be changed. */
    List<byte[]> encode(Prompt prompt) {
        return body(heads.of(prompt), prompt.messages(), mark);
    }

    /** The body that asks how many tokens the prompt has. */
    List<byte[]> encodeForCounting(Prompt prompt) {
        return body(countHeads.of(prompt), prompt.messages(), null);
    }

    private List<byte[]> body(byte[] head, List<Message> conversation, byte @Nullable [] mark) {
        List<byte[]> body = new ArrayList<>(conversation.size() * 2 + MARKED_MESSAGES + 4);
        body.add(head);
        int markFrom = mark == null ? conversation.size() : firstMarked(conversation);
        Message last = null;
        for (int i = 0; i < conversation.size(); i++) {
            Message message = conversation.get(i);
            byte[] bytes = messages.of(message);
            if (bytes.length > 0) {
                body.add(frame(last, message));
                body.add(bytes);
                last = message;
                if (mark != null && i >= markFrom && !writer.endsOpaque(message)) {
                    body.add(mark);
                }
            }
        }
        if (last == null || (isAssistant(last) && !writer.endsOpaque(last))) {
            body.add(last == null ? USER_FIRST : USER_NEXT);
            body.add(CONTINUE);
        }
        body.add(END);
        return body;
    }

    private int firstMarked(List<Message> conversation) {
        int found = 0;
        int i = conversation.size();
        while (i > 0 && found < MARKED_MESSAGES) {
            i--;
            found += messages.of(conversation.get(i)).length > 0 ? 1 : 0;
        }
        return i;
    }

    /** What stands between the blocks of two messages; before the first one, {@code last} is null. */
    private static byte[] frame(@Nullable Message last, Message next) {
        if (last == null) {
            return isAssistant(next) ? ASSISTANT_FIRST : USER_FIRST;
        }
        if (isAssistant(last) == isAssistant(next)) {
            return SAME_SIDE;
        }
        return isAssistant(next) ? ASSISTANT_NEXT : USER_NEXT;
    }

    private static boolean isAssistant(Message message) {
        return message instanceof Message.Assistant;
    }
}
