package dev.mimo.judge;

import dev.mimo.model.Message;
import dev.mimo.model.Prompt;
import dev.mimo.model.ToolResult;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** On which steps Max Mode is worth its price, told from the prompt alone. Join them with {@link Predicate#or}. */
public final class Steps {

    private Steps() {}

    /** The first step after a person said something: where the approach is chosen. */
    public static Predicate<Prompt> first() {
        return prompt -> last(prompt) instanceof Message.User user && user.isPersons();
    }

    /** The step after one in which a call failed. */
    public static Predicate<Prompt> afterFailure() {
        return prompt -> lastHeard(prompt) instanceof Message.Tool told
                && told.results().stream().anyMatch(ToolResult::error);
    }

    /** The step after the runtime had to speak: the agent went in circles, said nothing, or was sent back by a stop gate. */
    public static Predicate<Prompt> afterReminder() {
        return prompt -> last(prompt) instanceof Message.User user && !user.isPersons();
    }

    private static @Nullable Message last(Prompt prompt) {
        List<Message> messages = prompt.messages();
        return messages.isEmpty() ? null : messages.get(messages.size() - 1);
    }

    /** The last message but for what the runtime has added behind it. */
    private static @Nullable Message lastHeard(Prompt prompt) {
        List<Message> messages = prompt.messages();
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (!(messages.get(i) instanceof Message.User user) || user.isPersons()) {
                return messages.get(i);
            }
        }
        return null;
    }
}
