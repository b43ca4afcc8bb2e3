package dev.mimo.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A host that has not put the SDK on its path. */
class WithoutSdkIT {

    private static final String PATH =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    @Test
    void agents_run_and_servers_are_refused_in_a_sentence() throws Exception {
        String without = Arrays.stream(PATH.split(File.pathSeparator))
                .filter(entry -> !entry.contains("mcp-")
                        && !entry.contains("reactor-core")
                        && !entry.contains("reactive-streams"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> lines = run(without);

        assertThat(without.length()).isLessThan(PATH.length());
        assertThat(lines.get(0)).isEqualTo("an agent runs");
        assertThat(String.join("\n", lines))
                .contains("MCP servers need io.modelcontextprotocol.sdk:mcp-core and :mcp-json-jackson2 on the path");
    }

    private static List<String> run(String path) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        path,
                        Bystander.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return said.lines().toList();
    }
}
