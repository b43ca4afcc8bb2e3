package dev.mimo.providers.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.environment.EventSink;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ThinkingDelta;
import dev.mimo.model.ToolCallDelta;
import dev.mimo.providers.wire.OverLimit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts a reply together from the items of the output, in the order in which they began, and tells of each piece at once.
 * Confined to one thread.
 *
 * <p>An item is what it is said to be when it is done. Pieces are only told, and stand in for items of which the end never came.
 */
final class ReplyItems {

    /** Characters of pieces and bytes of items together; far above what any model can say. */
    static final long LONGEST = 128L * 1024 * 1024;

    static final int MOST_ITEMS = 1_024;

    private final int longestArguments;
    private final EventSink events;
    private final List<PendingItem> items = new ArrayList<>();
    private final Map<Integer, PendingItem> byIndex = new HashMap<>();
    private @Nullable PendingItem latest;
    private long size;
    private int calls;
    private boolean refused;

    ReplyItems(int longestArguments, EventSink events) {
        this.longestArguments = longestArguments;
        this.events = events;
    }

    /** {@code index}: which item of the output, here as everywhere; null when the provider did not say. */
    void text(@Nullable Integer index, String piece) {
        add(index, OutputItem.MESSAGE, piece);
    }

    void refusal(@Nullable Integer index, String piece) {
        refused |= !piece.isEmpty();
        add(index, OutputItem.MESSAGE, piece);
    }

    void thinking(@Nullable Integer index, int part, String piece) {
        PendingItem item = open(index, OutputItem.REASONING);
        if (!item.isWhole() && !piece.isEmpty()) {
            say(item, item.beginsPart(part) ? "\n\n" + piece : piece);
        }
    }

    void arguments(@Nullable Integer index, String piece, boolean custom) {
        add(index, custom ? OutputItem.CUSTOM_CALL : OutputItem.FUNCTION_CALL, piece);
    }

    void begin(@Nullable Integer index, JsonNode json) {
        PendingItem known = known(index, json);
        if (known == null) {
            create(index, OutputItem.type(json), json);
        } else {
            known.begin(json);
        }
    }

    void finish(@Nullable Integer index, JsonNode json) {
        PendingItem known = known(index, json);
        if (known == null) {
            settle(create(index, OutputItem.type(json), json), json);
        } else if (!known.isWhole()) {
            settle(known, json);
        }
    }

    /**
     * Takes the output as the whole response holds it: for items of which the end has not come, or for all when none has come.
     * One that has come is never doubled.
     */
    void complete(List<JsonNode> output) {
        if (items.isEmpty()) {
            output.forEach(json -> finish(null, json));
            return;
        }
        List<JsonNode> left = new ArrayList<>(output);
        for (PendingItem item : items) {
            for (JsonNode json : left) {
                if (item.isSame(json)) {
                    left.remove(json);
                    if (!item.isWhole()) {
                        settle(item, json);
                    }
                    break;
                }
            }
        }
    }

    /**
     * What the answer takes up grows.
     *
     * @throws OverLimit when it is more than any answer should
     */
    void grow(long more) {
        size += more;
        if (size > LONGEST) {
            throw new OverLimit("the answer is longer than " + LONGEST + " characters");
        }
    }

    boolean isRefused() {
        return refused;
    }

    boolean hasCalls() {
        return calls > 0;
    }

    /** In order; calls that were cut are marked as such. */
    List<Content> content(String provider, boolean complete) {
        List<Content> content = new ArrayList<>();
        items.forEach(item -> item.addTo(content, provider, complete));
        return content;
    }

    /** A phase for each text of the content, null where the provider gave none. */
    List<@Nullable String> phases() {
        List<@Nullable String> phases = new ArrayList<>();
        for (PendingItem item : items) {
            if (item.hasText()) {
                phases.add(item.phase());
            }
        }
        return phases;
    }

    private void add(@Nullable Integer index, String type, String piece) {
        PendingItem item = open(index, type);
        if (!item.isWhole() && !piece.isEmpty()) {
            say(item, piece);
        }
    }

    private void say(PendingItem item, String piece) {
        grow(piece.length());
        item.add(piece);
        if (item.isCall()) {
            checkArguments(item, item.length());
            events.emit(new ToolCallDelta(item.position, item.name(), piece));
        } else if (item.type.equals(OutputItem.REASONING)) {
            events.emit(new ThinkingDelta(piece));
        } else {
            events.emit(new TextDelta(piece));
        }
    }

    private void settle(PendingItem item, JsonNode json) {
        refused |= OutputItem.isRefusal(json);
        String rest = item.finish(json);
        if (item.isCall()) {
            checkArguments(item, OutputItem.said(json).length());
        }
        if (!rest.isEmpty()) {
            say(item, rest);
        }
    }

    private void checkArguments(PendingItem item, int length) {
        if (length > longestArguments) {
            throw new OverLimit("the arguments of a call of " + item.name() + " are longer than " + longestArguments
                    + " characters");
        }
    }

    /** The item that the JSON is of, whole or not: a call by its id, whatever its index, so that it is never done twice. */
    private @Nullable PendingItem known(@Nullable Integer index, JsonNode json) {
        String callId = OutputItem.callId(json);
        for (PendingItem item : items) {
            if (!callId.isEmpty() && item.callId().equals(callId) && item.isSame(json)) {
                return item;
            }
        }
        PendingItem item = find(index);
        boolean same = item != null && (item.isWhole() ? item.isWholeAs(json) : item.isSame(json));
        return same ? item : null;
    }

    private @Nullable PendingItem find(@Nullable Integer index) {
        return index == null ? latest : byIndex.get(index);
    }

    /** The item that a piece belongs to; begins one where there is none. Pieces of one that is whole come too late. */
    private PendingItem open(@Nullable Integer index, String type) {
        PendingItem item = find(index);
        if (item == null || !item.type.equals(type) || (index == null && item.isWhole())) {
            return create(index, type, Json.object());
        }
        return item;
    }

    private PendingItem create(@Nullable Integer index, String type, JsonNode json) {
        if (items.size() == MOST_ITEMS) {
            throw new OverLimit("the answer has more than " + MOST_ITEMS + " items");
        }
        PendingItem item = new PendingItem(type, OutputItem.isCall(type) ? calls++ : 0, json);
        items.add(item);
        byIndex.put(index == null ? items.size() - 1 : index, item);
        latest = item;
        if (item.isCall()) {
            events.emit(new ToolCallDelta(item.position, item.name(), ""));
        }
        return item;
    }
}
