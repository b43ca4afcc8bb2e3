package dev.mimo.environment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names contents by their SHA-256, in lower-case hex digits. */
public final class Sha256 {

    /** The digits of a hash. */
    private static final int DIGITS = 64;

    private static final int BRIEF = 12;

    private Sha256() {}

    /** All 64 digits. */
    public static String hex(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("every Java platform has SHA-256", e);
        }
    }

    /** The first 12 digits for a text in UTF-8: enough to tell names apart. */
    public static String brief(String text) {
        return hex(text, BRIEF);
    }

    /** The first digits for a text in UTF-8; 1 to 64 of them. */
    public static String hex(String text, int digits) {
        if (digits < 1 || digits > DIGITS) {
            throw new IllegalArgumentException("a hash has 1 to " + DIGITS + " digits, not " + digits);
        }
        return hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, digits);
    }
}
