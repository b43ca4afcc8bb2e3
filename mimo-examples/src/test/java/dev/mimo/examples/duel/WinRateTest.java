package dev.mimo.examples.duel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WinRateTest {

    @Test
    void the_interval_is_that_of_wilson() {
        WinRate rate = new WinRate(8, 3, 2);

        assertThat(rate.rate()).isEqualTo(0.8);
        assertThat(rate.low()).isCloseTo(0.4902, within(1e-4));
        assertThat(rate.high()).isCloseTo(0.9433, within(1e-4));
    }

    @Test
    void all_won_is_not_certain() {
        WinRate rate = new WinRate(5, 0, 0);

        assertThat(rate.low()).isCloseTo(0.5655, within(1e-4));
        assertThat(rate.high()).isCloseTo(1, within(1e-9));
        assertThat(rate.chance()).isCloseTo(0.0625, within(1e-9));
    }

    @Test
    void chance_is_the_exact_sign_test() {
        assertThat(new WinRate(8, 0, 2).chance()).isCloseTo(0.109375, within(1e-9));
        assertThat(new WinRate(2, 0, 8).chance()).isCloseTo(0.109375, within(1e-9));
        assertThat(new WinRate(3, 0, 3).chance()).isEqualTo(1);
    }

    @Test
    void where_nothing_was_decided_there_is_no_rate() {
        WinRate rate = new WinRate(0, 4, 0);

        assertThat(rate.chance()).isEqualTo(1);
        assertThat(rate.words()).isEqualTo("0 wins, 4 ties, 0 losses");
    }
}
