package dev.mimo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.testing.ScriptedModel;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class McpExampleIT {

    @TempDir
    Path folder;

    @Test
    void an_agent_calls_a_tool_of_a_server_made_with_the_sdk() {
        ScriptedModel model = ScriptedModel.create()
                .call("mcp__everything__get-sum", Map.of("a", 3, "b", 4))
                .expect(prompt -> assertThat(prompt.toString()).contains("The sum is 7"))
                .reply("Seven.");

        String answer = McpExample.run(model, SumServer.program("Adds"), folder, "Add 3 and 4.")
                .text();

        assertThat(answer).isEqualTo("Seven.");
        model.assertExhausted();
    }
}
