package dev.mimo.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.model.FailureKind;
import dev.mimo.model.Json;
import dev.mimo.model.ModelRef;
import dev.mimo.providers.policy.EndpointPolicy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VendorsTest {

    private static final Vendors STANDARD = Vendors.standard();

    @Test
    void everything_that_comes_with_the_library_is_valid() {
        assertThatCode(() -> STANDARD.with(Json.object())).doesNotThrowAnyException();
        assertThat(STANDARD.all())
                .extracting(Vendor::name)
                .containsExactly(
                        "anthropic",
                        "openai",
                        "deepseek",
                        "kimi",
                        "glm",
                        "mimo",
                        "openai-compatible",
                        "anthropic-compatible");
        assertThat(Vendors.standard()).isSameAs(STANDARD);
    }

    @Test
    void each_address_is_recognised_as_that_of_its_own_endpoint() {
        for (Vendor vendor : STANDARD.all()) {
            for (VendorEndpoint endpoint : vendor.endpoints()) {
                if (endpoint.url() != null) {
                    assertThat(STANDARD.find(endpoint.dialect(), endpoint.url()))
                            .isEqualTo(endpoint);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.deepseek.com.evil.com/anthropic",
        "https://evil.com/api.deepseek.com/anthropic",
        "https://api.deepseek.com/anthropics",
        "https://xapi.kimi.com/coding",
        "https://token-plan-cn.xiaomimimo.com/other"
    })
    void an_address_that_only_looks_alike_is_nobodys(String address) {
        assertThat(STANDARD.find(Dialect.ANTHROPIC, URI.create(address))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "openai-chat, glm, 1113, QUOTA",
        "openai-chat, glm, 1302, RATE_LIMIT",
        "openai-chat, glm, 1305, OVERLOADED",
        "openai-chat, glm, network_error, PROVIDER_ERROR",
        "openai-chat, kimi, engine_overloaded_error, OVERLOADED",
        "openai-chat, kimi, rate_limit_reached_error, RATE_LIMIT",
        "anthropic, kimi, exceeded_current_quota_error, QUOTA",
        "openai-chat, mimo, 421, CONTENT_FILTER",
        "anthropic, mimo, 441, CONTENT_FILTER",
        "openai-chat, mimo, limitation, RATE_LIMIT",
        "openai-chat, deepseek, insufficient_system_resource, OVERLOADED",
        "anthropic, anthropic, overloaded_error, OVERLOADED",
        "anthropic, anthropic, billing_error, QUOTA"
    })
    void a_vendor_has_words_of_its_own_for_failures(String dialect, String vendor, String code, FailureKind kind) {
        EndpointPolicy policy = STANDARD.policy(vendor, Dialect.of(dialect), Json.object());

        assertThat(policy.errors().codes()).containsEntry(code, kind);
    }

    @Test
    void a_host_lays_over_what_it_knows_better() {
        Vendors changed = STANDARD.with(object("""
                {"vendors": {"deepseek": {"policy": {"openai-chat": {"reasoning": {"when_missing": "."}}}},
                  "groq": {"title": "Groq", "models": {"default": null, "aliases": {}}, "policy": {}, "endpoints": [
                    {"dialect": "openai-chat", "url": "https://api.groq.com/openai/v1", "hosts": ["api.groq.com"],
                     "keys": [{"variable": "GROQ_API_KEY", "header": "Authorization"}], "base_urls": []}]}}}"""));

        assertThat(changed.policy("deepseek", Dialect.OPENAI_CHAT, Json.object())
                        .reasoning()
                        .whenMissing())
                .isEqualTo(".");
        assertThat(changed.find("groq")).isNotNull();
        assertThat(STANDARD.find("groq")).isNull();
        assertThat(new StandardModels(Map.of("GROQ_API_KEY", "k"))
                        .with(changed)
                        .findServer(ModelRef.parse("groq:llama"), null))
                .hasToString("groq:llama at https://api.groq.com/openai/v1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"vendor": {}} | vendors.json has an unknown field "vendor"
        {"format": 2} | vendors.json.format must be 1: 2
        {"vendors": {"x": {}}} | vendor x
        {"vendors": {"glm": {"endpoint": []}}} | vendor glm has an unknown field "endpoint"
        {"vendors": {"glm": {"policy": {"chat": {}}}}} | vendor glm has an unknown field "chat"
        {"vendors": {"glm": {"policy": {"any": {"tools": {"strict": true}}}}}} | vendor glm: dialect openai-chat.tools has an unknown field "strict"
        {"vendors": {"glm": {"policy": {"any": {"errors": {"codes": {"1": "bad"}}}}}}} | errors.codes must be one of
        {"dialects": {"anthropic": {"sampling": {"highest": "a lot"}}}} | dialect anthropic.sampling.highest must be a number
        {"vendors": {"glm": {"endpoints": []}}} | vendor glm has no endpoint
        """)
    void what_is_wrong_is_told_with_its_place(String changes, String told) {
        assertThatThrownBy(() -> STANDARD.with(object(changes)))
                .isInstanceOf(MimoException.class)
                .hasMessageContaining(told);
    }

    @Test
    void a_file_named_by_a_variable_is_laid_over(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("v.json"),
                "{\"vendors\": {\"kimi\": {\"policy\": {\"any\": {\"extra\": {\"a\": 1}}}}}}");

        assertThat(new StandardModels(Map.of("MIMO_VENDORS", file.toString()))
                        .findServer(ModelRef.parse("kimi:kimi-k3"), null)
                        .policy()
                        .extra())
                .isEqualTo(object("{\"a\": 1}"));
        assertThatThrownBy(() -> new StandardModels(Map.of(
                                "MIMO_VENDORS", folder.resolve("none.json").toString()))
                        .vendors())
                .isInstanceOf(MimoException.class)
                .hasMessageContaining("MIMO_VENDORS");
    }

    private static ObjectNode object(String json) {
        return Json.readObject(json);
    }
}
