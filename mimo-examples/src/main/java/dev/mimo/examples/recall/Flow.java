package dev.mimo.examples.recall;

import dev.mimo.agent.PromptAssembler.Conversation;
import dev.mimo.agent.Session;
import dev.mimo.agent.SessionHook;
import dev.mimo.model.GrowingList;
import dev.mimo.model.Message;
import java.util.List;

/**
 * The sessions of a project as one conversation: what the baselines work on. So they lose nothing when a session ends, which
 * is more than they could have. Confined to one thread.
 */
final class Flow implements SessionHook {

    private final GrowingList<Message> messages = new GrowingList<>();
    private int taken;

    /** All messages up to now. */
    List<Message> take(Conversation conversation) {
        return take(conversation.messages());
    }

    private List<Message> take(List<Message> ofSession) {
        while (taken < ofSession.size()) {
            messages.add(ofSession.get(taken++));
        }
        return messages.snapshot();
    }

    @Override
    public void closing(Session session) {
        take(session.messages());
        taken = 0;
    }

    /**
     * Where the newest messages begin that take at most so many tokens; at least the last step. Never between a call and its
     * result.
     */
    static int newest(List<Message> messages, PromptSize size, long most) {
        int from = messages.size();
        long sum = 0;
        for (int i = messages.size() - 1; i >= 0; i--) {
            sum += size.of(messages.get(i));
            if (sum > most && from < messages.size()) {
                break;
            }
            if (!(messages.get(i) instanceof Message.Tool)) {
                from = i;
            }
        }
        return from;
    }
}
