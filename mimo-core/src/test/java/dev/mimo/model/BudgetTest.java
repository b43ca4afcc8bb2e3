package dev.mimo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BudgetTest {

    private static final Usage TEN = Usage.of(7, 3);

    @Test
    void a_new_budget_has_spent_nothing() {
        assertThat(Budget.unlimited().spent()).isEqualTo(Spent.NOTHING);
        assertThat(Budget.unlimited().spent(Role.JUDGE)).isEqualTo(Spent.NOTHING);
    }

    @Test
    void what_is_charged_is_counted_by_role_here_and_above() {
        Budget top = Budget.unlimited();
        Budget child = top.child();
        Budget sibling = top.child();

        child.charge(Role.MAIN, TEN, Cost.usd("0.10"));
        child.charge(Role.JUDGE, TEN, Cost.usd("0.01"));

        assertThat(child.spent()).isEqualTo(new Spent(2, Usage.of(14, 6), Cost.usd("0.11")));
        assertThat(top.spent()).isEqualTo(child.spent());
        assertThat(top.spent(Role.JUDGE)).isEqualTo(new Spent(1, TEN, Cost.usd("0.01")));
        assertThat(sibling.spent()).isEqualTo(Spent.NOTHING);
    }

    @Test
    void a_token_limit_is_reached_when_it_is_met() {
        Budget budget = Budget.unlimited().child(20L, null);
        budget.charge(Role.MAIN, TEN, null);
        assertThatCode(budget::require).doesNotThrowAnyException();

        budget.charge(Role.MAIN, TEN, null);

        assertThatThrownBy(budget::require)
                .isInstanceOfSatisfying(
                        BudgetExceeded.class, e -> assertThat(e.limit()).isEqualTo("tokens"))
                .hasMessage("the token limit is reached: 20 of 20 spent");
    }

    @Test
    void tokens_of_the_cache_count_too() {
        Budget budget = Budget.unlimited().child(4L, null);

        budget.charge(Role.MAIN, new Usage(1, 1, 1, 1, 1), null);

        assertThatThrownBy(budget::require).isInstanceOf(BudgetExceeded.class);
    }

    @Test
    void a_cost_limit_is_reached_when_it_is_met() {
        Budget budget = Budget.unlimited().child(null, Cost.usd("1.00"));
        budget.charge(Role.MAIN, TEN, Cost.usd("0.99"));
        assertThatCode(budget::require).doesNotThrowAnyException();

        budget.charge(Role.JUDGE, TEN, Cost.usd("0.010"));

        assertThatThrownBy(budget::require)
                .isInstanceOfSatisfying(
                        BudgetExceeded.class, e -> assertThat(e.limit()).isEqualTo("cost"));
    }

    @Test
    void a_child_cannot_spend_what_its_parent_has_not() {
        Budget parent = Budget.unlimited().child(10L, null);
        Budget child = parent.child(1_000L, null);

        parent.child().charge(Role.SUBAGENT, TEN, null);

        assertThatThrownBy(child::require).isInstanceOf(BudgetExceeded.class);
        assertThat(child.spent()).isEqualTo(Spent.NOTHING);
    }

    @Test
    void a_parent_may_go_on_when_a_child_may_not() {
        Budget parent = Budget.unlimited().child(100L, null);
        Budget child = parent.child(10L, null);

        child.charge(Role.SUBAGENT, TEN, null);

        assertThatThrownBy(child::require).isInstanceOf(BudgetExceeded.class);
        assertThatCode(parent::require).doesNotThrowAnyException();
    }

    @Test
    void one_unknown_price_makes_the_cost_unknown_for_good_here_and_above() {
        Budget parent = Budget.unlimited();
        Budget child = parent.child();
        child.charge(Role.MAIN, TEN, Cost.usd("1"));
        child.charge(Role.JUDGE, TEN, null);
        child.charge(Role.MAIN, TEN, Cost.usd("1"));

        assertThat(child.spent().cost()).isNull();
        assertThat(parent.spent().cost()).isNull();
        assertThat(child.spent(Role.MAIN).cost()).isEqualTo(Cost.usd("2"));
    }

    @Test
    void an_unknown_price_does_not_lift_the_limit_from_what_is_known() {
        Budget budget = Budget.unlimited().child(null, Cost.usd("1"));
        budget.charge(Role.JUDGE, TEN, null);
        assertThatCode(budget::require).doesNotThrowAnyException();

        budget.charge(Role.MAIN, TEN, Cost.usd("1"));

        assertThatThrownBy(budget::require).isInstanceOf(BudgetExceeded.class);
    }

    @Test
    void what_is_left_is_the_least_of_all_limits_and_never_negative() {
        Budget parent = Budget.unlimited().child(100L, null);
        Budget child = parent.child(50L, null);
        assertThat(Budget.unlimited().remainingTokens()).isNull();
        assertThat(parent.child().remainingTokens()).isEqualTo(100);
        assertThat(child.remainingTokens()).isEqualTo(50);

        parent.charge(Role.MAIN, Usage.of(95, 0), null);
        assertThat(child.remainingTokens()).isEqualTo(5);

        child.charge(Role.MAIN, TEN, null);
        assertThat(child.remainingTokens()).isZero();
    }

    @Test
    void nothing_is_lost_when_many_threads_charge() throws Exception {
        Budget top = Budget.unlimited();
        int threads = 8;
        int each = 500;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            var done = IntStream.range(0, threads)
                    .mapToObj(i -> pool.submit(() -> {
                        Budget own = top.child();
                        start.await();
                        for (int n = 0; n < each; n++) {
                            own.charge(Role.SUBAGENT, TEN, Cost.usd("0.001"));
                        }
                        return own.spent();
                    }))
                    .toList();
            for (Future<Spent> own : done) {
                assertThat(own.get().calls()).isEqualTo(each);
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(top.spent()).isEqualTo(new Spent(4_000, Usage.of(28_000, 12_000), Cost.usd("4.000")));
    }
}
