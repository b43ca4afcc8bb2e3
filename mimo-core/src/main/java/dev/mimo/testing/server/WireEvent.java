package dev.mimo.testing.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One event of a streamed answer.
 *
 * @param kind what it carries
 * @param call the call that it belongs to, from 0; -1 when to none
 * @param name its name on the wire; empty for none
 * @param json its data; null when {@code raw} is
 * @param raw its data when that is not JSON, or JSON with its own white space
 * @param padding spaces behind the data
 */
record WireEvent(Kind kind, int call, String name, @Nullable ObjectNode json, String raw, int padding) {

    enum Kind {
        /** Around what is said; does not count. */
        FRAME,
        /** Text or thinking. */
        PIECE,
        CALL,
        FINISH,
        USAGE,
        END_MARK
    }

    static WireEvent of(Kind kind, String name, ObjectNode json) {
        return new WireEvent(kind, -1, name, json, "", 0);
    }

    static WireEvent raw(Kind kind, String name, String data) {
        return new WireEvent(kind, -1, name, null, data, 0);
    }

    WireEvent ofCall(int index) {
        return new WireEvent(kind, index, name, json, raw, padding);
    }

    WireEvent padded(int spaces) {
        return new WireEvent(kind, call, name, json, raw, spaces);
    }

    WireEvent withJson(ObjectNode other) {
        return new WireEvent(kind, call, name, other, raw, padding);
    }

    boolean counts() {
        return kind != Kind.FRAME;
    }

    String data() {
        return json == null ? raw : json.toString();
    }

    boolean is(WireFault.Part part) {
        return switch (part) {
            case FINISH -> kind == Kind.FINISH;
            case END_MARK -> kind == Kind.END_MARK || (kind == Kind.FINISH && name.startsWith("response."));
            case USAGE -> kind == Kind.USAGE;
            case EARLY_USAGE -> false;
        };
    }

    /** As bytes go over the wire, with lines ended by {@code end} and at least so long a line of data. */
    String render(String end, int atLeast) {
        StringBuilder text = new StringBuilder();
        if (!name.isEmpty()) {
            text.append("event: ").append(name).append(end);
        }
        String data = data();
        text.append("data: ").append(data).append(" ".repeat(Math.max(padding, atLeast - data.length() - 6)));
        return text.append(end).append(end).toString();
    }
}
