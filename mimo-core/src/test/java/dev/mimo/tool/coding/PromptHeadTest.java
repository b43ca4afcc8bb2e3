package dev.mimo.tool.coding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.model.Json;
import dev.mimo.tool.Tool;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PromptHeadTest {

    /** What every prompt of a coding agent begins with is paid for in each of its steps. */
    private static final int MOST_BYTES = 20_000;

    @Test
    void all_coding_tools_together_take_at_most_twenty_kilobytes_of_a_prompt() {
        int bytes = 0;
        for (Tool tool : CodingTools.all()) {
            String schema = Json.write(tool.spec().inputSchema());
            bytes += (tool.spec().name() + tool.spec().description() + schema).getBytes(StandardCharsets.UTF_8).length;
        }

        assertThat(bytes).isBetween(1_000, MOST_BYTES);
    }
}
