package dev.mimo.providers.http;

/**
 * How large an answer may become before it is given up.
 *
 * @param event bytes of one event, or of a body that is not a stream
 * @param arguments characters of the arguments of one call
 */
public record Sizes(int event, int arguments) {

    public Sizes {
        if (event < 1024 || arguments < 1024) {
            throw new IllegalArgumentException(
                    "events and arguments have room for at least 1024: " + event + ", " + arguments);
        }
    }

    /** 16 MiB and 4 Mi characters. */
    public static Sizes defaults() {
        return new Sizes(16 * 1024 * 1024, 4 * 1024 * 1024);
    }
}
