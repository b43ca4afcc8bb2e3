package dev.mimo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyAndTokensTest {

    @Test
    void costs_add_up_without_rounding() {
        Cost sum = Cost.zero();
        for (int i = 0; i < 10; i++) {
            sum = sum.plus(Cost.usd("0.1"));
        }

        assertThat(sum).isEqualByComparingTo(Cost.usd("1"));
    }

    @Test
    void a_cost_is_shown_in_plain_dollars() {
        assertThat(Cost.usd("0.0000001")).hasToString("$0.0000001");
        assertThat(Cost.usd("1E+3")).hasToString("$1000");
        assertThat(Cost.usd("5.00")).hasToString("$5");
        assertThat(Cost.usd("0.00")).hasToString("$0");
    }

    @Test
    void zeros_at_the_end_make_no_other_cost() {
        assertThat(Cost.usd("5.00")).isEqualTo(Cost.usd("5.0")).hasSameHashCodeAs(Cost.usd("5"));
        assertThat(Cost.usd("500")).isEqualTo(Cost.usd("5E+2"));
        assertThat(Cost.usd("0.000")).isEqualTo(Cost.zero());
        assertThat(Cost.usd("500").usd().scale()).isZero();
    }

    @Test
    void a_sum_of_tokens_stops_at_the_largest_number() {
        Usage hostile = new Usage(Long.MAX_VALUE, Long.MAX_VALUE, 1, 1, 1);

        Usage sum = hostile.plus(Usage.of(1, 0)).plus(hostile);

        assertThat(sum).isEqualTo(new Usage(Long.MAX_VALUE, Long.MAX_VALUE, 2, 2, 2));
        assertThat(sum.prompt()).isEqualTo(Long.MAX_VALUE);
        assertThat(sum.total()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_cost_is_never_negative() {
        assertThatThrownBy(() -> Cost.usd("-0.01")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void prices_are_for_a_million_tokens_of_each_kind() {
        Prices prices =
                new Prices(new BigDecimal("3"), new BigDecimal("15"), new BigDecimal("0.3"), new BigDecimal("3.75"));

        Cost cost = prices.of(new Usage(1_000_000, 100_000, 90_000, 2_000_000, 400_000));

        assertThat(cost).isEqualByComparingTo(Cost.usd("6.6")); // 3 + 1.5 + 0.6 + 1.5
    }

    @Test
    void a_long_prompt_costs_what_the_tier_says_cached_parts_included() {
        Prices prices = Prices.of("1", "2").above(200_000, Prices.of("2", "4"));

        assertThat(prices.of(new Usage(100_000, 10, 0, 50_000, 50_000)))
                .isEqualByComparingTo(Prices.of("1", "2").of(Usage.of(200_000, 10)));
        assertThat(prices.of(new Usage(100_000, 10, 0, 50_000, 50_001)))
                .isEqualByComparingTo(Prices.of("2", "4").of(Usage.of(200_001, 10)));
        assertThat(prices.of(Usage.of(10, 300_000))).isEqualByComparingTo(Cost.usd("0.60001"));
    }

    @Test
    void a_price_is_never_negative_and_a_tier_begins_somewhere() {
        assertThatThrownBy(() -> Prices.of("-1", "2")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Prices.of("1", "2").above(0, Prices.of("1", "1")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thinking_is_part_of_the_output_and_not_paid_twice() {
        Prices prices = Prices.of("1", "2");

        assertThat(prices.of(new Usage(0, 10, 10, 0, 0))).isEqualByComparingTo(prices.of(Usage.of(0, 10)));
    }

    @Test
    void without_a_price_for_the_cache_its_tokens_cost_as_much_as_others() {
        Prices prices = Prices.of("1", "2");

        assertThat(prices.of(new Usage(0, 0, 0, 5, 5))).isEqualByComparingTo(prices.of(Usage.of(10, 0)));
    }

    @Test
    void one_token_of_a_cheap_model_still_costs() {
        assertThat(Prices.of("0.01", "0.01").of(Usage.of(1, 0)).usd()).isPositive();
    }

    @Test
    void usage_tells_prompt_from_answer() {
        Usage usage = new Usage(1, 20, 15, 300, 4_000);

        assertThat(usage.prompt()).isEqualTo(4_301);
        assertThat(usage.total()).isEqualTo(4_321);
        assertThat(usage.plus(usage)).isEqualTo(new Usage(2, 40, 30, 600, 8_000));
    }

    @Test
    void token_counts_are_never_negative() {
        assertThatThrownBy(() -> new Usage(0, 0, 0, -1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"openai:gpt-5, openai, gpt-5", "openrouter:z-ai/glm-5:free, openrouter, z-ai/glm-5:free"})
    void a_model_is_named_by_provider_and_name(String spec, String provider, String name) {
        assertThat(ModelRef.parse(spec)).isEqualTo(ModelRef.of(provider, name)).hasToString(spec);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-5", ":gpt-5", "openai:", " :x", "x: ", ":", ""})
    void half_a_name_is_refused(String spec) {
        assertThatThrownBy(() -> ModelRef.parse(spec))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("provider:name");
    }

    @Test
    void a_provider_has_no_colon() {
        assertThatThrownBy(() -> ModelRef.of("a:b", "c")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "a, 1", "abcd, 1", "abcde, 2", "日本語, 3", "한국, 2", "Привет, 3", "😀, 1", "ab日, 2"})
    void tokens_are_guessed_by_script(String text, long tokens) {
        assertThat(TokenEstimator.byScript().estimate(text)).isEqualTo(tokens);
    }

    @Test
    void a_long_text_does_not_overflow_the_guess() {
        CharSequence chinese = new CharSequence() {
            @Override
            public int length() {
                return 30_000_000;
            }

            @Override
            public char charAt(int index) {
                return '日';
            }

            @Override
            public CharSequence subSequence(int start, int end) {
                return this;
            }
        };

        assertThat(TokenEstimator.byScript().estimate(chinese)).isEqualTo(30_000_000);
    }
}
