package dev.mimo.workflow.journal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** JSON as bytes. */
final class StoredText {

    /** Matches code points, so never half of a whole pair. */
    private static final Pattern HALF_PAIR = Pattern.compile("[\\x{D800}-\\x{DFFF}]");

    private StoredText() {}

    /** JSON text in UTF-8, which cannot hold half a surrogate pair: that becomes an escape. */
    static byte[] utf8(String json) {
        String text = StandardCharsets.UTF_8.newEncoder().canEncode(json)
                ? json
                : HALF_PAIR
                        .matcher(json)
                        .replaceAll(half ->
                                String.format("\\\\u%04x", (int) half.group().charAt(0)));
        return text.getBytes(StandardCharsets.UTF_8);
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
