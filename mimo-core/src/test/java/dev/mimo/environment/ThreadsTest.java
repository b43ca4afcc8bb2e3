package dev.mimo.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

class ThreadsTest {

    @Test
    void daemon_threads_are_daemons_and_counted() {
        ThreadFactory factory = Threads.daemon("mimo-x");

        Thread first = factory.newThread(() -> {});
        Thread second = factory.newThread(() -> {});

        assertThat(List.of(first.getName(), second.getName())).containsExactly("mimo-x-1", "mimo-x-2");
        assertThat(first.isDaemon() && second.isDaemon()).isTrue();
    }

    @Test
    void tasks_that_wait_for_each_other_all_have_a_thread() throws Exception {
        int tasks = 100;
        CountDownLatch all = new CountDownLatch(tasks);
        ExecutorService executor = Threads.perTask("mimo-x");
        try {
            List<Future<Boolean>> done = new ArrayList<>();
            for (int i = 0; i < tasks; i++) {
                done.add(executor.submit(() -> {
                    all.countDown();
                    all.await();
                    return Thread.currentThread().isDaemon();
                }));
            }

            for (Future<Boolean> isDaemon : done) {
                assertThat(isDaemon.get()).isTrue();
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
