package dev.mimo.judge;

import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ToolCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which candidates would do the same. */
final class Agreement {

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private Agreement() {}

    /** The largest group of candidates that propose the same action, the first of equals; null when there is none at all. */
    static @Nullable Group largest(List<Candidate> candidates) {
        Map<String, List<Candidate>> groups = new LinkedHashMap<>();
        for (Candidate candidate : candidates) {
            groups.computeIfAbsent(action(candidate.reply().message()), any -> new ArrayList<>())
                    .add(candidate);
        }
        Group largest = null;
        for (List<Candidate> group : groups.values()) {
            if (largest == null || group.size() > largest.size()) {
                largest = new Group(group.get(0), group.size());
            }
        }
        return largest;
    }

    /** One text for equal actions: the tools and their canonical arguments; for an answer its words, however spaced. */
    static String action(Message.Assistant message) {
        List<ToolCall> calls = message.toolCalls();
        if (calls.isEmpty()) {
            return "answer " + SPACE.matcher(message.text()).replaceAll(" ").strip();
        }
        StringBuilder action = new StringBuilder();
        for (ToolCall call : calls) {
            String arguments = call.unparsed() == null ? Json.canonical(call.arguments()) : call.unparsed();
            action.append(call.name()).append(' ').append(arguments).append('\n');
        }
        return action.toString();
    }

    /**
     * Candidates that agree.
     *
     * @param first the one among them that was given first
     * @param size how many they are
     */
    record Group(Candidate first, int size) {}
}
