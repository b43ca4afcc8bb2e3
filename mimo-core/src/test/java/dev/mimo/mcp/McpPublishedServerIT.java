package dev.mimo.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mimo.environment.Environment;
import dev.mimo.model.Content;
import dev.mimo.model.ToolResult;
import dev.mimo.testing.TestToolContext;
import dev.mimo.tool.ToolProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The reference server that the makers of the protocol publish, which shows everything it can do. The quick test takes it from
 * npm's cache and is skipped where it is not there; the heavy one fetches it.
 */
class McpPublishedServerIT {

    private static final String PACKAGE = "@modelcontextprotocol/server-everything@2026.8.31";

    @TempDir
    Path folder;

    @Test
    void the_reference_server_works_from_the_cache() throws Exception {
        assumeTrue(npm("--offline"), PACKAGE + " is not in npm's cache, or there is no npm");

        check("--offline");
    }

    @Test
    @Tag("heavy")
    void the_reference_server_works_when_it_is_fetched() throws Exception {
        assumeTrue(npm("--prefer-online"), PACKAGE + " cannot be fetched, or there is no npm");

        check("--prefer-online");
    }

    private void check(String mode) throws Exception {
        McpServer server = McpServer.stdio("test", "npx", mode, "-y", PACKAGE).startLimit(Duration.ofMinutes(2));
        try (Installed installed = Installed.of(McpServers.of(server.required()), folder, Environment.standard());
                TestToolContext context = installed.context().build()) {
            ToolResult echoed = installed.call("echo", Map.of("message", "hello"));
            ToolResult picture = installed.call("get-tiny-image");
            ToolResult slow =
                    installed.call("trigger-long-running-operation", Map.of("duration", 1, "steps", 2), context);

            assertThat(installed.servers.status().get(0).notes()).isEmpty();
            assertThat(echoed.text()).endsWith("Echo: hello");
            assertThat(picture.content()).anyMatch(block -> block instanceof Content.Image);
            assertThat(slow.error()).isFalse();
            assertThat(context.events().events(ToolProgress.class)).isNotEmpty();
        }
    }

    /** Whether npm can run something with the package. */
    private boolean npm(String mode) throws InterruptedException {
        List<String> words = new ArrayList<>(List.of("npm", "exec", mode, "-y", "--package=" + PACKAGE));
        words.addAll(List.of("--", "node", "-e", "0"));
        try {
            Process process = new ProcessBuilder(words)
                    .directory(folder.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(2, TimeUnit.MINUTES);
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
