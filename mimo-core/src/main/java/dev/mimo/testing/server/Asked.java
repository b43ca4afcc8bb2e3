package dev.mimo.testing.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Content;
import dev.mimo.model.ToolCall;
import dev.mimo.testing.wire.Dialect;
import dev.mimo.testing.wire.Vendor;

/**
 * What an answer repeats of its request, or depends on.
 *
 * @param number which request of the server it is, from 1
 * @param callsBefore how many calls the conversation has already
 */
record Asked(Dialect dialect, Vendor vendor, ObjectNode request, int number, int callsBefore) {

    String id() {
        return switch (dialect) {
            case CHAT -> "loopback-" + number;
            case RESPONSES -> "resp_loopback" + number;
            case MESSAGES -> vendor == Vendor.STANDARD ? "msg_loopback" + number : "loopback" + number;
        };
    }

    /** The name of the item at a place of the output, in responses; never that of a call in it. */
    String itemId(String kind, int index) {
        return kind + "_loopback" + number + "_" + index;
    }

    /** Whether a block becomes an item of the output, in responses. */
    static boolean isItem(Content block) {
        return block instanceof Content.Thinking
                || block instanceof ToolCall
                || (block instanceof Content.Text words && !words.text().isEmpty());
    }

    String model() {
        return request.path("model").asText();
    }

    boolean isStreaming() {
        return request.path("stream").asBoolean(false);
    }
}
