package dev.mimo.memory.layer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names contents: 64 hex digits. */
final class Sha256 {

    private Sha256() {}

    static String hex(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("every Java platform has SHA-256", e);
        }
    }

    /** The first 12 digits of the hash of a text. */
    static String brief(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, 12);
    }
}
