package dev.mimo.testing.server;

import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.ProviderData;
import dev.mimo.model.Reply;
import dev.mimo.model.ToolCall;
import dev.mimo.testing.wire.Vendor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What vendors add to what a model says: ids of calls, signatures of thinking. The same reply always gets the same. */
final class Sealing {

    private static final long GLM_FIRST = -7_807_249_954_186_984_837L;

    private Sealing() {}

    /** The reply with an id for each call and a seal on each thought. */
    static Reply seal(Reply reply, Asked asked) {
        List<Content> content = new ArrayList<>();
        int calls = 0;
        for (Content block : reply.message().content()) {
            if (block instanceof ToolCall call) {
                int index = calls++;
                content.add(call.id().isEmpty() ? call.withId(id(call.name(), index, asked)) : call);
            } else if (block instanceof Content.Thinking thinking && thinking.provider() == null) {
                content.add(WireAnswer.signed(thinking.text(), signature(thinking.text(), asked)));
            } else {
                content.add(block);
            }
        }
        Message.Assistant said = new Message.Assistant(
                content, reply.message().author(), reply.message().provider());
        return new Reply(said, reply.stopReason(), reply.usage(), reply.requestId());
    }

    /** The signature or encrypted form; null when there is none. */
    static @Nullable String signature(Content.Thinking thinking) {
        return field(thinking, "signature", "encrypted_content");
    }

    /** The sealed form of thinking that is not shown; null when it is shown. */
    static @Nullable String redacted(Content.Thinking thinking) {
        return field(thinking, "data", "data");
    }

    private static @Nullable String field(Content.Thinking thinking, String name, String other) {
        ProviderData provider = thinking.provider();
        if (provider == null) {
            return null;
        }
        String seal =
                provider.data().path(name).asText(provider.data().path(other).asText(""));
        return seal.isEmpty() ? null : seal;
    }

    private static String signature(String text, Asked asked) {
        return asked.vendor() == Vendor.STANDARD ? "sealed-" + Integer.toHexString(text.hashCode()) : "";
    }

    private static String id(String name, int index, Asked asked) {
        int ordinal = asked.callsBefore() + index;
        return switch (asked.dialect()) {
            case MESSAGES -> "toolu_loopback" + ordinal;
            case RESPONSES -> "call_loopback" + ordinal;
            case CHAT ->
                switch (asked.vendor()) {
                    case STANDARD, MIMO -> "call_loopback" + ordinal;
                    case DEEPSEEK -> String.format("call_%02d_loopback%d", index, ordinal);
                    case KIMI -> "functions." + name + ":" + ordinal;
                    case GLM -> "call_" + (GLM_FIRST - ordinal);
                };
        };
    }
}
