package dev.mimo.memory.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.memory.checkpoint.Checkpoint.Marks;
import dev.mimo.memory.checkpoint.Checkpoint.Status;
import dev.mimo.model.Cost;
import dev.mimo.model.Usage;
import dev.mimo.session.SessionId;
import dev.mimo.session.StoreException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store of checkpoints keeps. */
public abstract class CheckpointStoreContract {

    private static final SessionId ID = SessionId.of("ticket/4711 \"a\"");

    protected CheckpointStoreContract() {}

    protected abstract CheckpointStore store();

    /** A version with something in each of its parts. */
    public static Checkpoint checkpoint(SessionId session, int version, Status status) {
        Map<Section, List<Item>> sections = new EnumMap<>(Section.class);
        sections.put(
                Section.DECISIONS,
                List.of(
                        new Item("v1-10-1", "SQLite – “数据库” \\ \"x\"", List.of(1L, 5_000_000_000L), Item.Maker.MODEL),
                        new Item("n1", "no ORM", List.of(), Item.Maker.NOTE)));
        sections.put(Section.DIRECTIVES, List.of(new Item("u0", "version " + version, List.of(0L), Item.Maker.USER)));
        @Nullable Cost cost = version % 2 == 0 ? null : Cost.usd("0.0125");
        return new Checkpoint(
                session,
                version,
                sections,
                new Marks(10L * version, version),
                new Checkpoint.Making(
                        Instant.parse("2026-01-02T03:04:05.678Z"),
                        status,
                        status == Status.OK ? "scripted:model" : null,
                        new Usage(1, 2, 3, 4, 5),
                        cost,
                        status == Status.OK ? "" : "why"));
    }

    @Test
    void there_is_nothing_at_first() {
        assertThat(store().findLatest(ID)).isNull();
        assertThat(store().find(ID, 1)).isNull();
        assertThat(store().versions(ID)).isEmpty();
        store().delete(ID);
    }

    @Test
    void what_is_saved_is_found_as_it_was() {
        Checkpoint one = checkpoint(ID, 1, Status.OK);
        Checkpoint two = checkpoint(ID, 2, Status.EXTRACTIVE);
        store().save(one);
        store().save(two);

        assertThat(store().find(ID, 1)).isEqualTo(one);
        assertThat(store().findLatest(ID)).isEqualTo(two);
        assertThat(store().versions(ID)).containsExactly(one, two);
    }

    @Test
    void a_rejected_version_is_kept_and_never_the_newest() {
        store().save(checkpoint(ID, 1, Status.REJECTED));
        assertThat(store().findLatest(ID)).isNull();

        store().save(checkpoint(ID, 2, Status.OK));
        store().save(checkpoint(ID, 3, Status.REJECTED));

        assertThat(store().findLatest(ID)).isEqualTo(checkpoint(ID, 2, Status.OK));
        assertThat(store().versions(ID)).hasSize(3);
    }

    @Test
    void versions_follow_each_other() {
        store().save(checkpoint(ID, 1, Status.OK));

        for (int version : List.of(1, 3)) {
            assertThatThrownBy(() -> store().save(checkpoint(ID, version, Status.OK)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("version 2");
        }
        assertThat(store().versions(ID)).hasSize(1);
    }

    @Test
    void sessions_have_nothing_to_do_with_each_other() {
        SessionId other = SessionId.of("ticket/4711 \"b\"");
        store().save(checkpoint(ID, 1, Status.OK));
        store().save(checkpoint(other, 1, Status.EXTRACTIVE));

        store().delete(ID);

        assertThat(store().versions(ID)).isEmpty();
        assertThat(store().findLatest(other)).isEqualTo(checkpoint(other, 1, Status.EXTRACTIVE));
        store().save(checkpoint(ID, 1, Status.OK));
    }
}
