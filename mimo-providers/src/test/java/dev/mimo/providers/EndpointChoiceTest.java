package dev.mimo.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.MimoException;
import dev.mimo.model.ModelRef;
import dev.mimo.providers.policy.Reasoning.Replay;
import dev.mimo.providers.policy.Reasoning.Signatures;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a name of a model leads, by what the environment says. */
final class EndpointChoiceTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        anthropic:claude-sonnet-5 | ANTHROPIC_API_KEY=sk-ant-1 | anthropic | https://api.anthropic.com/v1/messages | ANTHROPIC_API_KEY
        anthropic:claude-sonnet-5 | ANTHROPIC_AUTH_TOKEN=tok-1 | anthropic | https://api.anthropic.com/v1/messages | ANTHROPIC_AUTH_TOKEN
        openai:gpt-5.2 | OPENAI_API_KEY=sk-1 | openai-responses | https://api.openai.com/v1/responses | OPENAI_API_KEY
        openai:gpt-5.2 | OPENAI_API_KEY=sk-1 OPENAI_BASE_URL=https://api.openai.com/v1 | openai-responses | https://api.openai.com/v1/responses | OPENAI_API_KEY
        openai:m | OPENAI_API_KEY=sk-1 OPENAI_BASE_URL=https://gateway.host/v1 | openai-chat | https://gateway.host/v1/chat/completions | OPENAI_API_KEY
        openai:deepseek-chat | OPENAI_API_KEY=sk-1 OPENAI_BASE_URL=https://api.deepseek.com | openai-chat | https://api.deepseek.com/chat/completions | OPENAI_API_KEY
        deepseek:deepseek-v4-pro | DEEPSEEK_API_KEY=sk-1 | openai-chat | https://api.deepseek.com/chat/completions | DEEPSEEK_API_KEY
        deepseek:deepseek-v4-pro | DEEPSEEK_API_KEY=sk-1 DEEPSEEK_BASE_URL=https://api.deepseek.com/anthropic | anthropic | https://api.deepseek.com/anthropic/v1/messages | DEEPSEEK_API_KEY
        kimi:kimi-k2.6 | MOONSHOT_API_KEY=sk-1 | openai-chat | https://api.moonshot.ai/v1/chat/completions | MOONSHOT_API_KEY
        kimi:kimi-k2.6 | MOONSHOT_API_KEY=sk-1 MOONSHOT_BASE_URL=https://api.moonshot.cn/v1 | openai-chat | https://api.moonshot.cn/v1/chat/completions | MOONSHOT_API_KEY
        kimi:kimi-for-coding | KIMI_API_KEY=sk-kimi-1 | anthropic | https://api.kimi.com/coding/v1/messages | KIMI_API_KEY
        kimi:kimi-for-coding | MOONSHOT_API_KEY=sk-1 KIMI_API_KEY=sk-kimi-1 KIMI_BASE_URL=https://api.kimi.com/coding | anthropic | https://api.kimi.com/coding/v1/messages | KIMI_API_KEY
        kimi:kimi-k2.6 | MOONSHOT_API_KEY=sk-1 KIMI_API_KEY=sk-kimi-1 | openai-chat | https://api.moonshot.ai/v1/chat/completions | MOONSHOT_API_KEY
        kimi:m | KIMI_API_KEY=sk-kimi-1 MOONSHOT_BASE_URL=https://elsewhere.host/v1 | anthropic | https://api.kimi.com/coding/v1/messages | KIMI_API_KEY
        glm:glm-5.2 | ZHIPU_API_KEY=k-1 | openai-chat | https://api.z.ai/api/paas/v4/chat/completions | ZHIPU_API_KEY
        glm:glm-5.2 | ZAI_API_KEY=k-1 GLM_BASE_URL=https://open.bigmodel.cn/api/paas/v4 | openai-chat | https://open.bigmodel.cn/api/paas/v4/chat/completions | ZAI_API_KEY
        glm:glm-5.2 | ZAI_API_KEY=k-1 ZAI_BASE_URL=https://api.z.ai/api/coding/paas/v4 | openai-chat | https://api.z.ai/api/coding/paas/v4/chat/completions | ZAI_API_KEY
        glm:glm-5.2 | ZAI_API_KEY=k-1 ZAI_BASE_URL=https://api.z.ai/api/anthropic | anthropic | https://api.z.ai/api/anthropic/v1/messages | ZAI_API_KEY
        mimo:mimo-v2.5 | XIAOMI_API_KEY=sk-1 | openai-chat | https://api.xiaomimimo.com/v1/chat/completions | XIAOMI_API_KEY
        mimo:mimo-v2.5 | MIMO_API_KEY=tp-1 | openai-chat | https://token-plan-cn.xiaomimimo.com/v1/chat/completions | MIMO_API_KEY
        mimo:mimo-v2.5 | XIAOMI_API_KEY=sk-1 MIMO_API_KEY=tp-1 | openai-chat | https://api.xiaomimimo.com/v1/chat/completions | XIAOMI_API_KEY
        mimo:auto | XIAOMI_API_KEY=sk-1 MIMO_BASE_URL=http://127.0.0.1:9/v1 | openai-chat | http://127.0.0.1:9/v1/chat/completions | XIAOMI_API_KEY
        anthropic:mimo-v2.5-pro | ANTHROPIC_AUTH_TOKEN=tp-1 ANTHROPIC_BASE_URL=https://token-plan-sgp.xiaomimimo.com/anthropic | anthropic | https://token-plan-sgp.xiaomimimo.com/anthropic/v1/messages | ANTHROPIC_AUTH_TOKEN
        openai-compatible:m | OPENAI_COMPATIBLE_BASE_URL=http://localhost:1/v1 OPENAI_COMPATIBLE_API_KEY=k-1 | openai-chat | http://localhost:1/v1/chat/completions | OPENAI_COMPATIBLE_API_KEY
        anthropic-compatible:m@http://localhost:1 | ANTHROPIC_COMPATIBLE_API_KEY=k-1 | anthropic | http://localhost:1/v1/messages | ANTHROPIC_COMPATIBLE_API_KEY
        """)
    void a_model_is_asked_where_its_key_is_for(
            String spec, String variables, String dialect, String url, String keyVariable) {
        ModelServer server = server(variables, spec);

        assertThat(server.dialect().label()).isEqualTo(dialect);
        assertThat(server.url()).hasToString(url);
        assertThat(server.keyVariable()).isEqualTo(keyVariable);
        assertThat(server.missingKey()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        openai:m | OPENAI_COMPATIBLE_API_KEY=k OPENAI_BASE_URL=http://localhost:1/v1
        openai-compatible:m@http://localhost:1/v1 | OPENAI_API_KEY=sk-1 OPENAI_COMPATIBLE_API_KEY=k OPENAI_COMPATIBLE_BASE_URL=http://localhost:2/v1
        openai-compatible:m@https://api.openai.com/v1 | OPENAI_API_KEY=sk-1
        kimi:m | KIMI_BASE_URL=http://localhost:1/v1
        deepseek:m | OPENAI_API_KEY=sk-1 DEEPSEEK_BASE_URL=http://localhost:1/v1
        """)
    void a_key_goes_nowhere_that_it_was_not_set_for(String spec, String variables) {
        assertThat(server(variables, spec).keyVariable()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        anthropic:m | ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN
        openai:m | OPENAI_API_KEY
        deepseek:m | DEEPSEEK_API_KEY
        kimi:m | MOONSHOT_API_KEY or KIMI_API_KEY
        glm:m | ZHIPU_API_KEY or ZAI_API_KEY
        mimo:m | XIAOMI_API_KEY or MIMO_API_KEY
        """)
    void a_missing_key_is_told_when_the_model_is_made_and_may_be_given_until_then(String spec, String variables) {
        ModelServer server = server("", spec);

        assertThat(server.missingKey()).startsWith("set " + variables + " for " + spec);
        assertThatThrownBy(server::model)
                .isInstanceOf(MimoException.class)
                .hasMessageStartingWith("set " + variables + " for " + spec);
        assertThat(server.key("secret-key-1").missingKey()).isNull();
        assertThat(server.header("x-gateway", "secret-key-1").missingKey()).isNull();
    }

    @Test
    void mimo_auto_is_the_model_of_the_family_for_the_key_and_needs_one() {
        ModelServer server = server("MIMO_API_KEY=tp-12345678", "mimo:auto");

        assertThat(server.facts().ref()).isEqualTo(ModelRef.of("mimo", "mimo-v2.5"));
        assertThat(server.facts().window()).isEqualTo(1_048_576);
        for (String variables : new String[] {"", "MIMO_BASE_URL=http://127.0.0.1:9/v1"}) {
            assertThatThrownBy(() -> server(variables, "mimo:auto").model())
                    .isInstanceOf(MimoException.class)
                    .hasMessageContaining("XIAOMI_API_KEY or MIMO_API_KEY")
                    .hasMessageContaining("July 2026")
                    .hasMessageContaining("openai-compatible:NAME@BASE_URL")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void a_known_host_has_the_rules_of_its_vendor_whoever_names_it() {
        ModelServer deepseek = server("OPENAI_BASE_URL=https://api.deepseek.com/v1", "openai:deepseek-v4-pro");
        ModelServer kimi = server("", "anthropic-compatible:k2p5@https://api.kimi.com/coding");

        assertThat(deepseek.policy().reasoning().replay()).isEqualTo(Replay.WITH_CALLS);
        assertThat(deepseek.facts().prices()).isNotNull();
        assertThat(kimi.policy().reasoning().signatures()).isEqualTo(Signatures.EMPTY);
        assertThat(kimi.facts().window()).isEqualTo(262_144);
    }

    @Test
    void an_unknown_host_is_a_plain_server_unless_the_name_of_the_vendor_says_more() {
        ModelServer openAi = server("OPENAI_BASE_URL=http://localhost:1/v1", "openai:qwen3");
        ModelServer glm = server("GLM_BASE_URL=http://localhost:1/v4", "glm:glm-5.2");

        assertThat(openAi.policy()).isEqualTo(Vendors.standard().policy(Dialect.OPENAI_CHAT));
        assertThat(glm.policy().extra().path("tool_stream").asBoolean()).isTrue();
    }

    @Test
    void what_a_model_wants_holds_at_any_host() {
        ModelServer gateway = server("OPENAI_BASE_URL=http://localhost:1/v1", "openai:gpt-5.2");
        ModelServer claude = server("ANTHROPIC_BASE_URL=http://localhost:1", "anthropic:claude-opus-5");

        assertThat(gateway.policy().sampling().temperature()).isFalse();
        assertThat(gateway.policy().answers().capField()).isEqualTo("max_completion_tokens");
        assertThat(claude.policy().caching().marks()).isTrue();
        assertThat(claude.policy().reasoning().signatures()).isEqualTo(Signatures.REQUIRED);
    }

    @Test
    void a_vendor_may_be_asked_in_another_of_its_dialects() {
        StandardModels models = new StandardModels(Map.of("OPENAI_API_KEY", "sk-1", "XIAOMI_API_KEY", "tp-1"));

        assertThat(models.findServer(ModelRef.parse("openai:gpt-5.2"), Dialect.OPENAI_CHAT)
                        .url())
                .hasToString("https://api.openai.com/v1/chat/completions");
        assertThat(models.findServer(ModelRef.parse("mimo:mimo-v2.5"), Dialect.ANTHROPIC)
                        .url())
                .hasToString("https://token-plan-cn.xiaomimimo.com/anthropic/v1/messages");
        assertThatThrownBy(() -> models.findServer(ModelRef.parse("deepseek:m"), Dialect.OPENAI_RESPONSES))
                .hasMessage("deepseek does not speak openai-responses; it speaks openai-chat, anthropic");
    }

    @Test
    void an_account_has_as_many_calls_at_once_as_its_vendor_says() {
        assertThat(server("MOONSHOT_API_KEY=k", "kimi:kimi-k3").concurrency()).isEqualTo(3);
        assertThat(server("ZAI_API_KEY=k", "glm:glm-5.2").concurrency()).isNull();
        assertThat(server("ZAI_API_KEY=k GLM_BASE_URL=https://api.z.ai/api/coding/paas/v4", "glm:glm-5.2")
                        .concurrency())
                .isEqualTo(1);
        assertThat(server("", "kimi:kimi-k3").concurrency(20).concurrency()).isEqualTo(20);
        assertThatThrownBy(() -> server("", "kimi:kimi-k3").concurrency(0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ModelServer server(String variables, String spec) {
        Map<String, String> values = new HashMap<>();
        for (String variable : variables == null ? new String[0] : variables.split(" ")) {
            if (!variable.isEmpty()) {
                String[] parts = variable.split("=", 2);
                values.put(parts[0], parts[1]);
            }
        }
        return Objects.requireNonNull(new StandardModels(values).findServer(ModelRef.parse(spec), null));
    }
}
