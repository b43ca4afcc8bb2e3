package dev.mimo.examples.recall;

/**
 * How good a writer is: it notices a statement with a given probability. Whether it does is decided by the seed and the
 * statement, so it makes no difference who asks, or when. Immutable.
 *
 * @param quality from 0 to 1
 */
record Attention(long seed, double quality) {

    Attention {
        if (!(quality >= 0 && quality <= 1)) {
            throw new IllegalArgumentException("a quality is from 0 to 1: " + quality);
        }
    }

    boolean notices(Statement statement) {
        String words = statement.subject().trait() + statement.subject().name() + statement.value();
        long mixed = (seed * 31 + words.hashCode()) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xBF58476D1CE4E5B9L;
        return (mixed >>> 11) * 0x1.0p-53 < quality;
    }
}
