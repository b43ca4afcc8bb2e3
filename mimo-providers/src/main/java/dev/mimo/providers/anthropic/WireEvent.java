package dev.mimo.providers.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one event brought; filled while it is read, whatever the order of its fields. Reused. */
final class WireEvent {

    /** Stands for an index that was not given: the block that came last is meant. */
    static final int LATEST = -1;

    @Nullable
    String type;

    int index = LATEST;

    /** The block that begins. */
    @Nullable
    JsonNode block;

    /** The blocks of a whole message. */
    final List<JsonNode> blocks = new ArrayList<>();

    /** Whether it holds a whole message, with or without blocks. */
    boolean whole;

    @Nullable
    String text;

    @Nullable
    String thinking;

    @Nullable
    String signature;

    @Nullable
    String input;

    /** What else a delta brought, by its field. */
    final Map<String, JsonNode> others = new TreeMap<>();

    @Nullable
    String stopReason;

    @Nullable
    JsonNode stopDetails;

    @Nullable
    String error;

    /** Whether it says in words of its own what is no message. */
    boolean flatError;

    void clear() {
        type = null;
        index = LATEST;
        block = null;
        blocks.clear();
        whole = false;
        text = null;
        thinking = null;
        signature = null;
        input = null;
        others.clear();
        stopReason = null;
        stopDetails = null;
        error = null;
        flatError = false;
    }
}
