package dev.mimo.providers.wire;

import dev.mimo.model.Content;
import dev.mimo.model.ProviderData;
import dev.mimo.model.StopReason;
import dev.mimo.model.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of an answer, up to wherever it came.
 *
 * @param content in the order in which it was said
 * @param finish why the model stopped, in the provider's word; null when it did not say
 * @param stopReason the same in our words
 * @param usage the last count; nothing when there was none
 * @param id the provider's name for the answer; null when it gave none
 * @param whole what belongs to the message as a whole; null when nothing does
 */
public record Received(
        List<Content> content,
        @Nullable String finish,
        StopReason stopReason,
        Usage usage,
        @Nullable String id,
        @Nullable ProviderData whole) {

    /** The words, without thinking. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Content block : content) {
            text.append(block instanceof Content.Text words ? words.text() : "");
        }
        return text.toString();
    }
}
