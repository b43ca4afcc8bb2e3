package dev.mimo.memory.rebuild;

import dev.mimo.model.Message;
import dev.mimo.session.MessageRef;
import dev.mimo.session.SessionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last messages, which a new window shows as they are.
 *
 * @param from the index of the first one
 * @param user the index of the last thing a person said, when that lies before {@code from}; else null
 * @param clip no text of theirs is longer, in characters; {@link #WHOLE} when all fit as they are
 * @param tokens how many they take
 */
record Tail(int from, @Nullable Integer user, int clip, long tokens) {

    static final int WHOLE = Integer.MAX_VALUE;

    /** The longest text that a clipped message shows at first; halved until all fits. */
    private static final int FIRST_CLIP = 40_000;

    private static final int LAST_CLIP = 400;

    /** How much of the budget a person's last words may take when they stand before the rest. */
    private static final int USER_DIVISOR = 4;

    /**
     * As many of the last messages as fit, at least the last complete step and what came after it. Calls and their results
     * are never separated. Texts that alone are too much are clipped.
     *
     * @param most tokens
     */
    static Tail of(List<Message> messages, MessageSizes sizes, long most) {
        int must = lastStep(messages);
        int person = lastPerson(messages);
        long forUser =
                person >= 0 && person < must ? Math.min(sizes.message(messages.get(person)), most / USER_DIVISOR) : 0;
        long needed = tokens(messages, must, sizes, WHOLE);
        if (needed > most - forUser) {
            int clip = FIRST_CLIP;
            while (clip > LAST_CLIP && tokens(messages, must, sizes, clip) > most - forUser) {
                clip /= 2;
            }
            return make(messages, sizes, must, person, Math.max(clip, LAST_CLIP), most);
        }
        int from = must;
        long sum = needed;
        for (int i = must - 1; i >= 0; i--) {
            sum += sizes.message(messages.get(i));
            long user = person < i ? forUser : 0;
            if (sum > most - user) {
                break;
            }
            if (!(messages.get(i) instanceof Message.Tool)) {
                from = i;
            }
        }
        return make(messages, sizes, from, person, WHOLE, most);
    }

    private static Tail make(List<Message> messages, MessageSizes sizes, int from, int person, int clip, long most) {
        long tokens = tokens(messages, from, sizes, clip);
        boolean apart = person >= 0 && person < from;
        if (!apart) {
            return new Tail(from, null, clip, tokens);
        }
        int limit = clip;
        long user = sizes.message(messages.get(person));
        if (user > most / USER_DIVISOR) {
            limit = Math.min(clip, FIRST_CLIP);
            while (limit > LAST_CLIP && size(messages.get(person), sizes, limit) > most / USER_DIVISOR) {
                limit /= 2;
            }
            limit = Math.max(limit, LAST_CLIP);
            tokens = tokens(messages, from, sizes, limit);
            user = size(messages.get(person), sizes, limit);
        }
        return new Tail(from, person, limit, tokens + user);
    }

    /** A message as it is shown. */
    static Message shown(Message message, int clip, SessionId session, long sequence) {
        return clip == WHOLE ? message : Clip.message(message, clip, new MessageRef(session, sequence).toString());
    }

    /** Where the last step begins: its reply; the last message when there is none. */
    private static int lastStep(List<Message> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i) instanceof Message.Assistant) {
                return i;
            }
        }
        return Math.max(0, messages.size() - 1);
    }

    private static int lastPerson(List<Message> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i) instanceof Message.User user && user.isPersons()) {
                return i;
            }
        }
        return -1;
    }

    private static long tokens(List<Message> messages, int from, MessageSizes sizes, int clip) {
        long sum = 0;
        for (int i = from; i < messages.size(); i++) {
            sum += size(messages.get(i), sizes, clip);
        }
        return sum;
    }

    private static long size(Message message, MessageSizes sizes, int clip) {
        return sizes.message(clip == WHOLE ? message : Clip.message(message, clip, "session#0000"));
    }
}
