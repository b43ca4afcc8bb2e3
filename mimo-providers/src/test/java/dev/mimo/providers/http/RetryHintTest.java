package dev.mimo.providers.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryHintTest {

    @ParameterizedTest
    @CsvSource({
        "retry-after-ms, 1500, 1500",
        "retry-after, 7, 7000",
        "retry-after, 0.5, 500",
        "retry-after, 'Thu, 01 Jan 2026 00:00:30 GMT', 30000",
        "retry-after, 'Wed, 31 Dec 2025 00:00:30 GMT', 0",
    })
    void a_header_says_how_long(String header, String value, long millis) {
        assertThat(find(Map.of(header, value), "{}")).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"-5", "soon", "1e9", "''", "99999999999999999999"})
    void a_header_that_makes_no_sense_says_nothing(String value) {
        assertThat(find(Map.of("retry-after", value), "{}")).isNull();
    }

    @Test
    void the_longer_of_milliseconds_and_seconds_counts() {
        assertThat(find(Map.of("retry-after-ms", "0", "retry-after", "1"), "{}"))
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void the_reset_of_an_empty_counter_counts_and_no_other() {
        Map<String, String> headers = Map.of(
                "x-ratelimit-remaining-tokens", "0",
                "x-ratelimit-reset-tokens", "1m2.5s",
                "x-ratelimit-remaining-requests", "17",
                "x-ratelimit-reset-requests", "8h");

        assertThat(find(headers, "{}")).isEqualTo(Duration.ofMillis(62_500));
    }

    @Test
    void an_instant_is_understood() {
        Map<String, String> headers = Map.of(
                "anthropic-ratelimit-requests-remaining", "0",
                "anthropic-ratelimit-requests-reset", "2026-01-01T00:00:12Z");

        assertThat(find(headers, "{}")).isEqualTo(Duration.ofSeconds(12));
    }

    @Test
    void the_body_is_asked_last() {
        String google = "{\"error\":{\"message\":\"slow\",\"details\":[{\"retryDelay\":\"34s\"}]}}";

        assertThat(find(Map.of(), google)).isEqualTo(Duration.ofSeconds(34));
        assertThat(find(Map.of(), "{\"error\":{\"message\":\"Please try again in 20ms.\"}}"))
                .isEqualTo(Duration.ofMillis(20));
        assertThat(find(Map.of(), "{\"error\":{\"message\":\"busy\"}}")).isNull();
    }

    private static Duration find(Map<String, String> headers, String body) {
        return new RetryHint(headers::get, new ManualClock(Instant.parse("2026-01-01T00:00:00Z")))
                .find(ProviderError.parse(body));
    }
}
