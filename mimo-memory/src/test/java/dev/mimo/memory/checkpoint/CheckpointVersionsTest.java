package dev.mimo.memory.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.memory.checkpoint.Checkpoint.Marks;
import dev.mimo.memory.checkpoint.Checkpoint.Status;
import dev.mimo.model.Usage;
import dev.mimo.testing.ManualClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckpointVersionsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final CheckpointStore store = new InMemoryCheckpointStore();
    private final CheckpointVersions versions = new CheckpointVersions(store, new ManualClock(NOW));

    private void save(int version, Status status, Marks marks, Item... decisions) {
        store.save(new Checkpoint(
                Talk.ID,
                version,
                Map.of(Section.DECISIONS, List.of(decisions)),
                marks,
                new Checkpoint.Making(Instant.EPOCH, status, "m", Usage.of(5, 5), null, "")));
    }

    private static Item item(String id, String text) {
        return new Item(id, text, List.of(3L), Item.Maker.MODEL);
    }

    @Test
    void a_diff_names_what_went_came_and_says_something_else() {
        save(1, Status.OK, new Marks(5, 5), item("a", "SQLite"), item("b", "tabs"), item("c", "stays"));
        save(2, Status.OK, new Marks(9, 9), item("b", "spaces"), item("c", "stays"), item("d", "Maven"));

        CheckpointDiff diff = versions.diff(Talk.ID, 1, 2);

        assertThat(diff.changes())
                .containsExactly(
                        new CheckpointDiff.Change.Removed(Section.DECISIONS, item("a", "SQLite")),
                        new CheckpointDiff.Change.Reworded(Section.DECISIONS, item("b", "tabs"), item("b", "spaces")),
                        new CheckpointDiff.Change.Added(Section.DECISIONS, item("d", "Maven")));
        assertThat(diff.text()).isEqualTo("Decisions\n- SQLite #3\n- tabs #3\n+ spaces #3\n+ Maven #3\n");
        assertThat(versions.diff(Talk.ID, 1, 1).text()).isEmpty();
    }

    @Test
    void a_restored_version_says_what_the_old_one_said_and_skips_no_entry() {
        save(1, Status.OK, new Marks(5, 4), item("a", "SQLite"));
        save(2, Status.EXTRACTIVE, new Marks(9, 4), item("b", "files"));

        Checkpoint restored = versions.restore(Talk.ID, 1);

        assertThat(restored.version()).isEqualTo(3);
        assertThat(restored.items(Section.DECISIONS)).containsExactly(item("a", "SQLite"));
        assertThat(restored.marks()).isEqualTo(new Marks(5, 4));
        assertThat(restored.making().reason()).isEqualTo("restored from version 1");
        assertThat(store.findLatest(Talk.ID)).isEqualTo(restored);
    }

    @Test
    void going_forth_again_after_going_back_skips_nothing_either() {
        save(1, Status.OK, new Marks(5, 2));
        save(2, Status.OK, new Marks(9, 9));
        versions.restore(Talk.ID, 1);

        assertThat(versions.restore(Talk.ID, 2).marks()).isEqualTo(new Marks(9, 2));
    }

    @Test
    void what_was_rejected_or_is_not_there_is_not_restored() {
        save(1, Status.OK, new Marks(5, 5));
        save(2, Status.REJECTED, new Marks(5, 5));

        assertThatThrownBy(() -> versions.restore(Talk.ID, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> versions.restore(Talk.ID, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no checkpoint 3");
        assertThat(store.versions(Talk.ID)).hasSize(2);
    }
}
