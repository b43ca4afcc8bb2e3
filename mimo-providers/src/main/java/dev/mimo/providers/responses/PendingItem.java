package dev.mimo.providers.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import dev.mimo.providers.wire.ReceivedCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An item of the output that is still coming in, or has come. Its name on the wire may change with every event. */
final class PendingItem {

    private static final int NO_PART = Integer.MIN_VALUE;

    /** What it is, in the provider's word. */
    final String type;

    /** Which call of the reply, from 0; meaningless for what is no call. */
    final int position;

    private final StringBuilder said = new StringBuilder();
    private String callId;
    private String name;
    private int part = NO_PART;
    private @Nullable JsonNode whole;

    PendingItem(String type, int position, JsonNode json) {
        this.type = type;
        this.position = position;
        callId = OutputItem.callId(json);
        name = json.path("name").asText("");
    }

    String name() {
        return name;
    }

    String callId() {
        return callId;
    }

    boolean isCall() {
        return OutputItem.isCall(type);
    }

    /** Whether it has come. */
    boolean isWhole() {
        return whole != null;
    }

    /** Whether the JSON may be of this item. */
    boolean isSame(JsonNode json) {
        String other = OutputItem.callId(json);
        return type.equals(OutputItem.type(json)) && (other.isEmpty() || callId.isEmpty() || other.equals(callId));
    }

    void begin(JsonNode json) {
        callId = callId.isEmpty() ? OutputItem.callId(json) : callId;
        name = name.isEmpty() ? json.path("name").asText("") : name;
    }

    /** Whether it has come, and as this. */
    boolean isWholeAs(JsonNode json) {
        return json.equals(whole);
    }

    /** Whether it is text of which there is any. */
    boolean hasText() {
        String text = whole == null ? said.toString() : OutputItem.said(whole);
        return type.equals(OutputItem.MESSAGE) && !text.isEmpty();
    }

    /** Whether a piece of this part begins it, with another part before it. */
    boolean beginsPart(int other) {
        boolean begins = part != NO_PART && part != other && said.length() > 0;
        part = other;
        return begins;
    }

    void add(String piece) {
        said.append(piece);
    }

    int length() {
        return said.length();
    }

    /**
     * Takes what the item is in the end.
     *
     * @return what had not been said of it
     */
    String finish(JsonNode json) {
        begin(json);
        whole = json;
        String all = OutputItem.said(json);
        boolean goesOn = all.length() > said.length() && all.startsWith(said.toString());
        return goesOn ? all.substring(said.length()) : "";
    }

    /**
     * Adds what it is in a reply.
     *
     * @param complete whether the provider said that nothing is missing from the answer
     */
    void addTo(List<Content> content, String provider, boolean complete) {
        if (whole != null) {
            OutputItem.addTo(content, whole, provider);
        } else if (isCall()) {
            content.addAll(calls(complete));
        } else if (said.length() > 0) {
            boolean thinking = type.equals(OutputItem.REASONING);
            content.add(thinking ? new Content.Thinking(said.toString(), null) : Content.text(said.toString()));
        }
    }

    private List<ToolCall> calls(boolean complete) {
        String arguments = said.toString();
        return complete && type.equals(OutputItem.FUNCTION_CALL)
                ? ParallelCalls.unwrapped(ReceivedCall.of(callId, name, arguments, true, null))
                : List.of(new ToolCall(callId, name, Json.object(), arguments, null));
    }

    /** What the provider calls this text; null when it does not say. */
    @Nullable
    String phase() {
        return whole == null ? null : whole.path("phase").textValue();
    }
}
