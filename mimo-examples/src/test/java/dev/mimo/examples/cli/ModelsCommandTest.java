package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Json;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsCommandTest {

    private final CommandLineRuns mimo = new CommandLineRuns(Path.of("unused"));

    @AfterEach
    void close() {
        mimo.close();
    }

    @Test
    void vendors_tell_which_variable_is_set_and_never_what_it_holds() {
        mimo.variables = Map.of("ZAI_API_KEY", "a-secret-of-mine", "OPENAI_API_KEY", " ");

        assertThat(mimo.call("models")).isZero();

        assertThat(mimo.out()).containsPattern("glm +ZAI_API_KEY +set +openai-chat, anthropic");
        assertThat(mimo.out()).containsPattern("openai +OPENAI_API_KEY +not set");
        assertThat(mimo.out()).containsPattern("kimi +MOONSHOT_API_KEY or KIMI_API_KEY +not set");
        assertThat(mimo.out()).containsPattern("mimo:mimo-v2.5 +1,048,576 +0.4 / 2 / 0.08, above 200,000 tokens 0.8");
        assertThat(mimo.out()).containsPattern("glm:glm-5.2 +204,800 +unknown +thinking, tools");
        assertThat(mimo.out()).doesNotContain("secret");
        assertThat(mimo.err()).isEmpty();
    }

    @Test
    void a_program_reads_the_same_as_json() {
        mimo.variables = Map.of("ZAI_API_KEY", "a-secret-of-mine");

        assertThat(mimo.call("models", "--json")).isZero();

        JsonNode told = Json.read(mimo.out());
        assertThat(told.at("/vendors/0/vendor").asText()).isEqualTo("anthropic");
        assertThat(told.at("/vendors/0/key_variable").isNull()).isTrue();
        assertThat(told.at("/vendors/4/key_variable").asText()).isEqualTo("ZAI_API_KEY");
        assertThat(told.path("models")).hasSizeGreaterThan(40);
        assertThat(mimo.out()).doesNotContain("secret");
    }

    @Test
    void a_model_is_told_with_where_and_how_it_is_asked() {
        assertThat(mimo.call("models", "deepseek:deepseek-v4-pro")).isZero();

        assertThat(mimo.out()).contains("DeepSeek V4 Pro", "1,048,565 tokens", "1.32 / 3.96 / 0.044");
        assertThat(mimo.out()).contains("https://api.deepseek.com/chat/completions", "openai-chat");
        assertThat(mimo.out()).contains("set DEEPSEEK_API_KEY for deepseek:deepseek-v4-pro");
        assertThat(mimo.out()).containsPattern("reasoning replay +with_calls");
    }

    @Test
    void mimo_auto_is_told_with_a_key() {
        mimo.variables = Map.of("XIAOMI_API_KEY", "sk-of-mine-12345");

        assertThat(mimo.call("models", "mimo:auto")).isZero();

        assertThat(mimo.out()).contains("MiMo-V2.5", "1,048,576 tokens", "XIAOMI_API_KEY (set)");
        assertThat(mimo.out()).doesNotContain("sk-of-mine");
    }

    @Test
    void mimo_auto_without_a_key_is_one_sentence() {
        assertThat(mimo.call("models", "mimo:auto")).isEqualTo(2);

        assertThat(mimo.out()).isEmpty();
        assertThat(mimo.err())
                .startsWith("mimo: set XIAOMI_API_KEY or MIMO_API_KEY")
                .contains("July 2026");
        assertThat(mimo.err().lines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody:m", "gpt", "openai-compatible:m", "openai-compatible:@http://localhost"})
    void a_name_that_leads_nowhere_is_bad_usage(String name) {
        assertThat(mimo.call("models", name)).isEqualTo(2);

        assertThat(mimo.err()).startsWith("mimo: ");
        assertThat(mimo.err().lines()).hasSize(1);
    }

    @Test
    void an_unknown_model_is_told_as_unknown() {
        assertThat(mimo.call("models", "openai-compatible:qwen3@http://localhost:1/v1"))
                .isZero();

        assertThat(mimo.out()).containsPattern("window +unknown").containsPattern("key +none");
    }
}
