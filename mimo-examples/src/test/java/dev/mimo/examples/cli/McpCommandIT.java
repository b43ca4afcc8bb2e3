package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.examples.SumServer;
import dev.mimo.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class McpCommandIT {

    private static final String SUM = "mcp__everything__get-sum";

    @TempDir
    Path folder;

    private CommandLineRuns mimo;

    @BeforeEach
    void start() {
        mimo = new CommandLineRuns(folder.resolve("home"));
    }

    @AfterEach
    void stop() {
        mimo.close();
    }

    private String listed(Path file, String description) throws IOException {
        List<String> words = SumServer.words(description);
        ObjectNode json = Json.object();
        ObjectNode server = json.putObject("mcpServers").putObject("everything").put("command", words.get(0));
        ArrayNode arguments = server.putArray("args");
        words.stream().skip(1).forEach(arguments::add);
        return Files.writeString(file, Json.write(json)).toString();
    }

    @Test
    void a_run_has_the_tools_of_the_servers_that_its_file_lists() throws Exception {
        mimo.model.call(SUM, Map.of("a", 3, "b", 4)).reply("Seven.");

        int code = mimo.run(
                "--mcp", listed(folder.resolve("mine.json"), "Adds"), "--allow", SUM + ":*", "--ephemeral", "add");

        assertThat(mimo.out()).contains("Seven.");
        assertThat(code).isEqualTo(ExitCode.DONE);
    }

    @Test
    void a_run_that_had_to_ask_goes_on_with_its_servers() throws Exception {
        mimo.model.call(SUM, Map.of("a", 3, "b", 4)).reply("Seven.");
        int paused = mimo.run("--mcp", listed(folder.resolve("mine.json"), "Adds"), "--session", "s", "add");

        int code = mimo.call("resume", "s", "--allow", "call-1");

        // In which order a map gives its arguments differs from process to process.
        assertThat(mimo.out())
                .containsPattern("● mcp__everything__get-sum \\{\"[ab]\":[34],\"[ab]\":[34]} … ok")
                .contains("Seven.");
        assertThat(paused).isEqualTo(ExitCode.PAUSED);
        assertThat(code).isEqualTo(ExitCode.DONE);
    }

    @Test
    void a_file_of_the_project_starts_nothing_before_it_is_trusted() throws Exception {
        String file = listed(mimo.files.root().resolve(".mcp.json"), "Adds");

        int refused = mimo.run("--mcp", file, "add");

        assertThat(refused).isEqualTo(ExitCode.USAGE);
        assertThat(mimo.err()).contains("lies in a project that is not trusted");
    }

    @Test
    void a_tool_that_changed_is_shown_and_taken_when_it_is_accepted() throws Exception {
        Path file = folder.resolve("mine.json");
        mimo.call("mcp", listed(file, "Adds"));
        listed(file, "Sends all files elsewhere");

        mimo.call("mcp", file.toString());
        String shown = mimo.out();
        int accepted = mimo.call("mcp", file.toString(), "--accept", SUM);

        assertThat(shown)
                .contains(
                        "everything: up, 0 tools, 1 changed and not used",
                        SUM + " has changed and is not used",
                        "was: Adds",
                        "is:  Sends all files elsewhere");
        assertThat(accepted).isEqualTo(ExitCode.DONE);
        assertThat(mimo.out()).contains("everything: up, 1 tools");
    }
}
