package dev.mimo.providers.openai;

import dev.mimo.environment.EventSink;
import dev.mimo.model.Content;
import dev.mimo.model.StopReason;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ThinkingDelta;
import dev.mimo.model.ToolCallDelta;
import dev.mimo.model.Usage;
import dev.mimo.providers.openai.Delta.CallPiece;
import dev.mimo.providers.wire.OverLimit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts a reply together from what comes, and tells of each piece at once. Confined to one thread.
 *
 * <p>On the wire an answer is one text, one thinking and a list of calls, and goes back as such; so that is what a reply is,
 * however the pieces were mixed.
 */
final class ReplyBuilder {

    /** Characters of text and thinking together; far above what any model can say. */
    static final int LONGEST_TEXT = 64 * 1024 * 1024;

    static final int MOST_CALLS = 1_024;

    private final EventSink events;
    private final StopWords words;
    private final int longestArguments;
    private final ThinkTags tags;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thinking = new StringBuilder();
    private final List<PendingCall> calls = new ArrayList<>();
    private @Nullable PendingCall latest;
    private @Nullable String finish;
    private Usage usage = Usage.none();
    private boolean refused;
    private boolean reasoned;

    ReplyBuilder(boolean thinkTags, StopWords words, int longestArguments, EventSink events) {
        this.words = words;
        this.longestArguments = longestArguments;
        this.events = events;
        tags = new ThinkTags(thinkTags, this::text, this::thinking);
    }

    /**
     * Takes what a chunk brought.
     *
     * @throws OverLimit when the reply becomes longer than any reply should be
     */
    void add(Delta delta) {
        if (delta.whole && !isEmpty()) {
            // Some gateways end a stream with the whole message once more.
            delta.content = null;
            delta.reasoning = null;
            delta.refusal = null;
            delta.calls.clear();
        }
        if (delta.reasoning != null && !delta.reasoning.isEmpty()) {
            reasoned = true;
            thinking(delta.reasoning);
        }
        if (delta.content != null && !delta.content.isEmpty()) {
            said(delta.content);
        }
        if (delta.refusal != null && !delta.refusal.isEmpty()) {
            refused = true;
            said(delta.refusal);
        }
        for (CallPiece piece : delta.calls) {
            call(piece);
        }
        if (finish == null && delta.finish != null && !delta.finish.isEmpty()) {
            finish = delta.finish;
        }
    }

    /** The last count that is not empty holds. */
    void usage(Usage counted) {
        if (counted.total() > 0) {
            usage = counted;
        }
    }

    /** The first finish that was given; null while none was. */
    @Nullable
    String finish() {
        return finish;
    }

    boolean isEmpty() {
        return text.length() == 0 && thinking.length() == 0 && calls.isEmpty();
    }

    Usage usage() {
        return usage;
    }

    /** Why the model stopped, in our words. */
    StopReason stopReason() {
        if (refused) {
            return StopReason.REFUSAL;
        }
        StopReason reason = finish == null ? StopReason.UNKNOWN : words.reason(finish);
        return reason.equals(StopReason.STOP) && !calls.isEmpty() ? StopReason.TOOL_CALLS : reason;
    }

    /**
     * Thinking, text and calls, each where there is any; calls that were cut are marked as such. What may be the beginning of
     * a tag belongs to neither text nor thinking unless the answer has {@code ended}.
     */
    List<Content> content(boolean ended) {
        if (ended) {
            tags.end();
        }
        StopReason reason = stopReason();
        boolean cut = !reason.equals(StopReason.TOOL_CALLS) && !reason.equals(StopReason.STOP);
        List<Content> content = new ArrayList<>();
        if (thinking.length() > 0) {
            content.add(new Content.Thinking(thinking.toString(), null));
        }
        if (text.length() > 0) {
            content.add(new Content.Text(text.toString()));
        }
        for (PendingCall call : calls) {
            content.add(call.finish(cut && call == latest));
        }
        return content;
    }

    private void said(String piece) {
        if (reasoned) {
            tags.end();
            text(piece);
        } else {
            tags.accept(piece);
        }
    }

    private void text(String piece) {
        append(text, piece);
        events.emit(new TextDelta(piece));
    }

    private void thinking(String piece) {
        append(thinking, piece);
        events.emit(new ThinkingDelta(piece));
    }

    private void append(StringBuilder to, String piece) {
        if (text.length() + thinking.length() + piece.length() > LONGEST_TEXT) {
            throw new OverLimit("the answer is longer than " + LONGEST_TEXT + " characters");
        }
        to.append(piece);
    }

    private void call(CallPiece piece) {
        PendingCall call = find(piece);
        if (call == null) {
            if (calls.size() == MOST_CALLS) {
                throw new OverLimit("the answer asks for more than " + MOST_CALLS + " calls");
            }
            call = new PendingCall(calls.size(), piece);
            calls.add(call);
        }
        latest = call;
        call.add(piece);
        if (call.length() > longestArguments) {
            throw new OverLimit("the arguments of a call of " + call.name() + " are longer than " + longestArguments
                    + " characters");
        }
        events.emit(new ToolCallDelta(call.position, call.name(), piece.arguments()));
    }

    /** The call that a piece belongs to; null when it begins one. The newest that fits, as indexes may be given twice. */
    private @Nullable PendingCall find(CallPiece piece) {
        if (latest != null && latest.isContinuedBy(piece)) {
            return latest;
        }
        if (piece.index() == null && piece.id().isEmpty()) {
            return null;
        }
        for (int i = calls.size() - 1; i >= 0; i--) {
            if (calls.get(i) != latest && calls.get(i).isContinuedBy(piece)) {
                return calls.get(i);
            }
        }
        return null;
    }
}
