package dev.mimo.providers.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The headers that say who asks. Their values go to the endpoint and nowhere else: {@link #clean} takes them out of every
 * text that came from outside.
 */
public final class Credentials {

    /** Shorter values, such as the {@code EMPTY} of local servers, are words rather than secrets. */
    private static final int SHORTEST_SECRET = 8;

    /** The header in which a key stands behind the word {@code Bearer}. */
    public static final String BEARER = "Authorization";

    private static final String MASK = "[key]";

    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<String> secrets = new ArrayList<>();

    private Credentials() {}

    /**
     * A key, and other headers; each value is treated as a secret.
     *
     * @param header that of the key, which {@link #BEARER} takes as a token; null when there is no key
     * @throws IllegalArgumentException when a name or value cannot be sent; the message names the header only
     */
    public static Credentials of(@Nullable String header, String key, Map<String, String> others) {
        Credentials made = new Credentials();
        if (header != null) {
            made.add(header, header.equals(BEARER) ? "Bearer " + key : key);
            made.addSecret(key);
        }
        others.forEach(made::add);
        made.secrets.sort(Comparator.comparingInt(String::length).reversed());
        return made;
    }

    /** By name, in the order to be sent. */
    Map<String, String> headers() {
        return headers;
    }

    /** Whether nothing would be given away by sending them. */
    public boolean isEmpty() {
        return headers.isEmpty();
    }

    /** The text with every secret masked. */
    public String clean(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, MASK);
        }
        return clean;
    }

    /** The failure itself, or null when a message within it shows a secret. */
    @Nullable
    Throwable clean(Throwable failure) {
        int depth = 0;
        for (Throwable e = failure; e != null && depth < 20; e = e.getCause(), depth++) {
            String text = e.toString();
            if (!clean(text).equals(text)) {
                return null;
            }
        }
        return failure;
    }

    /** Equal when the same is sent. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Credentials credentials && headers.equals(credentials.headers);
    }

    @Override
    public int hashCode() {
        return headers.hashCode();
    }

    /** How many there are; never what they are. */
    @Override
    public String toString() {
        return "Credentials[" + headers.size() + " headers]";
    }

    private void add(String name, String value) {
        boolean plainName = !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 0x7F && c != ':');
        if (!plainName) {
            throw new IllegalArgumentException("not the name of a header: \"" + name + "\"");
        }
        if (!value.chars().allMatch(c -> (c >= ' ' && c < 0x7F) || c == '\t')) {
            throw new IllegalArgumentException(
                    "the value of header " + name + " has characters that cannot be sent (a line end, perhaps)");
        }
        headers.put(name, value);
        addSecret(value);
    }

    private void addSecret(String value) {
        String trimmed = value.strip();
        if (trimmed.length() >= SHORTEST_SECRET) {
            secrets.add(trimmed);
        }
    }
}
