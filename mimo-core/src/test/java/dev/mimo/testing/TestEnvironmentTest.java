package dev.mimo.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.environment.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TestEnvironmentTest {

    private final List<String> ran = new ArrayList<>();

    @Test
    void two_of_them_are_alike() {
        try (TestEnvironment one = TestEnvironment.create();
                TestEnvironment other = TestEnvironment.create()) {
            assertThat(one.environment().random().nextLong())
                    .isEqualTo(other.environment().random().nextLong());
            assertThat(one.environment().clock().instant())
                    .isEqualTo(other.environment().clock().instant())
                    .isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
            assertThat(List.of(next(one, "turn"), next(one, "turn"), next(one, "call")))
                    .containsExactly("turn-1", "turn-2", "call-1");
        }
    }

    @Test
    void what_is_due_runs_in_order_on_the_callers_thread_at_its_own_time() {
        try (TestEnvironment time = TestEnvironment.create()) {
            Instant start = time.clock().instant();
            Thread here = Thread.currentThread();
            for (int seconds : new int[] {3, 1, 2, 1, 9}) {
                time.scheduler().after(Duration.ofSeconds(seconds), () -> {
                    assertThat(Thread.currentThread()).isSameAs(here);
                    assertThat(time.clock().instant()).isEqualTo(start.plusSeconds(seconds));
                    ran.add(seconds + "#" + ran.size());
                });
            }

            time.advance(Duration.ofSeconds(5));

            assertThat(ran).containsExactly("1#0", "1#1", "2#2", "3#3");
            assertThat(time.clock().instant()).isEqualTo(start.plusSeconds(5));
            assertThat(time.scheduler().waiting()).isEqualTo(1);
        }
    }

    @Test
    void an_action_may_order_another_that_falls_due_on_the_way() {
        try (TestEnvironment time = TestEnvironment.create()) {
            time.scheduler().after(Duration.ofSeconds(1), () -> {
                time.scheduler().after(Duration.ofSeconds(1), () -> ran.add("second"));
                time.scheduler().after(Duration.ofSeconds(-1), () -> ran.add("at once"));
            });

            time.advance(Duration.ofSeconds(2));

            assertThat(ran).containsExactly("at once", "second");
        }
    }

    @Test
    void a_timer_taken_back_does_not_fire() {
        try (TestEnvironment time = TestEnvironment.create()) {
            time.scheduler()
                    .after(Duration.ofSeconds(1), () -> ran.add("fired"))
                    .close();

            time.advance(Duration.ofSeconds(1));

            assertThat(ran).isEmpty();
        }
    }

    @Test
    void a_sleeper_moves_the_time_itself_when_asked_to() throws Exception {
        try (TestEnvironment time = TestEnvironment.autoAdvancing()) {
            Instant start = time.clock().instant();
            time.scheduler().after(Duration.ofSeconds(1), () -> ran.add("on the way"));

            time.environment().sleep(Duration.ofHours(1), Cancellation.never());

            assertThat(time.clock().instant()).isEqualTo(start.plusSeconds(3600));
            assertThat(ran).containsExactly("on the way");
        }
    }

    @Test
    void a_sleeper_that_meets_its_time_limit_stops_there() {
        try (TestEnvironment time = TestEnvironment.autoAdvancing()) {
            Cancellation.Source limit = new Cancellation.Source();
            time.scheduler().after(Duration.ofMinutes(1), () -> limit.cancel("time is up"));

            assertThatThrownBy(() -> time.environment().sleep(Duration.ofHours(1), limit))
                    .isInstanceOf(CancelledException.class)
                    .hasMessage("time is up");

            assertThat(time.clock().instant()).isEqualTo(Instant.parse("2026-01-01T00:01:00Z"));
        }
    }

    @Test
    void an_interrupted_sleeper_moves_nothing() {
        try (TestEnvironment time = TestEnvironment.autoAdvancing()) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> time.environment().sleep(Duration.ofHours(1), Cancellation.never()))
                    .isInstanceOf(InterruptedException.class);

            assertThat(time.clock().instant()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        }
    }

    @Test
    void it_is_quiet_when_all_tasks_have_ended() throws Exception {
        try (TestEnvironment time = TestEnvironment.create()) {
            AtomicInteger ended = new AtomicInteger();
            CountDownLatch met = new CountDownLatch(2);
            for (int i = 0; i < 2; i++) {
                time.environment().executor().execute(() -> {
                    met.countDown();
                    try {
                        met.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    ended.incrementAndGet();
                });
            }

            time.awaitQuiet();

            assertThat(ended).hasValue(2);
        }
    }

    @Test
    void closing_cancels_what_sleeps() throws Exception {
        TestEnvironment time = TestEnvironment.create();
        Environment environment = time.environment();
        CountDownLatch cancelled = new CountDownLatch(1);
        environment.executor().execute(() -> {
            try {
                environment.sleep(Duration.ofHours(1), Cancellation.never());
            } catch (CancelledException e) {
                cancelled.countDown();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        time.scheduler().awaitWaiting(1);

        time.close();

        assertThat(cancelled.getCount()).isZero();
    }

    @Test
    void closing_fails_when_a_task_does_not_end_and_shows_where_it_stands() throws Exception {
        TestEnvironment time = TestEnvironment.create();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        time.environment().executor().execute(() -> standStill(begun, interrupted));
        begun.await();

        assertThatThrownBy(() -> time.close(Duration.ZERO))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 tasks still run")
                .hasMessageContaining("standStill");

        interrupted.await();
    }

    private static void standStill(CountDownLatch begun, CountDownLatch interrupted) {
        begun.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            interrupted.countDown();
        }
    }

    private static String next(TestEnvironment environment, String kind) {
        return environment.environment().ids().next(kind);
    }
}
