package dev.mimo.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class McpServerTest {

    private static final URI ADDRESS = URI.create("https://mcp.example/path?key=s3cret-in-query");

    @Test
    void it_says_which_one_it_is_and_no_secret() {
        McpServer program =
                McpServer.stdio("git", "npx", "--token=s3cret-argument").environment("TOKEN", "s3cret-value");
        McpServer address = McpServer.http("web", ADDRESS).header("Authorization", "Bearer s3cret-header");

        assertThat(program).hasToString("McpServer[git, program npx]");
        assertThat(address).hasToString("McpServer[web, https://mcp.example]");
        assertThat(McpServers.of(program, address).status().toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a__b", "_a", "a_", "ä", "a.b", "123456789012345678901234567890123"})
    void a_name_that_tools_cannot_have_is_refused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> McpServer.stdio(name, "npx"));
    }

    @Test
    void a_header_over_plain_http_goes_to_this_machine_only() {
        McpServer far = McpServer.http("web", URI.create("http://mcp.example/"));
        McpServer near = McpServer.http("web", URI.create("http://127.0.0.1:8080/"));

        assertThat(near.header("Authorization", "x")).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> far.header("Authorization", "s3cret"))
                .withMessageContaining("https")
                .withMessageNotContaining("s3cret");
    }

    @Test
    void values_that_would_break_a_request_are_refused_and_not_told() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> McpServer.http("web", ADDRESS).header("X-Key", "s3cret\r\nHost: other"))
                .withMessageNotContaining("s3cret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> McpServer.stdio("git", "npx").environment("A=B", "s3cret"))
                .withMessageNotContaining("s3cret");
    }

    @Test
    void what_does_not_fit_together_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> McpServer.stdio("git"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> McpServer.stdio("git", "npx").header("A", "b"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> McpServer.http("web", ADDRESS).environment("A", "b"));
        assertThatIllegalArgumentException().isThrownBy(() -> McpServer.http("web", URI.create("ftp://host/")));
        assertThatIllegalArgumentException().isThrownBy(() -> McpServer.http("web", URI.create("https://u:p@host/")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> McpServer.stdio("git", "npx").atOnce(65));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> McpServer.stdio("git", "npx").callLimit(Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> McpServers.of(McpServer.stdio("git", "a"), McpServer.stdio("Git", "b")));
    }
}
