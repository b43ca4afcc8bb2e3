package dev.mimo.workflow.journal;

import dev.mimo.environment.Sha256;
import dev.mimo.model.WholePairs;
import java.nio.charset.StandardCharsets;

/** JSON as bytes. */
final class StoredText {

    private StoredText() {}

    /** JSON text in UTF-8, which cannot hold half a surrogate pair: that becomes an escape. */
    static byte[] utf8(String json) {
        return WholePairs.of(json).getBytes(StandardCharsets.UTF_8);
    }

    /** SHA-256, in 64 hex digits. */
    static String hash(byte[] bytes) {
        return Sha256.hex(bytes);
    }
}
