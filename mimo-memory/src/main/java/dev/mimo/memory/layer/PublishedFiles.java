package dev.mimo.memory.layer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/*
 * A file is announced in the ledger before it is written, and settled after: a crash in between leaves a file that holds
 * either what was announced or what was there before, and both are known. Nothing else is ours.
 */

/** What our files hold, as the ledger has it. Used under the lock of the file. */
final class PublishedFiles {

    private final LayerLedger ledger;

    PublishedFiles(LayerLedger ledger) {
        this.ledger = ledger;
    }

    /**
     * What a file should hold.
     *
     * @param content as it was settled
     * @param announced what was about to be written when the process ended; null when nothing was
     */
    record Published(byte[] content, byte @Nullable [] announced) {

        boolean knows(byte[] bytes) {
            return Arrays.equals(content, bytes) || Arrays.equals(announced, bytes);
        }
    }

    @Nullable
    Published find(String key) {
        String text = ledger.find(Shelf.LAYER, key);
        if (text == null) {
            return null;
        }
        ObjectNode json = Json.readObject(text);
        byte[] content = bytes(json, "content");
        return new Published(content == null ? new byte[0] : content, bytes(json, "announced"));
    }

    void announce(String key, byte[] before, byte[] content) {
        ObjectNode json = Json.object();
        put(json, "content", before);
        put(json, "announced", content);
        ledger.update(Shelf.LAYER, key, old -> Json.write(json));
    }

    void settle(String key, byte[] content) {
        ObjectNode json = Json.object();
        put(json, "content", content);
        ledger.update(Shelf.LAYER, key, old -> Json.write(json));
    }

    /** Text where it is text: the ledger can then be read by people; anything else in Base64. */
    private static void put(ObjectNode json, String name, byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        if (Arrays.equals(text.getBytes(StandardCharsets.UTF_8), content)) {
            json.put(name, text);
        } else {
            json.put(name + "64", Base64.getEncoder().encodeToString(content));
        }
    }

    private static byte @Nullable [] bytes(ObjectNode json, String name) {
        if (json.has(name)) {
            return json.get(name).textValue().getBytes(StandardCharsets.UTF_8);
        }
        return json.has(name + "64")
                ? Base64.getDecoder().decode(json.get(name + "64").textValue())
                : null;
    }
}
