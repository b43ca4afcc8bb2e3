package dev.mimo.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mimo.environment.Environment;
import dev.mimo.environment.Event;
import dev.mimo.environment.Redactor;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.RetryPolicy;
import dev.mimo.model.RetryingModel;
import dev.mimo.model.Role;
import dev.mimo.providers.VendorEndpoint.KeyVariable;
import dev.mimo.testing.EventRecorder;
import dev.mimo.testing.TestEnvironment;
import dev.mimo.testing.server.LoopbackModelServer;
import dev.mimo.testing.server.WireFault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys go into the header of their vendor, and nowhere else. */
final class KeysIT {

    static List<Arguments> keys() {
        List<Arguments> keys = new ArrayList<>();
        for (Vendor vendor : Vendors.standard().all()) {
            for (VendorEndpoint endpoint : vendor.endpoints()) {
                for (KeyVariable key : endpoint.access().keys()) {
                    keys.add(Arguments.of(vendor.name(), endpoint, key));
                }
            }
        }
        return keys;
    }

    @ParameterizedTest
    @MethodSource("keys")
    void a_key_is_sent_in_its_header_and_shown_nowhere(String vendor, VendorEndpoint endpoint, KeyVariable key) {
        String prefix = endpoint.access().keyPrefix();
        String secret = (prefix == null ? "sk-" : prefix) + "0123456789-of-" + vendor;
        String echo = "{\"error\":{\"message\":\"what is " + secret + "?\",\"type\":\"Bearer " + secret + "\"}}";
        EventRecorder events = new EventRecorder();
        try (TestEnvironment time = TestEnvironment.autoAdvancing();
                LoopbackModelServer server = LoopbackModelServer.serving((prompt, call) -> Reply.text("unused"))) {
            server.next(
                    new WireFault.Status(503, Map.of("x-request-id", secret), echo),
                    new WireFault.Status(401, Map.of(), echo));
            String base = endpoint.access().baseUrls().get(0);
            ModelServer asked = Objects.requireNonNull(new StandardModels(Map.of(
                            key.variable(), secret, base, server.baseUrl().toString()))
                    .findServer(ModelRef.of(vendor, "m"), endpoint.dialect()));
            Model model = asked.model(time.environment());

            Throwable failure =
                    catchThrowable(() -> new RetryingModel(model, RetryPolicy.defaults(), time.environment())
                            .reply(Prompt.of("", "hi"), ModelCall.of(Role.MAIN).withEvents(events)));

            String name = key.header();
            assertThat(server.requests().get(0).header(name))
                    .isEqualTo(name.equals("Authorization") ? "Bearer " + secret : secret);
            String told = stack(failure)
                    + ((ModelException) failure).failure()
                    + asked
                    + model
                    + asked.keyVariable()
                    + events.events()
                    + events.events().stream().map(Event::toJson).toList();
            assertThat(told).contains("[key]").doesNotContain(secret).doesNotContain("0123456789");
        }
    }

    @Test
    void headers_of_the_host_are_secrets_too() {
        try (Environment environment = Environment.builder().build();
                LoopbackModelServer server = LoopbackModelServer.serving((prompt, call) -> Reply.text("unused"))) {
            server.next(new WireFault.Status(400, Map.of(), "{\"error\":\"gateway-secret-77\"}"));
            ModelServer asked = Models.openAiCompatible(server.baseUrl(), "m").header("x-gateway", "gateway-secret-77");

            Throwable failure =
                    catchThrowable(() -> asked.model(environment).reply(Prompt.of("", "hi"), ModelCall.of(Role.MAIN)));

            assertThat(stack(failure) + asked).doesNotContain("gateway-secret-77");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-ant-api03-0123456789abcdefghij",
                "sk-proj-0123456789abcdefghij",
                "sk-kimi-0123456789abcdefghij",
                "tp-0123456789abcdefghijkl",
                "0123456789abcdef0123456789abcdef.AbCdEf0123456789"
            })
    void a_key_in_a_text_is_known_by_the_shape_that_its_vendor_gives_it(String key) {
        assertThat(Redactor.standard().redact("it was " + key + " then")).isEqualTo("it was [redacted] then");
    }

    private static String stack(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
