package dev.mimo.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.environment.Environment;
import dev.mimo.model.ToolResult;
import dev.mimo.testing.TestToolContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that die. */
class McpRestartIT {

    @TempDir
    Path folder;

    private Installed install(RestartDelays delays, String... switches) {
        Environment environment =
                Environment.builder().scheduler(delays).random(new Random(7)).build();
        return Installed.of(McpServers.of(Installed.program(folder, switches)), folder, environment);
    }

    @Test
    void a_call_at_a_server_that_dies_is_told_as_interrupted_and_not_made_again() throws Exception {
        RestartDelays delays = new RestartDelays(false);
        try (Installed installed = install(delays)) {
            ToolResult crashed = installed.call("crash");
            McpEvent.Stopped stopped = installed.await(McpEvent.Stopped.class);
            McpEvent.Started started = installed.await(McpEvent.Started.class);
            ToolResult after = installed.call("echo", Map.of("text", "again"));

            assertThat(crashed.error()).isTrue();
            assertThat(crashed.text())
                    .isEqualTo("interrupted: the MCP server \"test\" was lost (it ended with exit code 7); whether the"
                            + " call took effect is unknown; look before you repeat it");
            assertThat(stopped).isEqualTo(new McpEvent.Stopped("test", "it ended with exit code 7"));
            assertThat(started).isEqualTo(new McpEvent.Started("test", 15, true));
            assertThat(after.text()).endsWith("echo again");
            assertThat(Installed.noted(folder, "calls")).containsExactly("crash", "echo");
            assertThat(Installed.noted(folder, "starts")).hasSize(2);
        }
    }

    @Test
    void a_call_made_meanwhile_waits_for_the_server() throws Exception {
        RestartDelays delays = new RestartDelays(true);
        try (Installed installed = install(delays);
                TestToolContext context = installed.context().build()) {
            installed.call("crash");
            Runnable restart = delays.held.poll(1, TimeUnit.MINUTES);
            CompletableFuture<ToolResult> waiting = installed.start("echo", context);

            assertThat(installed.servers.status().get(0).state()).isEqualTo(McpStatus.State.STARTING);
            assertThat(restart).isNotNull();
            restart.run();

            assertThat(waiting.get(1, TimeUnit.MINUTES).text()).endsWith("echo ");
        }
    }

    @Test
    void a_server_that_does_not_come_back_is_given_up_until_it_is_called() throws Exception {
        RestartDelays delays = new RestartDelays(false);
        try (Installed installed = install(delays, "fails-later")) {
            installed.call("crash");
            McpEvent.Absent absent = installed.await(McpEvent.Absent.class);
            ToolResult after = installed.call("echo");

            assertThat(absent.reason()).startsWith("it ended with exit code 3; it said last: cannot start");
            assertThat(delays.delays).hasSize(Backoff.TRIES);
            assertThat(delays.delays).isSorted();
            assertThat(Collections.min(delays.delays)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
            assertThat(Collections.max(delays.delays)).isBetween(Duration.ofSeconds(12), Duration.ofSeconds(20));
            assertThat(after.text())
                    .startsWith("not run: the MCP server \"test\" is not there: it ended with exit code 3");
            // The first, five more, and one for the call.
            assertThat(Installed.noted(folder, "starts")).hasSize(1 + Backoff.TRIES + 1);
            assertThat(Installed.noted(folder, "calls")).isEqualTo(List.of("crash"));
        }
    }

    @Test
    void closing_ends_a_server_that_is_being_started() throws Exception {
        McpServers servers = McpServers.of(Installed.program(folder, "silent"));
        CompletableFuture<Installed> building =
                CompletableFuture.supplyAsync(() -> Installed.of(servers, folder, Environment.standard()));
        Polling.until(() -> folder.resolve("starts").toFile().exists());

        servers.close();

        try (Installed installed = building.get(1, TimeUnit.MINUTES)) {
            assertThat(installed.names()).isEmpty();
            assertThat(ProcessHandle.current().descendants())
                    .noneMatch(
                            process -> process.info().commandLine().orElse("").contains(folder.toString()));
        }
    }
}
