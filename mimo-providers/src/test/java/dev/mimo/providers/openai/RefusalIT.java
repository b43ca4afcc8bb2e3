package dev.mimo.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mimo.model.ModelException;
import dev.mimo.model.ModelException.AuthenticationFailed;
import dev.mimo.model.ModelException.ContentFiltered;
import dev.mimo.model.ModelException.ContextOverflow;
import dev.mimo.model.ModelException.InvalidRequest;
import dev.mimo.model.ModelException.Overloaded;
import dev.mimo.model.ModelException.QuotaExhausted;
import dev.mimo.model.ModelException.RateLimited;
import dev.mimo.model.Prompt;
import dev.mimo.testing.server.WireFault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class RefusalIT {

    private static Asked asked;

    @BeforeAll
    static void open() {
        asked = new Asked();
    }

    @AfterAll
    static void close() {
        asked.close();
    }

    static List<Arguments> refusals() {
        return List.of(
                Arguments.of(401, error("Invalid API Key", "invalid_key", "401"), AuthenticationFailed.class),
                Arguments.of(403, error("Forbidden", "invalid_request_error", "forbidden"), AuthenticationFailed.class),
                Arguments.of(402, error("Insufficient Balance", "unknown_error", ""), QuotaExhausted.class),
                Arguments.of(
                        429, error("You exceeded", "insufficient_quota", "insufficient_quota"), QuotaExhausted.class),
                Arguments.of(429, error("no money", "exceeded_current_quota_error", ""), QuotaExhausted.class),
                Arguments.of(429, error("balance", "", "1113"), QuotaExhausted.class),
                Arguments.of(429, error("Rate limit reached", "", "1302"), RateLimited.class),
                Arguments.of(429, error("try later", "engine_overloaded_error", ""), Overloaded.class),
                Arguments.of(429, "", RateLimited.class),
                Arguments.of(500, error("boom", "server_error", ""), Overloaded.class),
                Arguments.of(503, "<html>down</html>", Overloaded.class),
                Arguments.of(529, error("Overloaded", "overloaded_error", ""), Overloaded.class),
                Arguments.of(408, "", Overloaded.class),
                Arguments.of(501, "", InvalidRequest.class),
                Arguments.of(404, error("no such model", "", "model_not_found"), InvalidRequest.class),
                Arguments.of(400, error("Param Incorrect", "", "421"), ContentFiltered.class),
                Arguments.of(400, error("no", "", "content_filter"), ContentFiltered.class),
                Arguments.of(413, "", ContextOverflow.class),
                Arguments.of(
                        400, error("no", "invalid_request_error", "context_length_exceeded"), ContextOverflow.class),
                Arguments.of(400, error("bad temperature", "invalid_request_error", ""), InvalidRequest.class),
                Arguments.of(400, "[[[", InvalidRequest.class),
                Arguments.of(400, "{\"detail\":\"nope\"}", InvalidRequest.class));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_refusal_says_what_can_be_done(int status, String body, Class<?> expected) {
        ModelException failure = refused(status, Map.of(), body);

        assertThat(failure).isInstanceOf(expected);
        assertThat(failure.failure().status()).isEqualTo(status);
        assertThat(failure.failure().words()).isNotBlank();
    }

    @Test
    void an_overflow_tells_limit_and_size_where_the_provider_does() {
        overflow(
                "This model's maximum context length is 1000 tokens. However, you requested 1200 tokens (1 in x)",
                1000L,
                1200L);
        overflow(
                "This endpoint's maximum context length is 200 tokens. However, you requested about 2500 tokens",
                200L,
                2500L);
        overflow("prompt is too long: 3333404 tokens > 200000 maximum", 200000L, 3333404L);
        overflow("request (2009 tokens) exceeds the available context size (512 tokens), try", 512L, 2009L);
        overflow("Your request exceeded model token limit: 262144", 262144L, null);
        overflow("Input is too long for requested model", null, null);
    }

    @Test
    void the_wait_that_a_provider_asks_for_is_passed_on() {
        assertThat(refused(429, Map.of("Retry-After", "3"), "").retryAfter()).isEqualTo(Duration.ofSeconds(3));
        assertThat(refused(503, Map.of("retry-after-ms", "250"), "").retryAfter())
                .isEqualTo(Duration.ofMillis(250));
        assertThat(refused(429, Map.of(), "").retryAfter()).isNull();
    }

    @Test
    void words_are_the_providers_own_cut_and_with_the_request_id() {
        ModelException failure = refused(400, Map.of("x-request-id", "req-9"), error("x".repeat(5_000), "", ""));
        assertThat(failure.failure().words()).hasSizeLessThanOrEqualTo(2_001).startsWith("xxx");
        assertThat(failure.failure().requestId()).isEqualTo("req-9");

        String html =
                "<html><head><style>body{}</style><title>502</title></head><body><h1>Bad   Gateway</h1></body></html>";
        assertThat(refused(502, Map.of(), html).failure().words())
                .isEqualTo("an HTML page instead of an answer: 502 Bad Gateway");
        assertThat(refused(500, Map.of(), "").failure().words()).isEqualTo("an empty body");
        assertThat(refused(
                                400,
                                Map.of(),
                                "{\"error\":{\"message\":\"Param Incorrect\",\"param\":\"the real reason is here\"}}")
                        .failure()
                        .words())
                .isEqualTo("Param Incorrect: the real reason is here");
    }

    private static void overflow(String words, Long limit, Long size) {
        ModelException failure = refused(400, Map.of(), error(words, "invalid_request_error", ""));
        assertThat(failure).isInstanceOf(ContextOverflow.class);
        assertThat(((ContextOverflow) failure).limit()).isEqualTo(limit);
        assertThat(((ContextOverflow) failure).asked()).isEqualTo(size);
    }

    private static ModelException refused(int status, Map<String, String> headers, String body) {
        asked.server.next(new WireFault.Status(status, headers, body));
        return (ModelException) catchThrowable(() -> asked.model.reply(Prompt.of("", "x"), asked.call()));
    }

    private static String error(String message, String type, String code) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"code\":\"" + code + "\"}}";
    }
}
