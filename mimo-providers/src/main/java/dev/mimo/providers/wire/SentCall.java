package dev.mimo.providers.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** Makes of calls what endpoints take back: a conversation may hold what one of them refuses. */
public final class SentCall {

    private static final Pattern NOT_IN_A_NAME = Pattern.compile("[^A-Za-z0-9_-]");
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_ID = 64;
    private static final int LONGEST_UNPARSED = 2_000;

    private SentCall() {}

    /** A model may have made up a name that its own endpoint refuses. */
    public static String name(String asked) {
        String plain = NOT_IN_A_NAME.matcher(asked).replaceAll("_");
        if (plain.isEmpty()) {
            return "unknown";
        }
        return plain.length() > LONGEST_NAME ? plain.substring(0, LONGEST_NAME) : plain;
    }

    /** Always an object: endpoints refuse a conversation with anything else in it. */
    public static ObjectNode arguments(ToolCall call) {
        String unparsed = call.unparsed();
        if (unparsed == null) {
            return call.arguments();
        }
        String shown = unparsed.length() > LONGEST_UNPARSED ? unparsed.substring(0, LONGEST_UNPARSED) + "…" : unparsed;
        return Json.object().put("unparsed", shown);
    }

    /**
     * The id under which a call and its result are sent: its own where the endpoint takes it. A changed one ends with a
     * checksum of the whole, so that two ids that differ only in what is not taken stay two.
     *
     * @param forbidden matches one character that an id may not have
     */
    public static String id(String id, Pattern forbidden) {
        String plain = forbidden.matcher(id).replaceAll("_");
        if (plain.equals(id) && id.length() <= LONGEST_ID) {
            return id;
        }
        CRC32 sum = new CRC32();
        sum.update(id.getBytes(StandardCharsets.UTF_8));
        String tail = "_" + Long.toHexString(sum.getValue());
        return plain.substring(0, Math.min(plain.length(), LONGEST_ID - tail.length())) + tail;
    }
}
