package dev.mimo.environment;

/** Makes names for things. Safe for use by several threads. */
@FunctionalInterface
public interface Ids {

    /**
     * A name never given before by this source, nor by another one in another process.
     *
     * @param kind what is named, a short word in lower case; the name begins with it: {@code turn-01jd…}
     */
    String next(String kind);
}
