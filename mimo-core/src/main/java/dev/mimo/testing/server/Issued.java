package dev.mimo.testing.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Content;
import dev.mimo.model.Reply;
import dev.mimo.model.ToolCall;
import dev.mimo.testing.wire.Dialect;
import dev.mimo.testing.wire.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a server has signed, to know it again when it comes back. Signatures it has not given are passed, as a history may have
 * been written elsewhere. Safe for use by several threads.
 */
final class Issued {

    private final Map<String, String> thinking = new ConcurrentHashMap<>();
    private final Map<String, String> reasoningOf = new ConcurrentHashMap<>();

    void remember(Reply reply, Asked asked) {
        int index = 0;
        String reasoning = "";
        for (Content block : reply.message().content()) {
            if (block instanceof Content.Thinking thought) {
                String signature = Sealing.signature(thought);
                if (signature != null) {
                    thinking.put(signature, thought.text());
                }
                reasoning = asked.itemId("rs", index);
            } else if (block instanceof ToolCall && !reasoning.isEmpty()) {
                reasoningOf.put(asked.itemId("fc", index), reasoning);
            } else if (block instanceof Content.Text) {
                reasoning = "";
            }
            index += Asked.isItem(block) ? 1 : 0;
        }
    }

    List<Violation> check(Dialect dialect, ObjectNode request) {
        List<Violation> found = new ArrayList<>();
        if (dialect == Dialect.MESSAGES) {
            signatures(request.path("messages"), found);
        } else if (dialect == Dialect.RESPONSES) {
            items(request.path("input"), found);
        }
        return found;
    }

    private void signatures(JsonNode messages, List<Violation> found) {
        for (int i = 0; i < messages.size(); i++) {
            JsonNode content = messages.get(i).path("content");
            for (int k = 0; k < content.size(); k++) {
                String said = thinking.get(content.get(k).path("signature").asText());
                if (said != null && !said.equals(content.get(k).path("thinking").asText())) {
                    found.add(new Violation(
                            Violation.Rule.THINKING_UNCHANGED,
                            "messages[" + i + "].content[" + k + "]",
                            "messages." + i + ".content." + k
                                    + ": `thinking` or `redacted_thinking` blocks in the latest assistant message cannot be"
                                    + " modified. These blocks must remain as they were in the original response."));
                }
            }
        }
    }

    /** A call that is named by its item wants the reasoning before it that is named in the same way. */
    private void items(JsonNode input, List<Violation> found) {
        String reasoning = "";
        for (int i = 0; i < input.size(); i++) {
            JsonNode item = input.get(i);
            String id = item.path("id").asText("");
            switch (item.path("type").asText("message")) {
                case "reasoning" -> reasoning = id;
                case "function_call" -> {
                    String wanted = reasoningOf.get(id);
                    if (wanted != null && !wanted.equals(reasoning)) {
                        found.add(new Violation(
                                Violation.Rule.REASONING_ORDER,
                                "input[" + i + "]",
                                "Item '" + id
                                        + "' of type 'function_call' was provided without its required 'reasoning'"
                                        + " item: '" + wanted + "'."));
                    }
                }
                default -> reasoning = "";
            }
        }
    }
}
