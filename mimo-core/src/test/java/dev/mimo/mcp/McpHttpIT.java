package dev.mimo.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Environment;
import dev.mimo.model.ToolResult;
import dev.mimo.testing.TestToolContext;
import dev.mimo.tool.ToolProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers at an address. */
class McpHttpIT {

    @TempDir
    Path folder;

    private HttpTestServer http;

    @BeforeEach
    void start() throws Exception {
        http = HttpTestServer.start(folder);
    }

    @AfterEach
    void stop() {
        http.close();
    }

    private McpServer server() {
        return McpServer.http("test", http.address("/deep/mcp?version=1"))
                .header("Authorization", "Bearer s3cret-token");
    }

    private Installed install(McpServer server) {
        return Installed.of(McpServers.of(server), folder, Environment.standard());
    }

    @Test
    void a_server_at_an_address_answers_and_gets_its_headers() throws Exception {
        try (Installed installed = install(server())) {
            assertThat(installed.call("echo", Map.of("text", "ü")).text()).endsWith("echo ü");
        }
        assertThat(http.requests)
                .allSatisfy(
                        headers -> assertThat(headers.getFirst("Authorization")).isEqualTo("Bearer s3cret-token"));
        assertThat(http.sessions).hasValue(1);
    }

    @Test
    void answers_may_come_without_a_stream() throws Exception {
        http.plain = true;
        try (Installed installed = install(server())) {
            assertThat(installed.call("echo", Map.of("text", "x")).text()).endsWith("echo x");
        }
    }

    @Test
    void progress_and_cancelling_go_over_the_wire() throws Exception {
        Cancellation.Source turn = new Cancellation.Source();
        try (Installed installed = install(server());
                TestToolContext context = installed.context().cancellation(turn).build()) {
            CompletableFuture<ToolResult> call = installed.start("hang", context);
            Polling.until(() -> !context.events().events(ToolProgress.class).isEmpty());

            turn.cancel("enough");

            assertThat(call.get(1, TimeUnit.MINUTES).text()).startsWith("cancelled");
            Polling.until(() -> folder.resolve("cancelled").toFile().length() > 0);
            assertThat(Installed.noted(folder, "cancelled")).containsExactly("cancelled");
        }
    }

    @Test
    void a_call_in_a_session_that_the_server_forgot_is_lost_and_the_next_one_begins_anew() throws Exception {
        try (Installed installed = install(server())) {
            http.forget();

            ToolResult lost = installed.call("echo", Map.of("text", "one"));
            ToolResult after = installed.call("echo", Map.of("text", "two"));

            assertThat(lost.error()).isTrue();
            assertThat(lost.text()).startsWith("interrupted: the MCP server \"test\" was lost");
            assertThat(after.text()).endsWith("echo two");
            assertThat(Installed.noted(folder, "calls")).containsExactly("echo");
        }
    }

    @Test
    void headers_go_nowhere_else_when_the_server_points_there() throws Exception {
        http.status = 307;
        try (Installed installed = install(server())) {
            assertThat(installed.await(McpEvent.Absent.class).server()).isEqualTo("test");
        }
        assertThat(http.requests).isNotEmpty();
        assertThat(http.requests.size()).isLessThanOrEqualTo(2);
    }

    @Test
    void a_refusal_is_told_without_the_secret() throws Exception {
        http.status = 401;
        try (Installed installed = install(server())) {
            String told = installed.await(McpEvent.Absent.class).reason() + installed.servers.status() + server();

            assertThat(told).contains("Authorization error").doesNotContain("s3cret", "version=1", "deep");
        }
    }

    @Test
    void a_server_that_nobody_answers_for_is_absent() throws Exception {
        http.close();
        try (Installed installed = install(server().startLimit(Duration.ofSeconds(20)))) {
            assertThat(installed.await(McpEvent.Absent.class).reason()).isNotBlank();
            assertThat(installed.names()).isEmpty();
        }
    }
}
