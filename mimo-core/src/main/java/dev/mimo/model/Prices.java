package dev.mimo.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs, in US dollars for a million tokens.
 *
 * @param input prompt tokens outside the cache
 * @param output answer tokens
 * @param cacheRead prompt tokens read from the cache
 * @param cacheWrite prompt tokens written to the cache
 * @param above what holds instead for a call with a long prompt; null when length does not matter
 */
public record Prices(
        BigDecimal input,
        BigDecimal output,
        BigDecimal cacheRead,
        BigDecimal cacheWrite,
        @Nullable Tier above) {

    private static final int MILLION = 6;

    public Prices {
        for (BigDecimal price : new BigDecimal[] {input, output, cacheRead, cacheWrite}) {
            if (price.signum() < 0) {
                throw new IllegalArgumentException("a price is never negative: " + price);
            }
        }
    }

    /** The same for prompts of any length. */
    public Prices(BigDecimal input, BigDecimal output, BigDecimal cacheRead, BigDecimal cacheWrite) {
        this(input, output, cacheRead, cacheWrite, null);
    }

    /** Without a price for the cache: its tokens cost as much as others. */
    public static Prices of(String input, String output) {
        BigDecimal in = new BigDecimal(input);
        return new Prices(in, new BigDecimal(output), in, in);
    }

    /** {@code prices} hold instead when the prompt of a call, cached parts included, has more tokens than {@code tokens}. */
    public Prices above(long tokens, Prices prices) {
        return new Prices(input, output, cacheRead, cacheWrite, new Tier(tokens, prices));
    }

    /** What one call costs. A sum over several calls has no price when length matters: add up the costs instead. */
    public Cost of(Usage usage) {
        if (above != null && usage.prompt() > above.tokens()) {
            return above.prices().of(usage);
        }
        BigDecimal sum = input.multiply(BigDecimal.valueOf(usage.input()))
                .add(output.multiply(BigDecimal.valueOf(usage.output())))
                .add(cacheRead.multiply(BigDecimal.valueOf(usage.cacheRead())))
                .add(cacheWrite.multiply(BigDecimal.valueOf(usage.cacheWrite())));
        return new Cost(sum.movePointLeft(MILLION));
    }

    /**
     * Prices for long prompts.
     *
     * @param tokens a longer prompt costs these; 1 or more
     * @param prices for the whole call, its answer included
     */
    public record Tier(long tokens, Prices prices) {

        public Tier {
            if (tokens < 1) {
                throw new IllegalArgumentException("long prompts begin above 1 token or more: " + tokens);
            }
        }
    }
}
