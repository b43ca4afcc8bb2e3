package dev.mimo.testing;

import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.Prompt;
import dev.mimo.model.Role;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What every provider demands of a conversation, and what keeps its cache warm; a fake that only answers would never notice
 * when it is broken.
 *
 * <p>Shape: a user message comes first; no message is empty; every call has exactly one result, in the order of the calls,
 * in the very next message, and nothing else stands there; ids are unique. Stability, between the prompts of one
 * conversation (same role, same first message object): system text and tools are equal, and the messages of the prompt
 * before are the same objects. Safe for use by several threads.
 */
public final class PromptProtocol {

    private final boolean stable;
    private final Map<Role, Map<Message, Prompt>> longest = new EnumMap<>(Role.class);

    private PromptProtocol(boolean stable) {
        this.stable = stable;
    }

    /** Shape and stability. */
    public static PromptProtocol strict() {
        return new PromptProtocol(true);
    }

    /** Shape only: for tests that rewrite history or change tools on purpose. */
    public static PromptProtocol shape() {
        return new PromptProtocol(false);
    }

    /**
     * Checks the next prompt.
     *
     * @throws AssertionError when it breaks a rule; names the message by its index and shows the conversation
     */
    public void check(Role role, Prompt prompt) {
        checkShape(prompt);
        if (stable) {
            checkStability(role, prompt);
        }
    }

    private static void checkShape(Prompt prompt) {
        List<Message> messages = prompt.messages();
        if (messages.isEmpty() || !(messages.get(0) instanceof Message.User)) {
            throw broken(0, "a user message comes first", prompt);
        }
        Set<String> ids = new HashSet<>();
        List<ToolCall> open = List.of();
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (message instanceof Message.Tool tool) {
                checkResults(i, open, tool, prompt);
                open = List.of();
                continue;
            }
            requireAnswered(i - 1, open, prompt);
            requireContent(i, message, prompt);
            open = message instanceof Message.Assistant assistant ? assistant.toolCalls() : List.of();
            for (ToolCall call : open) {
                if (call.id().isBlank() || !ids.add(call.id())) {
                    throw broken(i, "call id \"" + call.id() + "\" is blank or was given before", prompt);
                }
            }
        }
        requireAnswered(messages.size() - 1, open, prompt);
    }

    private static void checkResults(int index, List<ToolCall> calls, Message.Tool tool, Prompt prompt) {
        List<String> asked = calls.stream().map(ToolCall::id).toList();
        List<String> answered = tool.results().stream().map(ToolResult::callId).toList();
        if (asked.isEmpty()) {
            throw broken(index, "results " + answered + " without calls in the message before", prompt);
        }
        if (!asked.equals(answered)) {
            throw broken(index, "calls " + asked + " have results " + answered, prompt);
        }
    }

    private static void requireAnswered(int index, List<ToolCall> open, Prompt prompt) {
        if (!open.isEmpty()) {
            String ids = open.stream().map(ToolCall::id).toList().toString();
            throw broken(index, "calls " + ids + " have no results in the next message", prompt);
        }
    }

    private static void requireContent(int index, Message message, Prompt prompt) {
        List<Content> content =
                message instanceof Message.User user ? user.content() : ((Message.Assistant) message).content();
        if (content.stream().allMatch(PromptProtocol::isEmpty)) {
            throw broken(index, "the message is empty", prompt);
        }
    }

    private static boolean isEmpty(Content block) {
        if (block instanceof Content.Thinking thinking) {
            return thinking.text().isBlank() && thinking.provider() == null;
        }
        return block instanceof Content.Text words && words.text().isBlank();
    }

    @SuppressWarnings("ReferenceEquality") // identity is what providers cache by
    private synchronized void checkStability(Role role, Prompt prompt) {
        Map<Message, Prompt> conversations = longest.computeIfAbsent(role, any -> new IdentityHashMap<>());
        Message first = prompt.messages().get(0);
        Prompt before = conversations.get(first);
        if (before == null) {
            conversations.put(first, prompt);
            return;
        }
        if (!before.system().equals(prompt.system())) {
            throw broken(0, "the system text has changed since the prompt before", prompt);
        }
        if (!before.tools().equals(prompt.tools())) {
            throw broken(0, "the tools have changed since the prompt before", prompt);
        }
        // A candidate that comes late may bring the shorter prompt of its step.
        int common = Math.min(before.messages().size(), prompt.messages().size());
        for (int i = 0; i < common; i++) {
            if (before.messages().get(i) != prompt.messages().get(i)) {
                throw broken(i, "the message is not the object that the prompt before had there", prompt);
            }
        }
        if (prompt.messages().size() > common) {
            conversations.put(first, prompt);
        }
    }

    private static AssertionError broken(int index, String rule, Prompt prompt) {
        return new AssertionError(
                "broken prompt at message " + index + ": " + rule + "\n" + Transcripts.render(prompt.messages()));
    }
}
