package dev.mimo.extension;

import dev.mimo.model.Message;
import dev.mimo.model.Prompt;
import dev.mimo.model.ToolResult;
import java.util.List;

/** What a model was told of its last call. */
final class Results {

    private Results() {}

    static String last(Prompt prompt) {
        List<Message> messages = prompt.messages();
        List<ToolResult> results = ((Message.Tool) messages.get(messages.size() - 1)).results();
        return results.get(results.size() - 1).text();
    }
}
