package dev.mimo.providers.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.providers.VirtualTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class WatchdogTest {

    private final VirtualTime time = new VirtualTime();
    private final AtomicInteger cuts = new AtomicInteger();
    private final Watchdog watchdog = new Watchdog(time, cuts::incrementAndGet);

    @Test
    void silence_is_cut_at_its_limit() {
        watchdog.watch(Duration.ofMinutes(8));

        time.advance(Duration.ofMinutes(8).minusMillis(1));
        assertThat(cuts).hasValue(0);
        time.advance(Duration.ofMillis(1));

        assertThat(cuts).hasValue(1);
        assertThat(watchdog.expired()).isEqualTo("no byte came for 480 s");
        assertThat(time.waiting()).isZero();
    }

    @Test
    void bytes_keep_an_answer_alive_for_ever() {
        watchdog.watch(Duration.ofMinutes(8));

        for (int i = 0; i < 100; i++) {
            time.advance(Duration.ofMinutes(7));
            watchdog.beat();
        }

        assertThat(cuts).hasValue(0);
        time.advance(Duration.ofMinutes(10));
        assertThat(cuts).hasValue(1);
    }

    @Test
    void a_phase_ends_the_one_before_it() {
        watchdog.await("no connection", Duration.ofSeconds(10));
        watchdog.await("no byte of an answer", Duration.ofMinutes(5));

        time.advance(Duration.ofMinutes(4));
        assertThat(cuts).hasValue(0);
        time.advance(Duration.ofMinutes(1));

        assertThat(watchdog.expired()).isEqualTo("no byte of an answer within 300 s");
    }

    @Test
    void a_closed_one_cuts_nothing_and_leaves_no_timer() {
        watchdog.watch(Duration.ofMinutes(8));
        watchdog.close();
        watchdog.await("no connection", Duration.ofSeconds(1));
        watchdog.watch(Duration.ofSeconds(1));

        time.advance(Duration.ofHours(1));

        assertThat(cuts).hasValue(0);
        assertThat(time.waiting()).isZero();
    }
}
