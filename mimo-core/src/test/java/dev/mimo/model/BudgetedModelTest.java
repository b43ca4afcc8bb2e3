package dev.mimo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.model.ModelException.Failure;
import dev.mimo.testing.ScriptedModel;
import org.junit.jupiter.api.Test;

class BudgetedModelTest {

    private static final Prompt PROMPT = Prompt.of("", "hello");

    private final ScriptedModel script = ScriptedModel.create().loose();
    private final BudgetedModel model = new BudgetedModel(script);
    private final Budget budget = Budget.unlimited().child(10L, null);
    private final ModelCall call = ModelCall.of(Role.WRITER).withBudget(budget);

    @Test
    void a_reply_is_charged_to_its_role_with_its_price() {
        script.prices(Prices.of("1000000", "2000000")).usage(Usage.of(3, 2)).reply("hi");

        Reply reply = model.reply(PROMPT, call);

        assertThat(reply.usage()).isEqualTo(Usage.of(3, 2));
        Spent spent = budget.spent(Role.WRITER);
        assertThat(spent.usage()).isEqualTo(Usage.of(3, 2));
        assertThat(spent.calls()).isEqualTo(1);
        assertThat(spent.cost()).isEqualByComparingTo(Cost.usd("7"));
    }

    @Test
    void without_prices_the_cost_is_unknown_and_not_zero() {
        script.usage(Usage.of(1, 1)).reply("hi");

        model.reply(PROMPT, call);

        assertThat(budget.spent().cost()).isNull();
    }

    @Test
    void nothing_is_asked_once_nothing_is_left() {
        script.usage(Usage.of(10, 0)).reply("hi");
        model.reply(PROMPT, call);

        assertThatThrownBy(() -> model.reply(PROMPT, call)).isInstanceOf(BudgetExceeded.class);

        assertThat(script.prompts()).hasSize(1);
    }

    @Test
    void a_reply_that_passes_the_limit_is_given_all_the_same() {
        script.usage(Usage.of(500, 0)).reply("hi");

        assertThat(model.reply(PROMPT, call).message().text()).isEqualTo("hi");
        assertThat(budget.remainingTokens()).isZero();
    }

    @Test
    void a_failure_costs_nothing() {
        script.fail(new ModelException.Overloaded(Failure.of(ModelRef.of("a", "b"), "no"), null));

        assertThatThrownBy(() -> model.reply(PROMPT, call)).isInstanceOf(ModelException.Overloaded.class);

        assertThat(budget.spent()).isEqualTo(Spent.NOTHING);
    }
}
