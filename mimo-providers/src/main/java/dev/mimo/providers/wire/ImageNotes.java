package dev.mimo.providers.wire;

import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.ToolResult;
import dev.mimo.providers.policy.EndpointPolicy;
import dev.mimo.providers.policy.ToolRules.Images;
import java.util.List;

/** Says that there was a picture to a model that takes none: endpoints refuse the whole conversation otherwise. */
public final class ImageNotes {

    private ImageNotes() {}

    /** The message itself where pictures may stand or there are none, else one with notes in their place. */
    public static Message of(Message message, EndpointPolicy policy) {
        if (policy.tools().images() != Images.NEVER) {
            return message;
        }
        if (message instanceof Message.User user && hasImage(user.content())) {
            return new Message.User(noted(user.content()), user.note());
        }
        if (message instanceof Message.Tool tool
                && tool.results().stream().anyMatch(result -> hasImage(result.content()))) {
            List<ToolResult> results = tool.results().stream()
                    .map(result -> new ToolResult(result.callId(), noted(result.content()), result.error()))
                    .toList();
            return new Message.Tool(results);
        }
        return message;
    }

    private static boolean hasImage(List<Content> content) {
        return content.stream().anyMatch(Content.Image.class::isInstance);
    }

    private static List<Content> noted(List<Content> content) {
        return content.stream().map(ImageNotes::noted).toList();
    }

    private static Content noted(Content block) {
        return block instanceof Content.Image image
                ? Content.text("[a picture (" + image.mediaType() + ") stood here, which this model cannot see]")
                : block;
    }
}
