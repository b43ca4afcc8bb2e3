package dev.mimo.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.MimoException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerAddressTest {

    @ParameterizedTest
    @CsvSource({
        "https://api.host/v1, https://api.host/v1/chat/completions",
        "https://api.host/v1//, https://api.host/v1/chat/completions",
        "https://api.host/v1/chat/completions, https://api.host/v1/chat/completions",
        "https://api.host, https://api.host/chat/completions",
        "https://api.host/x?api-version=1, https://api.host/x/chat/completions?api-version=1",
        "http://[::1]:8080/v1, http://[::1]:8080/v1/chat/completions",
    })
    void requests_go_below_the_base(String base, String url) {
        assertThat(ServerAddress.of(Dialect.OPENAI_CHAT, ServerAddress.parse(base), false))
                .hasToString(url);
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.host/v1, https://api.host/v1/messages",
        "https://api.host, https://api.host/v1/messages",
        "https://api.host/anthropic/, https://api.host/anthropic/v1/messages",
        "https://api.host/v1/messages, https://api.host/v1/messages",
        "https://api.host/v1beta, https://api.host/v1beta/v1/messages",
    })
    void messages_are_below_a_version_that_the_base_may_leave_out(String base, String url) {
        assertThat(ServerAddress.of(Dialect.ANTHROPIC, ServerAddress.parse(base), false))
                .hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:1/v1",
                "http://127.0.0.1/v1",
                "http://127.8.9.1",
                "http://[::1]",
                "HTTP://LOCALHOST"
            })
    void a_key_may_go_to_this_machine_in_the_clear(String base) {
        assertThatCode(() -> ServerAddress.of(Dialect.OPENAI_CHAT, ServerAddress.parse(base), false))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://192.168.1.5:11434",
                "http://10.0.0.1",
                "http://172.20.0.1",
                "http://ollama:11434",
                "http://box.local"
            })
    void a_private_host_may_be_asked_in_the_clear_without_a_key_only(String base) {
        assertThatCode(() -> ServerAddress.of(Dialect.OPENAI_CHAT, ServerAddress.parse(base), true))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> ServerAddress.of(Dialect.OPENAI_CHAT, ServerAddress.parse(base), false))
                .isInstanceOf(MimoException.class)
                .hasMessageContaining("https");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.host.com/v1",
                "http://8.8.8.8",
                "http://172.32.0.1",
                "http://127.0.0.1.evil.com",
                "http://localhost.evil.com",
                "http://10.0.0.1.evil.com",
                "http://134744072"
            })
    void a_public_host_is_never_asked_in_the_clear(String base) {
        assertThatThrownBy(() -> ServerAddress.of(Dialect.OPENAI_CHAT, ServerAddress.parse(base), true))
                .isInstanceOf(MimoException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host",
                "host/v1",
                "https://user:pass@host",
                "https://host/#x",
                "",
                "http://",
                "file:///etc"
            })
    void what_is_no_address_of_a_server_is_refused(String base) {
        assertThatThrownBy(() -> ServerAddress.parse(base))
                .isInstanceOf(MimoException.class)
                .hasMessageNotContaining("pass");
    }
}
