package dev.mimo.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A session's name, the host's own: a ticket, a chat, a user.
 *
 * @param value any text of 1 to 200 characters
 */
public record SessionId(String value) {

    private static final int LONGEST = 200;
    private static final int SLUG = 40;
    private static final int HASH_BYTES = 6;

    public SessionId {
        if (value.isEmpty() || value.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a session id has 1 to " + LONGEST + " characters, not " + value.length());
        }
    }

    public static SessionId of(String value) {
        return new SessionId(value);
    }

    /** A name fit for a folder on any system: a slug of the value and 12 hex digits of its SHA-256, so never two alike. */
    public String folderName() {
        String slug = value.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        slug = slug.substring(0, Math.min(SLUG, slug.length()));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return slug + "-" + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
