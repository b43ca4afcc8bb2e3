package dev.mimo.providers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.model.ProviderData;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import java.util.List;

/** Conversations in which models take turns. */
final class Histories {

    /** A picture, as it stands in messages. */
    static final String PICTURE = "iVBORw0KGgo";

    private static final ToolSpec READ =
            new ToolSpec("read", "Reads", Json.object().put("type", "object"));

    private Histories() {}

    static Prompt withImages() {
        ToolCall call = ToolCall.of("c1", "read", Json.object());
        return prompt(
                new Message.User(List.of(Content.text("look"), image()), null),
                Message.assistant(call),
                Message.tool(new ToolResult("c1", List.of(Content.text("here"), image()), false)));
    }

    /** One model thinks, speaks and calls, side by side and under odd ids; another goes on, and must go on again. */
    static Prompt switched(ModelRef first, Dialect firstSpoke, ModelRef second, Dialect secondSpeaks) {
        ToolCall one = ToolCall.of("functions.read:0", "read", Json.object().put("path", "a"));
        ToolCall two = ToolCall.of("call_-7807551", "read", Json.object().put("path", "b"));
        ToolCall three = ToolCall.of("toolu_01", "made.up name", Json.object());
        ToolCall mine = ToolCall.of("own-1", "read", Json.object().put("path", "c"));
        ObjectNode opaque = Json.object().put("type", "server_tool_use").put("id", "opaque of the first");
        return prompt(
                new Message.User(List.of(Content.text("look"), image()), null),
                said(
                        first,
                        thought("thought of the first", first, firstSpoke),
                        new Content.Opaque(first.provider(), opaque),
                        Content.text("I read"),
                        one,
                        two,
                        three),
                Message.tool(
                        new ToolResult(one.id(), List.of(Content.text("A"), image()), false),
                        new ToolResult(two.id(), List.of(), false),
                        ToolResult.error(three, "no such tool")),
                said(first, thought("more thoughts of the first", first, firstSpoke), Content.text("half done")),
                Message.user("go on"),
                said(second, thought("thought of the second", second, secondSpeaks), mine),
                Message.tool(ToolResult.of(mine, "C")));
    }

    private static Prompt prompt(Message... messages) {
        return new Prompt("Be kind.", List.of(messages), List.of(READ), ModelOptions.defaults());
    }

    private static Message said(ModelRef author, Content... content) {
        return new Message.Assistant(List.of(content), author, null);
    }

    /** With what the dialect puts beside thinking. */
    private static Content thought(String words, ModelRef author, Dialect dialect) {
        ObjectNode seal = Json.object();
        return switch (dialect) {
            case OPENAI_CHAT -> new Content.Thinking(words, null);
            case ANTHROPIC ->
                new Content.Thinking(
                        words, new ProviderData(author.provider(), seal.put("signature", "seal on " + words)));
            case OPENAI_RESPONSES -> {
                seal.put("encrypted_content", "seal on " + words).putArray("summary");
                yield new Content.Thinking(words, new ProviderData(author.provider(), seal));
            }
        };
    }

    private static Content image() {
        return new Content.Image("image/png", PICTURE);
    }
}
