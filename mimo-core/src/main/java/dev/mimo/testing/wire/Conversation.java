package dev.mimo.testing.wire;

import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.Prompt;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import java.util.ArrayList;
import java.util.List;

/** Puts messages together from what a request brings one by one. Confined to one thread. */
final class Conversation {

    private final StringBuilder system = new StringBuilder();
    private final List<Message> messages = new ArrayList<>();
    private List<ToolResult> results = new ArrayList<>();
    private List<Content> said = new ArrayList<>();

    void system(String text) {
        if (!text.isEmpty()) {
            system.append(system.length() == 0 ? "" : "\n\n").append(text);
        }
    }

    void user(List<Content> content) {
        end();
        messages.add(new Message.User(content, null));
    }

    /** A message of the assistant as a whole. */
    void assistant(List<Content> content) {
        end();
        messages.add(new Message.Assistant(content, null, null));
    }

    /** One more block of what the assistant says, where a dialect has no messages around them. */
    void say(Content block) {
        endResults();
        said.add(block);
    }

    void result(ToolResult result) {
        endSaid();
        results.add(result);
    }

    Prompt prompt(List<ToolSpec> tools, ModelOptions options) {
        end();
        return new Prompt(system.toString(), messages, tools, options);
    }

    private void end() {
        endSaid();
        endResults();
    }

    private void endSaid() {
        if (!said.isEmpty()) {
            messages.add(new Message.Assistant(said, null, null));
            said = new ArrayList<>();
        }
    }

    private void endResults() {
        if (!results.isEmpty()) {
            messages.add(new Message.Tool(results));
            results = new ArrayList<>();
        }
    }
}
