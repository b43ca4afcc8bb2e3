package dev.mimo.model;

import java.util.List;

/**
 * All that goes to a model in one call. The lists are copied, unless they are {@linkplain GrowingList#snapshot snapshots} or
 * the JDK's own immutable ones: a long conversation goes from step to step without being copied.
 *
 * @param system the instructions; may be empty
 * @param messages oldest first; a user message comes first, and every call has exactly one result in the message after it.
 *     The same objects from step to step
 * @param tools in a stable order, so that the provider's cache holds
 * @param options how to answer
 */
public record Prompt(String system, List<Message> messages, List<ToolSpec> tools, ModelOptions options) {

    public Prompt {
        messages = GrowingList.frozen(messages);
        tools = GrowingList.frozen(tools);
    }

    /** One question, no tools. */
    public static Prompt of(String system, String question) {
        return new Prompt(system, List.of(Message.user(question)), List.of(), ModelOptions.defaults());
    }

    public Prompt withMessages(List<Message> other) {
        return new Prompt(system, other, tools, options);
    }

    public Prompt withOptions(ModelOptions other) {
        return new Prompt(system, messages, tools, other);
    }
}
