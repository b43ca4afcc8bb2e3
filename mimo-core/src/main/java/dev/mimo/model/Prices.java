package dev.mimo.model;

import java.math.BigDecimal;

/**
 * What a model costs, in US dollars for a million tokens.
 *
 * @param input prompt tokens outside the cache
 * @param output answer tokens
 * @param cacheRead prompt tokens read from the cache
 * @param cacheWrite prompt tokens written to the cache
 */
public record Prices(BigDecimal input, BigDecimal output, BigDecimal cacheRead, BigDecimal cacheWrite) {

    private static final int MILLION = 6;

    /** Without a price for the cache: its tokens cost as much as others. */
    public static Prices of(String input, String output) {
        BigDecimal in = new BigDecimal(input);
        return new Prices(in, new BigDecimal(output), in, in);
    }

    public Cost of(Usage usage) {
        BigDecimal sum = input.multiply(BigDecimal.valueOf(usage.input()))
                .add(output.multiply(BigDecimal.valueOf(usage.output())))
                .add(cacheRead.multiply(BigDecimal.valueOf(usage.cacheRead())))
                .add(cacheWrite.multiply(BigDecimal.valueOf(usage.cacheWrite())));
        return new Cost(sum.movePointLeft(MILLION));
    }
}
