package dev.mimo.judge;

import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Prompt;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import java.util.List;
import java.util.stream.Collectors;

/** What a judge of candidates reads. Its length is bounded whatever the conversation and the candidates hold. */
final class CandidateText {

    private static final int TASK = 8_000;
    private static final int RECENT_MESSAGES = 12;
    private static final int RECENT = 1_200;
    private static final int THINKING = 2_000;
    private static final int WORDS = 6_000;
    private static final int ARGUMENTS = 6_000;
    private static final int CALLS = 8;

    private CandidateText() {}

    static String of(Prompt prompt, List<Candidate> candidates) {
        StringBuilder text = new StringBuilder();
        int task = task(prompt.messages());
        if (task >= 0) {
            text.append("# Task\n")
                    .append(Excerpt.of(((Message.User) prompt.messages().get(task)).text(), TASK));
        }
        text.append("\n# What happened lately\n").append(recent(prompt.messages(), task));
        text.append("\n# Tools\n").append(tools(prompt)).append('\n');
        for (int i = 0; i < candidates.size(); i++) {
            text.append("\n# Draft ").append(i + 1).append('\n').append(draft(candidates.get(i)));
        }
        return text.toString();
    }

    /** The last words of a person; what the runtime says in their place is no task. -1 when there are none. */
    private static int task(List<Message> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i) instanceof Message.User user && user.note() == null) {
                return i;
            }
        }
        return -1;
    }

    private static String recent(List<Message> messages, int task) {
        StringBuilder text = new StringBuilder();
        int from = Math.max(task + 1, messages.size() - RECENT_MESSAGES);
        for (Message message : messages.subList(from, messages.size())) {
            if (message instanceof Message.User user) {
                text.append("Said to the agent:\n").append(Excerpt.of(user.text(), RECENT));
            } else if (message instanceof Message.Assistant said) {
                text.append(Excerpt.of(said.text(), RECENT));
                said.toolCalls().forEach(call -> text.append("Call ").append(call(call, RECENT)));
            } else if (message instanceof Message.Tool told) {
                told.results().forEach(result -> text.append(result(result)));
            }
        }
        return text.isEmpty() ? "(nothing yet)\n" : text.toString();
    }

    private static String result(ToolResult result) {
        return (result.error() ? "Result, an error:\n" : "Result:\n") + Excerpt.of(result.text(), RECENT);
    }

    private static String tools(Prompt prompt) {
        return prompt.tools().isEmpty()
                ? "(none)"
                : prompt.tools().stream().map(ToolSpec::name).collect(Collectors.joining(", "));
    }

    private static String draft(Candidate candidate) {
        StringBuilder text = new StringBuilder();
        Message.Assistant message = candidate.reply().message();
        StringBuilder thought = new StringBuilder();
        for (Content block : message.content()) {
            if (block instanceof Content.Thinking thinking) {
                thought.append(thinking.text()).append('\n');
            }
        }
        if (!thought.toString().isBlank()) {
            text.append("Thoughts:\n").append(Excerpt.of(thought.toString(), THINKING));
        }
        if (!message.text().isBlank()) {
            text.append("Words:\n").append(Excerpt.of(message.text(), WORDS));
        }
        List<ToolCall> calls = message.toolCalls();
        int bound = ARGUMENTS / Math.max(1, Math.min(CALLS, calls.size()));
        calls.stream().limit(CALLS).forEach(call -> text.append("Call ").append(call(call, bound)));
        if (calls.size() > CALLS) {
            text.append("and ").append(calls.size() - CALLS).append(" more calls\n");
        }
        text.append("Ends with: ").append(calls.isEmpty() ? "this as the final answer" : "these calls");
        return text.append(" (")
                .append(candidate.reply().stopReason())
                .append(")\n")
                .toString();
    }

    private static String call(ToolCall call, int most) {
        String arguments = call.unparsed() == null ? Json.write(call.arguments()) : call.unparsed();
        return call.name() + ":\n" + Excerpt.of(arguments, most);
    }
}
