package dev.mimo.memory.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every ledger must do. */
public abstract class LayerLedgerContract {

    @TempDir
    private Path folder;

    private LayerLedger ledger;

    protected abstract LayerLedger open(Path folder);

    @BeforeEach
    final void open_the_ledger() {
        ledger = open(folder);
    }

    @Test
    void nothing_stands_there_at_first() {
        assertThat(ledger.find(Shelf.NOTES, "a")).isNull();
        assertThat(ledger.list(Shelf.NOTES, "")).isEmpty();
    }

    @Test
    void what_was_put_there_is_found_on_its_shelf_only() {
        ledger.update(Shelf.NOTES, "a/1", old -> "x\n\"ü\" 😀");

        assertThat(ledger.find(Shelf.NOTES, "a/1")).isEqualTo("x\n\"ü\" 😀");
        assertThat(ledger.find(Shelf.LAYER, "a/1")).isNull();
        assertThat(ledger.find(Shelf.NOTES, "a")).isNull();
    }

    @Test
    void a_change_is_given_what_stands_there_and_null_removes_it() {
        ledger.update(Shelf.NOTES, "a", old -> old + "1");
        assertThat(ledger.update(Shelf.NOTES, "a", old -> old + "2")).isEqualTo("null12");

        assertThat(ledger.update(Shelf.NOTES, "a", old -> null)).isNull();
        assertThat(ledger.find(Shelf.NOTES, "a")).isNull();
    }

    @Test
    void a_list_has_what_begins_alike_by_key() {
        for (String key : new String[] {"b/2", "a%", "b/1", "B/1", "b", "ab"}) {
            ledger.update(Shelf.CANDIDATE, key, old -> "of " + key);
        }

        assertThat(ledger.list(Shelf.CANDIDATE, "b/").values()).containsExactly("of b/1", "of b/2");
        assertThat(ledger.list(Shelf.CANDIDATE, "a%").values()).containsExactly("of a%");
        assertThat(ledger.list(Shelf.CANDIDATE, "")).hasSize(6);
    }

    @Test
    void a_change_that_fails_leaves_all_as_it_is() {
        ledger.update(Shelf.NOTES, "a", old -> "1");

        assertThatThrownBy(() -> ledger.update(Shelf.NOTES, "a", old -> {
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(ledger.find(Shelf.NOTES, "a")).isEqualTo("1");
    }

    @Test
    void threads_lose_nothing_of_each_other() {
        CompletableFuture.allOf(IntStream.range(0, 4)
                        .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                            for (int i = 0; i < 50; i++) {
                                ledger.update(Shelf.NOTES, "n", old -> (old == null ? "" : old) + "x");
                            }
                        }))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(ledger.find(Shelf.NOTES, "n")).hasSize(200);
    }
}
