package dev.mimo.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.Environment;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Model;
import dev.mimo.model.ModelProvider;
import dev.mimo.model.ModelRef;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class StandardModelsTest {

    @Test
    void a_compatible_server_is_named_with_its_address() {
        Model model = find(Map.of(), "openai-compatible:qwen3:8b@https://host/v1");

        assertThat(model).hasToString("openai-compatible:qwen3:8b at https://host/v1/chat/completions");
        assertThat(model.facts().ref()).isEqualTo(ModelRef.of("openai-compatible", "qwen3:8b"));
    }

    @Test
    void the_last_http_parts_name_and_address() {
        assertThat(find(Map.of(), "openai-compatible:a@http/b@http://localhost:1/v1"))
                .hasToString("openai-compatible:a@http/b at http://localhost:1/v1/chat/completions");
    }

    @Test
    void an_address_may_stand_in_the_environment() {
        assertThat(find(Map.of("OPENAI_COMPATIBLE_BASE_URL", "http://localhost:1/v1"), "openai-compatible:m"))
                .hasToString("openai-compatible:m at http://localhost:1/v1/chat/completions");
        assertThatThrownBy(() -> find(Map.of(), "openai-compatible:m"))
                .hasMessageContaining("OPENAI_COMPATIBLE_BASE_URL");
    }

    @Test
    void a_missing_key_is_told_with_the_variable_to_set() {
        assertThatThrownBy(() -> find(Map.of("OPENAI_API_KEY", " "), "openai:gpt-x"))
                .isInstanceOf(MimoException.class)
                .hasMessage("set OPENAI_API_KEY for openai:gpt-x");
    }

    @Test
    void the_key_of_one_server_does_not_go_to_another() {
        Map<String, String> variables =
                Map.of("OPENAI_COMPATIBLE_BASE_URL", "https://mine/v1", "OPENAI_COMPATIBLE_API_KEY", "secret-key-1");

        // With a key, plain http to a private host would be refused.
        assertThat(find(variables, "openai-compatible:m@http://192.168.0.9/v1")).isNotNull();
        assertThatThrownBy(() -> find(
                        Map.of("OPENAI_COMPATIBLE_API_KEY", "secret-key-1"),
                        "openai-compatible:m@http://192.168.0.9/v1"))
                .hasMessageContaining("https")
                .hasMessageNotContaining("secret");
    }

    @Test
    void other_prefixes_are_left_to_others() {
        assertThat(find(Map.of(), "nobody:m")).isNull();
        assertThatThrownBy(() -> Models.of("nobody:m")).hasMessageContaining("openai-compatible:NAME@BASE_URL");
    }

    @Test
    void the_default_follows_the_documented_order() {
        assertThat(byDefault(Map.of())).isNull();
        assertThat(byDefault(
                        Map.of("MIMO_API_KEY", "tp-12345678", "ZAI_API_KEY", "1234567890", "GLM_MODEL", "glm-5.1")))
                .hasToString("glm:glm-5.1 at https://api.z.ai/api/paas/v4");
        assertThat(byDefault(
                        Map.of("MOONSHOT_API_KEY", "sk-1", "DEEPSEEK_API_KEY", "sk-2", "ANTHROPIC_API_KEY", "sk-3")))
                .hasToString("anthropic:claude-sonnet-5 at https://api.anthropic.com/v1");
        assertThat(byDefault(Map.of("OPENAI_API_KEY", "sk-12345678")))
                .hasToString("openai:gpt-5.2 at https://api.openai.com/v1");
        assertThat(byDefault(Map.of("OPENAI_BASE_URL", "http://localhost:9/v1", "OPENAI_MODEL", "mine")))
                .hasToString("openai:mine at http://localhost:9/v1");
        assertThat(byDefault(Map.of(
                        "OPENAI_API_KEY", "sk-12345678", "MIMO_MODEL", "openai-compatible:first@http://localhost:1")))
                .hasToString("openai-compatible:first at http://localhost:1");
        assertThat(byDefault(Map.of(
                        "OPENAI_COMPATIBLE_BASE_URL", "http://localhost:9/v1", "OPENAI_COMPATIBLE_MODEL", "second")))
                .hasToString("openai-compatible:second at http://localhost:9/v1");
        assertThatThrownBy(() -> byDefault(Map.of("OPENAI_COMPATIBLE_BASE_URL", "http://localhost:9/v1")))
                .hasMessage("set OPENAI_COMPATIBLE_MODEL for the default model");
        assertThatThrownBy(() -> byDefault(Map.of("MIMO_MODEL", "gpt"))).hasMessageContaining("MIMO_MODEL");
    }

    @Test
    void the_provider_is_found_as_a_service() {
        assertThat(ServiceLoader.load(ModelProvider.class)).hasAtLeastOneElementOfType(StandardModels.class);
    }

    private static Model find(Map<String, String> variables, String spec) {
        return new StandardModels(variables).find(ModelRef.parse(spec), Environment.standard());
    }

    private static ModelServer byDefault(Map<String, String> variables) {
        return new StandardModels(variables).findDefaultServer();
    }
}
