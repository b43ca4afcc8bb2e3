package dev.mimo.workflow.journal;

import dev.mimo.model.WholePairs;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** JSON as bytes. */
final class StoredText {

    private StoredText() {}

    /** JSON text in UTF-8, which cannot hold half a surrogate pair: that becomes an escape. */
    static byte[] utf8(String json) {
        return WholePairs.of(json).getBytes(StandardCharsets.UTF_8);
    }

    /** SHA-256, in 64 hex digits. */
    static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("every Java platform has SHA-256", e);
        }
    }
}
