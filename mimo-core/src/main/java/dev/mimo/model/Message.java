package dev.mimo.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who said it, and what. Immutable, and never copied from step to step: a provider may keep its encoded form by identity.
 */
public sealed interface Message permits Message.User, Message.Assistant, Message.Tool {

    static User user(String text) {
        return new User(List.of(Content.text(text)), null);
    }

    static Assistant assistant(Content... content) {
        return new Assistant(List.of(content), null, null);
    }

    static Tool tool(ToolResult... results) {
        return new Tool(List.of(results));
    }

    /**
     * What the user said, or what the runtime says in the user's place.
     *
     * @param content text and images in order; never empty
     * @param note why the runtime wrote it, such as {@code nudge} or {@code steer}; null when a person said it
     */
    record User(List<Content> content, @Nullable String note) implements Message {

        /** The note of what a person said while the agent was at work. */
        public static final String STEER = "steer";

        public User {
            content = List.copyOf(content);
            if (content.isEmpty()) {
                throw new IllegalArgumentException("a user message has content");
            }
        }

        /** Whether a person said it: as a task, or to an agent at work. */
        public boolean isPersons() {
            return note == null || note.equals(STEER);
        }

        /** The words, blocks joined by line ends. */
        public String text() {
            return join(content);
        }
    }

    /**
     * What the model said.
     *
     * @param content in the order in which it was said; may be empty
     * @param author who said it; null when unknown
     * @param provider what belongs to the message as a whole; null when nothing does
     */
    record Assistant(
            List<Content> content,
            @Nullable ModelRef author,
            @Nullable ProviderData provider) implements Message {
        public Assistant {
            content = List.copyOf(content);
        }

        /** The words, without thinking; empty when there are none. */
        public String text() {
            return join(content);
        }

        /** The calls asked for, in order. */
        public List<ToolCall> toolCalls() {
            List<ToolCall> calls = new ArrayList<>();
            for (Content block : content) {
                if (block instanceof ToolCall call) {
                    calls.add(call);
                }
            }
            return calls;
        }
    }

    /**
     * What the model is told about the calls of its last message.
     *
     * @param results one for each call, in the order of the calls; never empty
     */
    record Tool(List<ToolResult> results) implements Message {
        public Tool {
            results = List.copyOf(results);
            if (results.isEmpty()) {
                throw new IllegalArgumentException("a tool message has results");
            }
        }
    }

    private static String join(List<Content> content) {
        StringBuilder text = new StringBuilder();
        for (Content block : content) {
            if (block instanceof Content.Text words) {
                if (text.length() > 0) {
                    text.append('\n');
                }
                text.append(words.text());
            }
        }
        return text.toString();
    }
}
