package dev.mimo.memory.rebuild;

import dev.mimo.agent.PromptAssembler.Conversation;
import dev.mimo.model.Message;
import dev.mimo.model.ToolSpec;
import dev.mimo.model.Usage;
import java.util.List;

/**
 * How many tokens the next prompt will have: what the provider counted last, and our estimate of what came since. Work is
 * proportional to what is new. Confined to the turn's thread.
 */
final class ContextMeter {

    private final MessageSizes sizes;
    private long rawHead = -1;
    private Object tools = "";
    private long rawShown;
    private int measured;
    private long sentRaw;
    private int counted;
    private long reported;
    private int reportedAt;

    ContextMeter(MessageSizes sizes) {
        this.sizes = sizes;
    }

    /** Begins anew: other messages are shown, and what was reported before tells nothing of them. */
    void restart(Conversation conversation) {
        rawShown = 0;
        measured = 0;
        sentRaw = 0;
        reported = 0;
        counted = conversation.counted();
    }

    /** The size of a prompt of these messages. */
    long size(String system, List<ToolSpec> specs, List<Message> shown, Conversation conversation) {
        head(system, specs);
        Usage usage = conversation.lastUsage();
        if (usage != null && conversation.counted() > counted) {
            counted = conversation.counted();
            sizes.learn(sentRaw, usage.prompt());
            reported = usage.total();
            reportedAt = shown.size() - (conversation.messages().size() - counted);
        }
        for (; measured < shown.size(); measured++) {
            rawShown += sizes.raw(shown.get(measured));
        }
        sentRaw = rawHead + rawShown;
        long guessed = sizes.scaled(sentRaw);
        if (reported == 0) {
            return guessed;
        }
        long since = 0;
        for (int i = reportedAt; i < shown.size(); i++) {
            since += sizes.message(shown.get(i));
        }
        return reported + since;
    }

    /** What system and tools take. */
    @SuppressWarnings(
            "ReferenceEquality") // The same list from step to step; to compare what is in it would take its size.
    long head(String system, List<ToolSpec> specs) {
        if (rawHead < 0 || tools != specs) {
            rawHead = sizes.rawHead(system, specs);
            tools = specs;
        }
        return sizes.scaled(rawHead);
    }
}
