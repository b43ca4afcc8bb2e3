package dev.mimo.session;

import dev.mimo.environment.Sha256;
import java.util.Locale;

/**
 * A session's name, the host's own: a ticket, a chat, a user.
 *
 * @param value any text of 1 to 200 characters
 */
public record SessionId(String value) {

    private static final int LONGEST = 200;
    private static final int SLUG = 40;

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
        return slug + "-" + Sha256.brief(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
