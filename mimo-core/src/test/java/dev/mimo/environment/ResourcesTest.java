package dev.mimo.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ResourcesTest {

    private final List<String> closed = new ArrayList<>();
    private final Resources resources = new Resources();

    private final class Thing implements AutoCloseable {
        private final String name;

        Thing(String name) {
            this.name = name;
        }

        @Override
        public void close() {
            closed.add(name);
        }
    }

    @Test
    void a_thing_is_made_once_for_a_key() {
        Thing first = resources.get("a", Thing.class, () -> new Thing("first"));

        assertThat(resources.get("a", Thing.class, () -> new Thing("second"))).isSameAs(first);
        assertThat(resources.get("b", Thing.class, () -> new Thing("third"))).isNotSameAs(first);
    }

    @Test
    void a_type_is_a_key() {
        StringBuilder text = resources.get(StringBuilder.class, StringBuilder::new);

        assertThat(resources.get(StringBuilder.class, StringBuilder::new)).isSameAs(text);
    }

    @Test
    void a_factory_that_fails_leaves_no_trace() {
        assertThatThrownBy(() -> resources.get(Thing.class, () -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(resources.get(Thing.class, () -> new Thing("again")).name).isEqualTo("again");
    }

    @Test
    void close_closes_newest_first_and_once() {
        resources.get("a", Thing.class, () -> new Thing("a"));
        resources.get("b", Thing.class, () -> new Thing("b"));
        resources.get("c", Object.class, Object::new);

        resources.close();
        resources.close();

        assertThat(closed).containsExactly("b", "a");
    }

    @Test
    void nothing_is_given_after_the_close_not_even_what_was_made_before() {
        resources.get("a", Thing.class, () -> new Thing("a"));
        resources.close();

        assertThatThrownBy(() -> resources.get("a", Thing.class, () -> new Thing("x")))
                .isInstanceOf(MimoException.class);
        assertThatThrownBy(() -> resources.get("b", Thing.class, () -> new Thing("x")))
                .isInstanceOf(MimoException.class)
                .hasMessageContaining("Thing");
    }

    @Test
    void what_cannot_be_closed_does_not_keep_the_rest_open() {
        resources.get("a", Thing.class, () -> new Thing("a"));
        resources.get("bad", AutoCloseable.class, () -> () -> {
            throw new IllegalStateException("stuck");
        });
        resources.get("worse", AutoCloseable.class, () -> () -> {
            throw new IllegalStateException("stuck too");
        });

        assertThatThrownBy(resources::close)
                .isInstanceOf(MimoException.class)
                .hasRootCauseMessage("stuck too")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));

        assertThat(closed).containsExactly("a");
    }

    @Test
    void many_threads_get_the_same_thing() throws Exception {
        int threads = 8;
        AtomicInteger made = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Object>> tasks = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                tasks.add(() -> {
                    start.await();
                    return resources.get(Object.class, () -> "thing " + made.incrementAndGet());
                });
            }

            for (Future<Object> got : pool.invokeAll(tasks)) {
                assertThat(got.get()).isEqualTo("thing 1");
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
