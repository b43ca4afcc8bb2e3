package dev.mimo.examples.recall;

import dev.mimo.model.Message;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;

/**
 * A function of messages whose results are kept as long as the messages are in use: prompts consist of the same message
 * objects from step to step. Confined to one thread.
 */
final class ByMessage<T> {

    private static final int SLACK = 1_000;

    private final Function<Message, T> function;
    private IdentityHashMap<Message, T> known = new IdentityHashMap<>();

    ByMessage(Function<Message, T> function) {
        this.function = function;
    }

    T of(Message message) {
        T result = known.get(message);
        if (result == null) {
            result = function.apply(message);
            known.put(message, result);
        }
        return result;
    }

    /** Forgets what is not among these when it has become much more. */
    void keep(List<Message> messages) {
        if (known.size() > 2 * messages.size() + SLACK) {
            IdentityHashMap<Message, T> kept = new IdentityHashMap<>();
            for (Message message : messages) {
                T result = known.get(message);
                if (result != null) {
                    kept.put(message, result);
                }
            }
            known = kept;
        }
    }
}
