package dev.mimo.providers.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.model.ModelRef;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CredentialsTest {

    private static final String KEY = "sk-0123456789abcdef";

    private final Credentials credentials =
            Credentials.of(Credentials.BEARER, KEY, Map.of("X-Team", "team-secret-value"));

    @Test
    void no_text_shows_them() {
        Endpoint endpoint = new Endpoint(
                ModelRef.of("p", "m"),
                URI.create("https://host/v1?key=" + KEY),
                credentials,
                Timeouts.defaults(),
                Sizes.defaults(),
                null);

        assertThat(credentials.toString()).doesNotContain(KEY).doesNotContain("team-secret");
        assertThat(endpoint.toString()).doesNotContain(KEY);
        assertThat(endpoint.failure("wrong key " + KEY + " of team-secret-value")
                        .toString())
                .isEqualTo("p:m: wrong key [key] of [key]");
    }

    @Test
    void a_key_at_the_cut_of_a_long_text_does_not_show_by_half() {
        Endpoint endpoint = new Endpoint(
                ModelRef.of("p", "m"),
                URI.create("https://host"),
                credentials,
                Timeouts.defaults(),
                Sizes.defaults(),
                null);

        String words =
                endpoint.failure("x".repeat(1_990) + KEY + "y".repeat(50)).words();

        assertThat(words).hasSizeLessThanOrEqualTo(2_001).doesNotContain("sk-0");
    }

    @Test
    void a_failure_that_shows_one_is_dropped() {
        assertThat(credentials.clean(new IOException("a", new IOException("saw " + KEY))))
                .isNull();
        IOException harmless = new IOException("reset");
        assertThat(credentials.clean(harmless)).isSameAs(harmless);
    }

    @Test
    void a_value_that_cannot_be_sent_is_refused_without_being_shown() {
        assertThatThrownBy(() -> Credentials.of(Credentials.BEARER, KEY + "\nX-Evil: 1", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Authorization")
                .hasMessageNotContaining("sk-");
        assertThatThrownBy(() -> Credentials.of(null, "", Map.of("X-Team", "schlüssel-geheim")))
                .hasMessageContaining("X-Team")
                .hasMessageNotContaining("geheim");
        assertThatThrownBy(() -> Credentials.of(null, "", Map.of("Bad Name", "value")))
                .hasMessageContaining("Bad Name");
    }

    @Test
    void words_of_a_provider_hold_no_control_or_hidden_characters() {
        Endpoint endpoint = new Endpoint(
                ModelRef.of("p", "m"),
                URI.create("https://host"),
                credentials,
                Timeouts.defaults(),
                Sizes.defaults(),
                null);

        assertThat(endpoint.failure("a\u001b[31mb\u202ec\nd").words()).isEqualTo("a [31mb c d");
    }
}
