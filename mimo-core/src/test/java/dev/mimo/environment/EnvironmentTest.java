package dev.mimo.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.testing.ManualClock;
import dev.mimo.testing.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

    private final ManualClock clock = new ManualClock(Instant.EPOCH);
    private final ManualScheduler scheduler = new ManualScheduler(clock, false);
    private final Environment environment =
            Environment.builder().clock(clock).scheduler(scheduler).build();
    private final Cancellation.Source cancellation = new Cancellation.Source();

    @Test
    void a_sleep_ends_when_its_time_has_come_and_not_before() throws Exception {
        FutureTask<Instant> sleeper = start(() -> {
            environment.sleep(Duration.ofSeconds(10), cancellation);
            return clock.instant();
        });
        scheduler.awaitWaiting(1);

        scheduler.advance(Duration.ofSeconds(9));
        assertThat(scheduler.waiting()).isEqualTo(1);
        scheduler.advance(Duration.ofSeconds(1));

        assertThat(sleeper.get()).isEqualTo(Instant.ofEpochSecond(10));
    }

    @Test
    void a_signal_ends_a_sleep_and_takes_the_timer_back() throws Exception {
        FutureTask<Object> sleeper = start(() -> sleep(environment));
        scheduler.awaitWaiting(1);

        cancellation.cancel("enough");

        assertThatThrownBy(sleeper::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(CancelledException.class)
                .hasMessage("enough");
        assertThat(scheduler.waiting()).isZero();
    }

    @Test
    void a_signal_that_came_before_keeps_a_sleep_from_beginning() {
        cancellation.cancel("before");

        assertThatThrownBy(() -> environment.sleep(Duration.ofSeconds(1), cancellation))
                .isInstanceOf(CancelledException.class);
        assertThat(scheduler.waiting()).isZero();
    }

    @Test
    void an_interrupt_ends_a_sleep() throws Exception {
        FutureTask<Object> task = new FutureTask<>(() -> sleep(environment));
        Thread thread = daemon(task);
        scheduler.awaitWaiting(1);

        thread.interrupt();

        assertThatThrownBy(task::get).cause().isInstanceOf(InterruptedException.class);
        assertThat(scheduler.waiting()).isZero();
    }

    @Test
    void closing_the_environment_ends_a_sleep_that_nobody_cancels() throws Exception {
        FutureTask<Object> sleeper = start(() -> {
            environment.sleep(Duration.ofSeconds(10), Cancellation.never());
            return "slept";
        });
        scheduler.awaitWaiting(1);

        environment.close();

        assertThatThrownBy(sleeper::get)
                .cause()
                .isInstanceOf(CancelledException.class)
                .hasMessage("the environment was closed");
        assertThatThrownBy(() -> environment.sleep(Duration.ZERO, Cancellation.never()))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void a_closed_environment_with_a_timer_of_its_own_takes_no_sleeper() {
        Environment own = Environment.builder().build();
        own.close();

        assertThatThrownBy(() -> own.sleep(Duration.ofSeconds(1), Cancellation.never()))
                .isInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> own.scheduler().after(Duration.ZERO, () -> {})).isInstanceOf(CancelledException.class);
    }

    @Test
    void its_own_timer_runs_actions_on_a_daemon_thread() throws Exception {
        AtomicReference<Thread> ranOn = new AtomicReference<>();
        CountDownLatch ran = new CountDownLatch(1);
        try (Environment own = Environment.builder().build()) {
            own.scheduler().after(Duration.ofMillis(1), () -> {
                ranOn.set(Thread.currentThread());
                ran.countDown();
            });
            ran.await();
        }

        assertThat(ranOn.get().isDaemon()).isTrue();
    }

    @Test
    void its_own_timer_takes_any_delay() {
        try (Environment own = Environment.builder().build()) {
            Cancellation.Registration forever = own.scheduler().after(Duration.ofSeconds(Long.MAX_VALUE), () -> {});
            forever.close();
        }
    }

    @Test
    void closing_interrupts_what_runs_on_threads_of_its_own() throws Exception {
        Environment own = Environment.builder().build();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        own.executor().execute(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                ended.countDown();
            }
        });
        begun.await();

        own.close();

        ended.await();
        assertThat(own.life().isCancelled()).isTrue();
    }

    @Test
    void closing_leaves_the_hosts_executor_alone() {
        CountDownLatch ran = new CountDownLatch(1);
        Environment hosted = Environment.builder().executor(Runnable::run).build();

        hosted.close();
        hosted.executor().execute(ran::countDown);

        assertThat(ran.getCount()).isZero();
    }

    @Test
    void closing_closes_the_shared_resources_after_the_signal() {
        AtomicReference<String> seen = new AtomicReference<>();
        environment
                .resources()
                .get(
                        AutoCloseable.class,
                        () -> () -> seen.set(environment.life().reason()));

        environment.close();

        assertThat(seen.get()).isEqualTo("the environment was closed");
    }

    @Test
    void the_standard_environment_is_one_and_is_never_closed() {
        assertThat(Environment.standard()).isSameAs(Environment.standard());
        assertThatThrownBy(Environment.standard()::close).isInstanceOf(MimoException.class);
        assertThat(Environment.standard().life().isCancelled()).isFalse();
    }

    @Test
    void names_begin_with_their_kind_and_sort_by_time() {
        Ids ids =
                Environment.builder().clock(clock).random(new Random(1)).build().ids();

        String early = ids.next("turn");
        clock.advance(Duration.ofMillis(1));
        String late = ids.next("turn");

        assertThat(early).matches("turn-[0-9a-v]{19}");
        assertThat(early).isLessThan(late);
    }

    private Object sleep(Environment where) throws InterruptedException {
        where.sleep(Duration.ofSeconds(10), cancellation);
        return "slept";
    }

    private static <T> FutureTask<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        daemon(task);
        return task;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = Threads.daemon("test").newThread(work);
        thread.start();
        return thread;
    }
}
