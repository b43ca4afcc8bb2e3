package dev.mimo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.model.ModelException.Failure;
import dev.mimo.testing.EventRecorder;
import dev.mimo.testing.ScriptedModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FallbackModelTest {

    private static final ModelRef A = ModelRef.of("a", "one");
    private static final ModelRef B = ModelRef.of("b", "two");
    private static final Failure FAILURE = Failure.of(A, "down");
    private static final Prompt PROMPT = Prompt.of("", "hello");

    private final ScriptedModel first = ScriptedModel.create().facts(ModelFacts.unknown(A));
    private final ScriptedModel second = ScriptedModel.create().facts(ModelFacts.unknown(B));
    private final EventRecorder events = new EventRecorder();
    private final ModelCall call = ModelCall.of(Role.MAIN).withEvents(events);
    private final FallbackModel model = new FallbackModel(List.of(first, second));

    @Test
    void the_first_model_is_asked_alone_while_it_serves() {
        first.reply("one");

        assertThat(model.reply(PROMPT, call).message().text()).isEqualTo("one");

        assertThat(second.prompts()).isEmpty();
        assertThat(events.events(ModelSwitched.class)).isEmpty();
    }

    static List<ModelException> cannotServe() {
        return List.of(
                new ModelException.RateLimited(FAILURE, null),
                new ModelException.Overloaded(FAILURE, null),
                new ModelException.TransportFailed(FAILURE),
                new ModelException.StreamBroken(FAILURE, ""),
                new ModelException.AuthenticationFailed(FAILURE),
                new ModelException.QuotaExhausted(FAILURE));
    }

    @ParameterizedTest
    @MethodSource("cannotServe")
    void the_next_one_is_asked_when_a_model_cannot_serve(ModelException error) {
        first.fail(error);
        second.reply("two");

        assertThat(model.reply(PROMPT, call).message().text()).isEqualTo("two");

        assertThat(events.events(ModelSwitched.class)).containsExactly(new ModelSwitched(A, B, "down"));
    }

    static List<ModelException> isTheCallersFault() {
        return List.of(
                new ModelException.InvalidRequest(FAILURE),
                new ModelException.ContextOverflow(FAILURE, null, null),
                new ModelException.ContentFiltered(FAILURE));
    }

    @ParameterizedTest
    @MethodSource("isTheCallersFault")
    void nobody_is_paid_twice_for_a_bad_request(ModelException error) {
        first.fail(error);

        assertThatThrownBy(() -> model.reply(PROMPT, call)).isSameAs(error);

        assertThat(second.prompts()).isEmpty();
    }

    @Test
    void the_failure_of_the_last_one_is_thrown() {
        ModelException last = new ModelException.QuotaExhausted(FAILURE);
        first.fail(new ModelException.Overloaded(FAILURE, null));
        second.fail(last);

        assertThatThrownBy(() -> model.reply(PROMPT, call)).isSameAs(last);
    }

    @Test
    void what_the_first_has_shown_is_withdrawn() {
        first.breakOff("from a");
        second.reply("from b");

        model.reply(PROMPT, call);

        assertThat(events.types().subList(0, 3)).containsExactly("text_delta", "reply_withdrawn", "model_switched");
        assertThat(events.text()).isEqualTo("from b");
    }

    @Test
    void nobody_else_is_asked_once_a_part_of_a_tool_call_was_seen() {
        first.stream(List.of(new ToolCallDelta(0, "bash", "{")), new ModelException.StreamBroken(FAILURE, ""));

        assertThatThrownBy(() -> model.reply(PROMPT, call)).isInstanceOf(ModelException.StreamBroken.class);

        assertThat(second.prompts()).isEmpty();
    }

    @Test
    void nobody_else_is_asked_once_the_call_is_cancelled() {
        Cancellation.Source cancellation = new Cancellation.Source();
        List<Prompt> asked = new ArrayList<>();
        Model cut = (prompt, any) -> {
            cancellation.cancel("enough");
            throw new ModelException.TransportFailed(FAILURE);
        };
        Model careless = (prompt, any) -> {
            asked.add(prompt);
            return Reply.text("too late");
        };

        assertThatThrownBy(() ->
                        new FallbackModel(List.of(cut, careless)).reply(PROMPT, call.withCancellation(cancellation)))
                .isInstanceOf(CancelledException.class);

        assertThat(asked).isEmpty();
    }

    @Test
    void facts_are_those_of_the_first() {
        assertThat(model.facts().ref()).isEqualTo(A);
    }

    @Test
    void there_is_at_least_one_model() {
        assertThatThrownBy(() -> new FallbackModel(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
