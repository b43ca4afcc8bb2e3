package dev.mimo.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.MimoException;
import dev.mimo.model.Json;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServersFileTest {

    private static List<McpServer> read(String json) {
        return ServersFile.read(Json.readObject(json), Map.of("TOKEN", "s3cret")::get);
    }

    @Test
    void programs_and_addresses_are_read_with_their_variables() {
        List<McpServer> servers = read("""
                {"mcpServers": {
                   "git.hub v2": {"command": "npx", "args": ["-y", "${WHICH:-server}"], "env": {"KEY": "a-${TOKEN}"},
                                  "timeout": 5000},
                   "web": {"type": "http", "url": "https://mcp.example/${PATH_PART:-mcp}",
                           "headers": {"Authorization": "Bearer ${TOKEN}"}}}}
                """);

        assertThat(servers).extracting(McpServer::name).containsExactly("git_hub_v2", "web");
        assertThat(servers.get(0).words()).containsExactly("npx", "-y", "server");
        assertThat(servers.get(0).secrets()).isEqualTo(Map.of("KEY", "a-s3cret"));
        assertThat(servers.get(0).callLimit()).isEqualTo(Duration.ofSeconds(5));
        assertThat(servers.get(1).address()).isEqualTo(URI.create("https://mcp.example/mcp"));
        assertThat(servers.get(1).secrets()).isEqualTo(Map.of("Authorization", "Bearer s3cret"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | no object \"mcpServers\"",
                "{\"mcpServers\": {\"a\": {}}} | \"a\" cannot be read: it has neither a command nor a type",
                "{\"mcpServers\": {\"a\": {\"type\": \"sse\", \"url\": \"x\"}}} | type \"sse\" is not spoken",
                "{\"mcpServers\": {\"a\": {\"command\": \"x\", \"args\": [1]}}} | \"args\" is no text",
                "{\"mcpServers\": {\"a\": {\"command\": \"x\", \"cwd\": \"/\"}}} | \"cwd\" is not known here",
                "{\"mcpServers\": {\"a\": {\"command\": \"${NONE}\"}}} | needs the variable NONE, which is not set",
                "{\"mcpServers\": {\"a\": {\"type\": \"http\", \"url\": \"ht tp\"}}} | its url is none",
                "{\"mcpServers\": {\"a\": {\"command\": \"x\", \"timeout\": \"5\"}}} | no number of milliseconds"
            })
    void what_cannot_be_read_is_told_with_its_server(String json, String words) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(MimoException.class).hasMessageContaining(words);
    }
}
