package dev.mimo.model;

import java.util.List;

/**
 * What the model is told about one call.
 *
 * @param callId the call's id
 * @param content text and images; may be empty
 * @param error whether the call failed; the text then says what to do better
 */
public record ToolResult(String callId, List<Content> content, boolean error) {

    public ToolResult {
        content = List.copyOf(content);
    }

    public static ToolResult of(ToolCall call, String text) {
        return new ToolResult(call.id(), List.of(Content.text(text)), false);
    }

    public static ToolResult error(ToolCall call, String text) {
        return new ToolResult(call.id(), List.of(Content.text(text)), true);
    }

    /** The words, blocks joined by line ends. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Content block : content) {
            if (block instanceof Content.Text words) {
                text.append(text.length() == 0 ? "" : "\n").append(words.text());
            }
        }
        return text.toString();
    }
}
