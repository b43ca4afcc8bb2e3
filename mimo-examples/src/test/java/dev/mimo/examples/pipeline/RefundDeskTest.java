package dev.mimo.examples.pipeline;

import static dev.mimo.testing.junit.AgentAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentBuilder;
import dev.mimo.environment.Environment;
import dev.mimo.examples.pipeline.RefundDesk.Progress;
import dev.mimo.model.Model;
import dev.mimo.permission.Approver;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionStore;
import dev.mimo.testing.Cassette;
import dev.mimo.testing.Golden;
import dev.mimo.testing.PromptProtocol;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.SmokeModel;
import dev.mimo.testing.Transcripts;
import dev.mimo.testing.junit.AgentTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a pipeline of agents is tested: with a recording, with a script, and with no script at all. */
@AgentTest
class RefundDeskTest {

    private static final String LETTER = "Order 7 came broken. I want my money back!";

    private final Ledger orders = new Ledger();
    private SessionStore store;
    private Supplier<AgentBuilder> builder;

    @BeforeEach
    void prepare(Environment environment, SessionStore sessions) {
        store = sessions;
        builder = () -> Agent.builder().environment(environment).store(sessions);
    }

    @Test
    void a_refund_waits_for_a_person_and_then_is_paid_once() throws Exception {
        Cassette model =
                Cassette.recordOrReplay(RefundDeskTest::standIn, Path.of("src/test/cassettes/refund-approved.jsonl"));
        RefundDesk desk = new RefundDesk(builder, model, orders);

        Progress first = desk.handle(LETTER);
        List<String> paidBefore = List.copyOf(orders.paid);
        Progress second =
                new RefundDesk(builder, model, orders).answer((Progress.Waiting) first, Approver.Answer.once());

        assertThat(paidBefore).isEmpty();
        assertThat(orders.paid).containsExactly("7: 1250");
        assertThat(second).isEqualTo(new Progress.Answered("Dear customer, 12.50 EUR are on their way to you."));
        assertThat(Objects.requireNonNull(store.find(SessionId.of("order-7"))))
                .isWellFormed()
                .completed()
                .calledToolsInOrder("lookup", "refund");
        Golden.assertMatches(Path.of("src/test/golden/refund-approved.txt"), Transcripts.render(store));
        model.assertExhausted();
    }

    // tag::refused[]
    @Test
    void nothing_is_paid_when_the_person_says_no(ScriptedModel model) throws Exception {
        model.reply("{\"order\": 7, \"wish\": \"a refund\"}")
                .call("refund", Map.of("order", 7, "cents", 99_999))
                .reply("The refund was not allowed.")
                .reply("Dear customer, we are sorry.");
        RefundDesk desk = new RefundDesk(builder, model, orders);

        Progress.Waiting waiting = (Progress.Waiting) desk.handle(LETTER);
        Progress last = desk.answer(waiting, new Approver.Answer.Deny("that is more than was paid"));

        assertThat(waiting.questions())
                .singleElement()
                .satisfies(question ->
                        assertThat(question.text()).contains("refund").contains("99999"));
        assertThat(orders.paid).isEmpty();
        assertThat(last).isEqualTo(new Progress.Answered("Dear customer, we are sorry."));
        assertThat(Objects.requireNonNull(store.find(SessionId.of("order-7"))))
                .calledTool("refund")
                .mentions("that is more than was paid");
    }
    // end::refused[]

    @Test
    void every_tool_can_be_called_and_money_is_still_asked_for() {
        SmokeModel model = SmokeModel.create();

        Progress progress = new RefundDesk(builder, model, orders).handle(LETTER);

        assertThat(model.called()).containsExactlyInAnyOrder("lookup", "refund");
        assertThat(progress).isInstanceOf(Progress.Waiting.class);
        assertThat(orders.paid).isEmpty();
    }

    /* A company would name its model here: () -> Models.of("openai:gpt-5.2"). This recording was made from a script. */
    private static Model standIn() {
        return ScriptedModel.create()
                .protocol(PromptProtocol.shape()) // the clerk's session is closed and opened again on the way
                .reply("{\"order\": 7, \"wish\": \"The order came broken; the customer wants a refund.\"}")
                .thinking("What was paid?")
                .call("lookup", Map.of("order", 7))
                .call("refund", new RefundDesk.Refund(7, 1250))
                .reply("Refunded 12.50 EUR for order 7.")
                .reply("Dear customer, 12.50 EUR are on their way to you.");
    }

    /** The company's system, kept in memory. */
    private static final class Ledger implements RefundDesk.Orders {

        private final List<String> paid = new ArrayList<>();

        @Override
        public String describe(int order) {
            return "order " + order + ": 1 teapot, paid 12.50 EUR";
        }

        @Override
        public void refund(int order, int cents) {
            paid.add(order + ": " + cents);
        }
    }
}
