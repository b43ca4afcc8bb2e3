package dev.mimo.providers.wire;

import dev.mimo.environment.Ids;
import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.ToolCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Gives calls an id of ours where the provider gave none, or one that the conversation has already. Servers that repeat ids
 * number the calls of each answer anew, so they repeat those of the answers just before; a session compares with all it has.
 */
final class CallIds {

    /** So many messages are looked through, from the last one on: the cost of a step does not grow with the session. */
    private static final int LOOK_BACK = 64;

    private final Ids ids;
    private final List<Message> conversation;

    CallIds(Ids ids, List<Message> conversation) {
        this.ids = ids;
        this.conversation = conversation;
    }

    List<Content> settle(List<Content> content) {
        if (content.stream().noneMatch(ToolCall.class::isInstance)) {
            return content;
        }
        Set<String> taken = new HashSet<>();
        List<Content> settled = new ArrayList<>(content.size());
        for (Content block : content) {
            if (block instanceof ToolCall call) {
                boolean fit = !call.id().isBlank() && taken.add(call.id()) && !isKnown(call.id());
                settled.add(fit ? call : call.withId(ids.next("call")));
            } else {
                settled.add(block);
            }
        }
        return settled;
    }

    private boolean isKnown(String id) {
        int oldest = Math.max(0, conversation.size() - LOOK_BACK);
        for (int i = conversation.size() - 1; i >= oldest; i--) {
            if (conversation.get(i) instanceof Message.Assistant said && has(said.content(), id)) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(List<Content> content, String id) {
        for (Content block : content) {
            if (block instanceof ToolCall call && call.id().equals(id)) {
                return true;
            }
        }
        return false;
    }
}
