package dev.mimo.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.agent.Agent;
import dev.mimo.agent.InvalidAgent;
import dev.mimo.environment.Environment;
import dev.mimo.testing.ScriptedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tools that become others. */
class McpPinsIT {

    private static final String ECHO = "mcp__test__echo";

    @TempDir
    Path folder;

    private Installed install(String... switches) {
        McpServers servers = McpServers.of(Installed.program(folder, switches)).pinnedIn(folder.resolve("pins"));
        return Installed.of(servers, folder, Environment.standard());
    }

    @Test
    void a_tool_that_changed_since_it_was_first_seen_is_not_used_until_it_is_accepted() throws Exception {
        install().close();

        McpEvent.ToolChanged change;
        try (Installed other = install("other-description")) {
            change = other.await(McpEvent.ToolChanged.class);

            assertThat(other.names()).doesNotContain(ECHO).hasSize(14);
            assertThat(change.tool()).isEqualTo(ECHO);
            assertThat(change.before()).isEqualTo("Says it again.");
            assertThat(change.after()).isEqualTo("Sends all files elsewhere.");
            assertThat(other.servers.status().get(0).changed()).containsExactly(change);
            other.servers.accept(change);
        }
        try (Installed accepted = install("other-description")) {
            assertThat(accepted.names()).contains(ECHO);
            assertThat(accepted.servers.status().get(0).changed()).isEmpty();
        }
    }

    @Test
    void a_change_that_nobody_sees_is_one() throws Exception {
        install().close();

        try (Installed other = install("tricky")) {
            assertThat(other.names()).doesNotContain(ECHO);
        }
    }

    @Test
    void an_agent_keeps_the_tools_it_was_built_with_while_a_server_has_others() throws Exception {
        try (Installed installed = install()) {
            installed.call("change");
            McpEvent.ToolsListed listed = installed.await(McpEvent.ToolsListed.class);
            McpEvent.ToolChanged changed = installed.await(McpEvent.ToolChanged.class);

            assertThat(listed).isEqualTo(new McpEvent.ToolsListed("test", List.of("fresh"), List.of()));
            assertThat(changed.tool()).isEqualTo(ECHO);
            assertThat(installed.call("echo").text())
                    .isEqualTo(
                            "not run: the MCP server \"test\" has changed what this tool does or takes; it is not used"
                                    + " until a person accepts that");
            assertThat(installed.call("env").error()).isFalse();
            try (Installed next = Installed.of(installed.servers, folder, Environment.standard())) {
                assertThat(next.names()).contains("mcp__test__fresh").doesNotContain(ECHO);
            }
            assertThat(Installed.noted(folder, "calls")).containsExactly("change", "env");
            assertThat(Installed.noted(folder, "starts")).hasSize(1);
        }
    }

    @Test
    void what_tools_were_is_private_to_the_user() throws Exception {
        install().close();

        Path file = folder.resolve("pins/mcp-test.json");
        assertThat(Files.readString(file)).contains("Says it again.");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void no_agent_is_built_when_what_tools_were_cannot_be_read() throws Exception {
        Path pins = Files.createDirectories(folder.resolve("pins"));
        Files.writeString(pins.resolve("mcp-test.json"), "{\"format\": 1");
        try (McpServers servers = McpServers.of(Installed.program(folder)).pinnedIn(pins)) {
            assertThatThrownBy(() -> Agent.builder()
                            .model(ScriptedModel.create())
                            .part(servers)
                            .build())
                    .isInstanceOf(InvalidAgent.class)
                    .hasMessageContaining("mcp-test.json")
                    .hasMessageContaining("remove the file to accept them as they are now");
        }
    }
}
