package dev.mimo.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CancellationTest {

    private final Cancellation.Source source = new Cancellation.Source();
    private final List<String> ran = Collections.synchronizedList(new ArrayList<>());

    @Test
    void a_new_source_is_not_cancelled() {
        assertThat(source.isCancelled()).isFalse();
        assertThat(source.reason()).isNull();
        assertThatCode(source::throwIfCancelled).doesNotThrowAnyException();
    }

    @Test
    void the_first_reason_stands() {
        source.cancel("first");
        source.cancel("second");

        assertThat(source.reason()).isEqualTo("first");
        assertThatThrownBy(source::throwIfCancelled)
                .isInstanceOf(CancelledException.class)
                .hasMessage("first");
    }

    @Test
    void actions_run_newest_first_once_on_the_cancelling_thread() {
        Thread here = Thread.currentThread();
        source.onCancel(() -> ran.add("a"));
        source.onCancel(() -> ran.add("b on " + (Thread.currentThread() == here ? "this thread" : "another")));

        source.cancel("stop");
        source.cancel("stop");

        assertThat(ran).containsExactly("b on this thread", "a");
    }

    @Test
    void an_action_left_after_the_signal_runs_at_once() {
        source.cancel("stop");

        source.onCancel(() -> ran.add("late")).close();

        assertThat(ran).containsExactly("late");
    }

    @Test
    void an_action_sees_the_reason() {
        source.onCancel(() -> ran.add("because " + source.reason()));

        source.cancel("so");

        assertThat(ran).containsExactly("because so");
    }

    @Test
    void a_withdrawn_action_does_not_run() {
        source.onCancel(() -> ran.add("kept"));
        source.onCancel(() -> ran.add("withdrawn")).close();

        source.cancel("stop");

        assertThat(ran).containsExactly("kept");
    }

    @Test
    void closing_a_registration_twice_leaves_another_one_of_the_same_action_alone() {
        Runnable action = () -> ran.add("ran");
        Cancellation.Registration first = source.onCancel(action);
        source.onCancel(action);

        first.close();
        first.close();
        source.cancel("stop");

        assertThat(ran).containsExactly("ran");
    }

    @Test
    void an_action_may_withdraw_another_and_leave_a_new_one() {
        source.onCancel(() -> source.onCancel(() -> ran.add("inner")));

        source.cancel("stop");

        assertThat(ran).containsExactly("inner");
    }

    @Test
    void a_child_hears_its_parent_with_the_reason() {
        Cancellation.Source child = Cancellation.Source.under(Cancellation.Source.under(source));

        source.cancel("from above");

        assertThat(child.reason()).isEqualTo("from above");
    }

    @Test
    void a_parent_does_not_hear_its_child() {
        Cancellation.Source.under(source).cancel("below");

        assertThat(source.isCancelled()).isFalse();
    }

    @Test
    void a_child_of_a_cancelled_parent_is_cancelled_from_the_start() {
        source.cancel("before");

        assertThat(Cancellation.Source.under(source).reason()).isEqualTo("before");
    }

    @Test
    void a_closed_child_hears_nothing_more_and_keeps_what_it_is() {
        Cancellation.Source child = Cancellation.Source.under(source);
        child.close();
        child.close();

        source.cancel("late");

        assertThat(child.isCancelled()).isFalse();
    }

    @Test
    void never_takes_actions_and_never_runs_them() {
        Cancellation.never().onCancel(() -> ran.add("x")).close();

        assertThat(Cancellation.never().isCancelled()).isFalse();
        assertThat(ran).isEmpty();
    }

    @Test
    void every_action_runs_exactly_once_when_registrations_race_with_the_signal() throws Exception {
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 300; round++) {
                Cancellation.Source raced = new Cancellation.Source();
                CyclicBarrier start = new CyclicBarrier(threads);
                List<AtomicInteger> counts = new ArrayList<>();
                List<Future<?>> done = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    AtomicInteger count = new AtomicInteger();
                    boolean cancels = i % 4 == 0;
                    if (!cancels) {
                        counts.add(count);
                    }
                    done.add(pool.submit(() -> {
                        start.await();
                        if (cancels) {
                            raced.cancel("race");
                        } else {
                            raced.onCancel(count::incrementAndGet);
                        }
                        return null;
                    }));
                }
                for (Future<?> future : done) {
                    future.get();
                }

                assertThat(counts).extracting(AtomicInteger::get).containsOnly(1);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void an_action_that_waits_for_another_thread_to_look_at_the_signal_does_not_lock_it_out() throws Exception {
        CountDownLatch looked = new CountDownLatch(1);
        source.onCancel(() -> {
            Thread other = new Thread(() -> {
                source.onCancel(() -> ran.add(String.valueOf(source.reason()))).close();
                looked.countDown();
            });
            other.start();
            try {
                looked.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });

        source.cancel("seen");

        assertThat(ran).containsExactly("seen");
    }

    @Test
    void an_action_that_throws_keeps_no_other_from_running() {
        IllegalStateException second = new IllegalStateException("second");
        AssertionError first = new AssertionError("first");
        source.onCancel(() -> ran.add("oldest"));
        source.onCancel(() -> {
            throw second;
        });
        source.onCancel(() -> ran.add("middle"));
        source.onCancel(() -> {
            throw first;
        });
        Cancellation.Source child = Cancellation.Source.under(source);
        child.onCancel(() -> ran.add("child"));

        assertThatThrownBy(() -> source.cancel("enough")).isSameAs(first).hasSuppressedException(second);

        assertThat(ran).containsExactly("child", "middle", "oldest");
    }
}
