package dev.mimo.memory.rebuild;

import dev.mimo.model.Content;
import dev.mimo.model.Cut;
import dev.mimo.model.Message;
import dev.mimo.model.ToolResult;
import java.util.ArrayList;
import java.util.List;

/** Shows the head and the tail of what is too long for a window, and says where the rest can be read. */
final class Clip {

    private static final int SHORTEST = 400;

    private Clip() {}

    /**
     * The same message with no text of more than {@code most} characters, at least 400; the message itself when all are
     * short enough. Calls stay as they are.
     *
     * @param ref where the whole can be read: {@code session#17}
     */
    static Message message(Message message, int most, String ref) {
        int limit = Math.max(SHORTEST, most);
        if (message instanceof Message.User user && isLong(user.content(), limit)) {
            return new Message.User(content(user.content(), limit, ref), user.note());
        }
        if (message instanceof Message.Tool tool
                && tool.results().stream().anyMatch(result -> isLong(result.content(), limit))) {
            List<ToolResult> results = new ArrayList<>();
            for (ToolResult result : tool.results()) {
                results.add(new ToolResult(result.callId(), content(result.content(), limit, ref), result.error()));
            }
            return new Message.Tool(results);
        }
        return message;
    }

    /** Head and tail of a text of more than {@code most} characters, a third and two thirds; surrogate pairs stay whole. */
    static String text(String text, int most, String ref) {
        int limit = Math.max(SHORTEST, most);
        if (text.length() <= limit) {
            return text;
        }
        return Cut.middle(
                text,
                limit / 3,
                limit - limit / 3,
                left -> "\n[… " + left + " characters left out; history_get " + ref + " gives them …]\n");
    }

    private static boolean isLong(List<Content> content, int limit) {
        return content.stream()
                .anyMatch(block ->
                        block instanceof Content.Text text && text.text().length() > limit);
    }

    private static List<Content> content(List<Content> content, int limit, String ref) {
        List<Content> clipped = new ArrayList<>();
        for (Content block : content) {
            clipped.add(block instanceof Content.Text text ? Content.text(text(text.text(), limit, ref)) : block);
        }
        return clipped;
    }
}
