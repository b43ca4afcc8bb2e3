package dev.mimo.providers.anthropic;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.EventSink;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.providers.wire.OverLimit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the blocks of a reply together, in the order in which they begin. Confined to one thread.
 *
 * <p>Servers that go on with another model splice its message behind the first: its blocks are counted from 0 again, and
 * follow those that are there.
 */
final class ReplyBuilder {

    /** Characters of everything together; far above what any model can say. */
    private static final int LONGEST = 64 * 1024 * 1024;

    private static final int MOST_BLOCKS = 4_096;
    private static final int MOST_CALLS = 1_024;

    private final String provider;
    private final int longestArguments;
    private final EventSink events;
    private final List<PendingBlock> blocks = new ArrayList<>();
    private final Map<Integer, PendingBlock> byIndex = new HashMap<>();
    private int calls;
    private long length;

    ReplyBuilder(String provider, int longestArguments, EventSink events) {
        this.provider = provider;
        this.longestArguments = longestArguments;
        this.events = events;
    }

    /** A message begins: indexes mean its own blocks from now on. */
    void begin() {
        byIndex.clear();
    }

    /** Takes a block that comes whole. */
    void whole(JsonNode block) {
        start(WireEvent.LATEST, block);
        stop(WireEvent.LATEST);
    }

    /**
     * A block begins; one that is no object is passed over, and so is one that was told already.
     *
     * @throws OverLimit when the reply becomes longer than any reply should be
     */
    void start(int index, @Nullable JsonNode block) {
        if (!(block instanceof ObjectNode fields) || isRepeated(index, fields)) {
            return;
        }
        if (blocks.size() == MOST_BLOCKS) {
            throw new OverLimit("the answer has more than " + MOST_BLOCKS + " blocks");
        }
        PendingBlock begun = pending(fields);
        blocks.add(begun);
        if (index != WireEvent.LATEST) {
            byIndex.put(index, begun);
        }
        if (begun instanceof PendingBlock.Call call) {
            limit(call);
        }
    }

    /**
     * More of a block.
     *
     * @throws OverLimit when the reply becomes longer than any reply should be
     * @throws JsonParseException when it is more of a call that never began
     */
    void add(WireEvent delta) throws JsonParseException {
        PendingBlock block = find(delta.index);
        if (block == null) {
            block = begunBy(delta);
        }
        if (block != null) {
            grow(sizeOf(delta));
            block.add(delta);
            if (block instanceof PendingBlock.Call call) {
                limit(call);
            }
        }
    }

    void stop(int index) {
        PendingBlock block = find(index);
        if (block != null) {
            block.end();
        }
    }

    boolean hasCalls() {
        return calls > 0;
    }

    /** What has come so far; {@code cut}: whether the last block may not be whole. */
    List<Content> content(boolean cut) {
        List<Content> content = new ArrayList<>(blocks.size());
        for (int i = 0; i < blocks.size(); i++) {
            Content finished = blocks.get(i).finish(cut && i == blocks.size() - 1);
            if (finished != null) {
                content.add(finished);
            }
        }
        return content;
    }

    private PendingBlock pending(ObjectNode fields) {
        String type = fields.path("type").asText();
        return switch (type) {
            case "text" -> beginning(new PendingBlock.Text(events), fields);
            case "thinking" -> beginning(new PendingBlock.Thinking(provider, events), fields);
            case "tool_use" -> {
                if (calls == MOST_CALLS) {
                    throw new OverLimit("the answer asks for more than " + MOST_CALLS + " calls");
                }
                yield new PendingBlock.Call(fields, calls++, events);
            }
            default -> {
                grow(fields.toString().length());
                yield type.equals("redacted_thinking")
                        ? new PendingBlock.Redacted(
                                provider, fields.path("data").asText(""))
                        : new PendingBlock.Opaque(provider, fields);
            }
        };
    }

    private PendingBlock beginning(PendingBlock block, ObjectNode fields) {
        WireEvent first = new WireEvent();
        first.text = fields.path("text").asText("");
        first.thinking = fields.path("thinking").asText("");
        first.signature = fields.path("signature").asText("");
        grow(sizeOf(first));
        block.add(first);
        return block;
    }

    /** The block that a delta belongs to whose beginning was lost; null when it has nothing of one. */
    private @Nullable PendingBlock begunBy(WireEvent delta) throws JsonParseException {
        if (delta.input != null) {
            throw new JsonParseException(null, "a piece of a call that never began");
        }
        if (delta.text == null && delta.thinking == null) {
            return null;
        }
        start(delta.index, Json.object().put("type", delta.text == null ? "thinking" : "text"));
        return find(WireEvent.LATEST);
    }

    private @Nullable PendingBlock find(int index) {
        if (index != WireEvent.LATEST) {
            return byIndex.get(index);
        }
        return blocks.isEmpty() ? null : blocks.get(blocks.size() - 1);
    }

    private boolean isRepeated(int index, ObjectNode fields) {
        return byIndex.get(index) instanceof PendingBlock.Call call
                && !call.id.isEmpty()
                && call.id.equals(fields.path("id").asText());
    }

    private void limit(PendingBlock.Call call) {
        if (call.length() > longestArguments) {
            throw new OverLimit(
                    "the arguments of a call of " + call.name + " are longer than " + longestArguments + " characters");
        }
    }

    private void grow(long characters) {
        length += characters;
        if (length > LONGEST) {
            throw new OverLimit("the answer is longer than " + LONGEST + " characters");
        }
    }

    private static long sizeOf(WireEvent delta) {
        long size = length(delta.text) + length(delta.thinking) + length(delta.signature) + length(delta.input);
        for (Map.Entry<String, JsonNode> other : delta.others.entrySet()) {
            size += other.getKey().length() + other.getValue().toString().length();
        }
        return size;
    }

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
