package dev.mimo.providers.wire;

import dev.mimo.environment.Ids;
import dev.mimo.model.Content;
import dev.mimo.model.ToolCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gives calls an id of ours where the provider gave none, or one twice in the same reply. Whoever keeps the session does more. */
final class CallIds {

    private final Ids ids;

    CallIds(Ids ids) {
        this.ids = ids;
    }

    List<Content> settle(List<Content> content) {
        if (content.stream().noneMatch(ToolCall.class::isInstance)) {
            return content;
        }
        Set<String> taken = new HashSet<>();
        List<Content> settled = new ArrayList<>(content.size());
        for (Content block : content) {
            boolean unfit = block instanceof ToolCall call && (call.id().isBlank() || !taken.add(call.id()));
            settled.add(unfit ? ((ToolCall) block).withId(ids.next("call")) : block);
        }
        return settled;
    }
}
