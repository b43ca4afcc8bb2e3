package dev.mimo.agent;

import dev.mimo.environment.Ids;
import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.ToolCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Gives calls an id of our own where the provider's is missing, too long, or was given before in the session, or could be
 * taken for that of a sub-agent's call.
 */
final class CallIds {

    private static final int LONGEST = 200;

    private CallIds() {}

    /** The same message when all ids are fine. */
    static Message.Assistant unique(Message.Assistant message, Recorder recorder, Ids ids) {
        Set<String> seen = new HashSet<>();
        boolean changed = false;
        List<Content> content = new ArrayList<>(message.content().size());
        for (Content block : message.content()) {
            if (block instanceof ToolCall call && !isFine(call.id(), seen, recorder)) {
                content.add(call.withId(ids.next("call")));
                changed = true;
            } else {
                content.add(block);
            }
        }
        return changed ? new Message.Assistant(content, message.author(), message.provider()) : message;
    }

    private static boolean isFine(String id, Set<String> seen, Recorder recorder) {
        return !id.isBlank()
                && id.length() <= LONGEST
                && id.indexOf('/') < 0
                && seen.add(id)
                && !recorder.see(view -> view.knowsCall(id));
    }
}
