package dev.mimo.providers.wire;

import dev.mimo.environment.Ids;
import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.ToolCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gives calls an id of ours where the provider gave none, or one that the conversation has already. */
final class CallIds {

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
        Set<String> taken = taken();
        List<Content> settled = new ArrayList<>(content.size());
        for (Content block : content) {
            if (block instanceof ToolCall call) {
                boolean ours = call.id().isBlank() || taken.contains(call.id());
                ToolCall unique = ours ? call.withId(ids.next("call")) : call;
                taken.add(unique.id());
                settled.add(unique);
            } else {
                settled.add(block);
            }
        }
        return settled;
    }

    private Set<String> taken() {
        Set<String> taken = new HashSet<>();
        for (Message message : conversation) {
            if (message instanceof Message.Assistant assistant) {
                for (Content block : assistant.content()) {
                    if (block instanceof ToolCall call) {
                        taken.add(call.id());
                    }
                }
            }
        }
        return taken;
    }
}
