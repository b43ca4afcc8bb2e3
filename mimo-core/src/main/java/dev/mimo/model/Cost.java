package dev.mimo.model;

import java.math.BigDecimal;

/**
 * Money spent or allowed. An unknown price has no cost at all: it is absent, never 0.
 *
 * @param usd US dollars; never negative, and without zeros at the end, so that $5.0 equals $5.00
 */
public record Cost(BigDecimal usd) implements Comparable<Cost> {

    private static final Cost ZERO = new Cost(BigDecimal.ZERO);

    public Cost {
        if (usd.signum() < 0) {
            throw new IllegalArgumentException("a cost is never negative: " + usd);
        }
        usd = usd.stripTrailingZeros();
        usd = usd.scale() < 0 ? usd.setScale(0) : usd;
    }

    /** Dollars in plain digits: {@code Cost.usd("5.00")}. */
    public static Cost usd(String amount) {
        return new Cost(new BigDecimal(amount));
    }

    public static Cost zero() {
        return ZERO;
    }

    public Cost plus(Cost other) {
        return new Cost(usd.add(other.usd));
    }

    @Override
    public int compareTo(Cost other) {
        return usd.compareTo(other.usd);
    }

    @Override
    public String toString() {
        return "$" + usd.toPlainString();
    }
}
