package dev.mimo.providers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.judge.Choice;
import dev.mimo.judge.MaxMode;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.TestEnvironment;
import dev.mimo.testing.server.LoopbackModelServer;
import dev.mimo.testing.server.RecordedRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What five candidates cost on the wire: five times the same bytes, encoded once. */
@Timeout(60)
class MaxModeOverHttpIT {

    private static final int ALL = 5;

    private final AtomicInteger answers = new AtomicInteger();
    private final LoopbackModelServer server = LoopbackModelServer.serving(
            ScriptedModel.always(prompt -> Reply.text("answer " + answers.incrementAndGet())));
    private final TestEnvironment time = TestEnvironment.autoAdvancing();

    @AfterEach
    void close() {
        time.environment().close();
        server.close();
        time.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai-compatible:test@", "anthropic-compatible:test@"})
    void five_candidates_send_the_same_bytes_which_were_encoded_once(String spec) {
        CountedArguments arguments = new CountedArguments();
        ToolCall asked = ToolCall.of("call-1", "look", arguments);
        Prompt prompt = new Prompt(
                "Be good.",
                List.of(Message.user("go"), Message.assistant(asked), Message.tool(ToolResult.of(asked, "seen"))),
                List.of(),
                ModelOptions.defaults());
        Model model = Objects.requireNonNull(
                new StandardModels(Map.of()).find(ModelRef.parse(spec + server.baseUrl()), time.environment()));

        MaxMode.of(ALL)
                .around(model, (any, candidates, call) -> new Choice(0, 1, "it is the first"), time.environment())
                .reply(prompt, ModelCall.of(Role.MAIN));

        List<RecordedRequest> requests = server.requests();
        assertThat(requests)
                .hasSize(ALL)
                .allSatisfy(request ->
                        assertThat(request.body()).isEqualTo(requests.get(0).body()));
        assertThat(arguments.written).hasValue(1);
    }

    /** Arguments that count how often they are written as text. */
    @SuppressWarnings("unchecked") // Inherited from Jackson: deepCopy().
    private static final class CountedArguments extends ObjectNode {

        private static final long serialVersionUID = 1L;

        private final AtomicInteger written = new AtomicInteger();

        CountedArguments() {
            super(JsonNodeFactory.instance);
            put("path", "a.txt");
        }

        @Override
        public String toString() {
            written.incrementAndGet();
            return super.toString();
        }

        @Override
        public void serialize(JsonGenerator to, SerializerProvider provider) throws IOException {
            written.incrementAndGet();
            super.serialize(to, provider);
        }
    }
}
