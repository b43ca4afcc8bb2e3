package dev.mimo.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.Environment;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Cost;
import dev.mimo.model.Json;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Usage;
import dev.mimo.providers.KnownModel.Feature;
import dev.mimo.providers.policy.ToolRules.Images;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModelTableTest {

    private static final ModelTable STANDARD = ModelTable.standard();

    @Test
    void every_row_is_valid_and_belongs_to_a_vendor() {
        assertThat(STANDARD.all()).hasSizeGreaterThan(40);
        STANDARD.all().forEach((ref, model) -> {
            Vendor vendor = Vendors.standard().find(ref.provider());
            assertThat(vendor).as(ref.toString()).isNotNull();
            for (VendorEndpoint endpoint : vendor.endpoints()) {
                assertThat(Vendors.standard().policy(vendor.name(), endpoint.dialect(), model.policy()))
                        .as(ref.toString())
                        .isNotNull();
            }
        });
        assertThat(STANDARD.asOf()).matches("20\\d\\d-\\d\\d");
        assertThat(STANDARD.source()).isNotBlank();
    }

    @Test
    void the_default_model_of_each_vendor_is_in_the_table() {
        for (Vendor vendor : Vendors.standard().all()) {
            String standard = vendor.models().standard();
            if (standard != null) {
                assertThat(STANDARD.find(vendor.name(), standard)).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic, claude-opus-4-6, Claude Opus 4.6, 1000000",
        "anthropic, claude-haiku-4-5-20251001, Claude Haiku 4.5, 200000",
        "anthropic, claude-sonnet-4-20250514, Claude Sonnet 4, 200000",
        "anthropic, claude-something-9, Claude, 200000",
        "openai, gpt-5.2-2025-12-11, GPT-5.2, 400000",
        "openai, gpt-5-nano-2025-08-07, GPT-5 nano, 400000",
        "openai, gpt-5.9-ultra, GPT-5 family, 400000",
        "openai, gpt-4o-mini-2024-07-18, GPT-4o mini, 128000",
        "deepseek, deepseek-v4-flash, DeepSeek V4 Flash, 1048565",
        "kimi, kimi-k2.7-code, Kimi K2.7 Code, 262144",
        "glm, glm-5.2, GLM-5.2, 204800",
        "mimo, mimo-v2.5[1m], MiMo-V2.5, 1048576"
    })
    void a_model_is_found_by_its_name(String vendor, String name, String title, int window) {
        KnownModel model = Objects.requireNonNull(STANDARD.find(vendor, name));

        assertThat(model.title()).isEqualTo(title);
        assertThat(model.facts().window()).isEqualTo(window);
        assertThat(model.facts().ref()).isEqualTo(ModelRef.of(vendor, name));
    }

    @Test
    void a_model_of_another_vendor_is_not_found() {
        assertThat(STANDARD.find("openai", "deepseek-v4-pro")).isNull();
        assertThat(STANDARD.find("openai", "gpt-4")).isNull();
    }

    @Test
    void a_long_prompt_costs_more_where_the_vendor_says_so() {
        ModelFacts mimo =
                Objects.requireNonNull(STANDARD.find("mimo", "mimo-v2.5")).facts();

        assertThat(Objects.requireNonNull(mimo.prices()).of(Usage.of(200_000, 1_000)))
                .isEqualByComparingTo(Cost.usd("0.082"));
        assertThat(mimo.prices().of(Usage.of(200_001, 1_000))).isEqualByComparingTo(Cost.usd("0.1640008"));
    }

    @Test
    void a_host_changes_a_row_or_adds_one() {
        ModelTable changed = STANDARD.with(Json.readObject("""
                {"models": [
                  {"vendor": "glm", "ids": ["glm-5.2*"], "prices": {"input": "1", "output": "3"}},
                  {"vendor": "openai-compatible", "ids": ["qwen3*"], "window": 32768, "features": ["tools"]}]}"""));

        KnownModel glm = Objects.requireNonNull(changed.find("glm", "glm-5.2"));
        assertThat(glm.title()).isEqualTo("GLM-5.2");
        assertThat(glm.facts().window()).isEqualTo(204_800);
        assertThat(Objects.requireNonNull(glm.facts().prices()).cacheRead()).isEqualByComparingTo("1");
        ModelServer qwen = new StandardModels(Map.of())
                .with(changed)
                .findServer(ModelRef.parse("openai-compatible:qwen3:8b@http://localhost:1/v1"), null);
        assertThat(Objects.requireNonNull(qwen).facts().window()).isEqualTo(32_768);
        assertThat(qwen.policy().tools().images()).isEqualTo(Images.NEVER);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"rows": []} | models.json has no field "models"
        {"models": [{"vendor": "x"}]} | has no field "ids"
        {"models": [{"vendor": "x", "ids": ["m"], "windows": 3}]} | models.json: x:m has an unknown field "windows"
        {"models": [{"vendor": "x", "ids": ["m"], "features": ["magic"]}]} | models.json: x:m.features must be tools, images or thinking
        {"models": [{"vendor": "x", "ids": ["m"], "prices": {"input": "-1", "output": "1"}}]} | models.json: x:m.prices: a price is never negative: -1
        {"models": [{"vendor": "x", "ids": ["m"], "policy": {"chat": {}}}]} | x:m.policy has an unknown field "chat"
        """)
    void what_is_wrong_is_told_with_its_row(String changes, String told) {
        assertThatThrownBy(() -> STANDARD.with(Json.readObject(changes)))
                .isInstanceOf(MimoException.class)
                .hasMessageContaining(told);
    }

    @Test
    void a_model_without_a_row_holds_128k_and_has_no_price() {
        try (Environment environment = Environment.builder().build()) {
            ModelFacts facts = Models.openAiCompatible(URI.create("http://localhost:1/v1"), "m")
                    .model(environment)
                    .facts();

            assertThat(facts.window()).isEqualTo(128_000);
            assertThat(facts.prices()).isNull();
        }
    }

    @Test
    void features_say_where_pictures_may_stand() {
        StandardModels models = new StandardModels(Map.of());

        assertThat(images(models, "glm:glm-5.2")).isEqualTo(Images.NEVER);
        assertThat(images(models, "glm:glm-4.6v")).isEqualTo(Images.IN_MESSAGES);
        assertThat(images(models, "deepseek:unknown")).isEqualTo(Images.NEVER);
        assertThat(images(models, "anthropic:claude-opus-5")).isEqualTo(Images.IN_RESULTS);
        assertThat(Objects.requireNonNull(STANDARD.find("mimo", "mimo-v2.5-pro"))
                        .features())
                .containsExactlyInAnyOrder(Feature.TOOLS, Feature.THINKING);
    }

    private static Images images(StandardModels models, String spec) {
        return Objects.requireNonNull(models.findServer(ModelRef.parse(spec), null))
                .policy()
                .tools()
                .images();
    }
}
