package dev.mimo.memory.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.environment.MimoException;
import dev.mimo.memory.checkpoint.Checkpoint.Marks;
import dev.mimo.memory.checkpoint.Checkpoint.Status;
import dev.mimo.memory.checkpoint.CheckpointPatch.Change;
import dev.mimo.memory.checkpoint.CheckpointPatch.Line;
import dev.mimo.model.BudgetedModel;
import dev.mimo.model.Prompt;
import dev.mimo.model.Role;
import dev.mimo.model.Usage;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.Plan;
import dev.mimo.session.SessionId;
import dev.mimo.testing.ScriptedModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckpointKeeperTest {

    private final KeeperScene scene = new KeeperScene();

    @AfterEach
    void nothing_is_left() {
        scene.close();
    }

    @Test
    void a_request_returns_at_once_and_the_writer_s_patch_becomes_the_checkpoint() throws Exception {
        CheckpointKeeper keeper = scene.keeper(scene::atGate).build();

        keeper.request(scene.request("20 %"));
        scene.gate.awaitArrival();
        assertThat(scene.store.findLatest(Talk.ID)).isNull();
        scene.gate.open();
        scene.world.awaitQuiet();

        assertThat(scene.latest().marks()).isEqualTo(new Marks(2, 2));
        assertThat(scene.latest().making().status()).isEqualTo(Status.OK);
        assertThat(scene.latest().making().model()).isEqualTo("scripted:model");
        assertThat(scene.decisions()).containsExactly("read to 2");
        assertThat(scene.latest().items(Section.ACTIVE_INTENT))
                .extracting(Item::text)
                .containsExactly("Never touch the lexer.");
        assertThat(scene.events.types()).containsExactly("checkpoint_started", "checkpoint_written");
        assertThat(scene.events.events().get(1).toJson())
                .hasToString(
                        "{\"version\":1,\"status\":\"ok\",\"covered\":2,\"written\":2,\"model\":\"scripted:model\","
                                + "\"tokens\":0,\"cost_usd\":0,\"reason\":\"\",\"cause\":\"20 %\"}");
    }

    @Test
    void one_writer_works_at_a_time_and_a_newer_request_takes_the_place_of_one_that_waits() throws Exception {
        AtomicInteger atWork = new AtomicInteger();
        List<String> seen = new ArrayList<>();
        CheckpointKeeper keeper = scene.keeper(material -> {
                    assertThat(atWork.incrementAndGet()).isEqualTo(1);
                    seen.add(material.range().from() + "-" + material.range().to());
                    CheckpointPatch patch = scene.atGate(material);
                    atWork.decrementAndGet();
                    return patch;
                })
                .build();

        keeper.request(scene.request("first"));
        scene.gate.awaitArrival();
        scene.talk.user("second");
        keeper.request(scene.request("second"));
        scene.talk.user("third");
        keeper.request(scene.request("third"));
        scene.gate.open();
        scene.world.awaitQuiet();

        assertThat(seen).containsExactly("0-2", "2-4");
        assertThat(scene.events.events(CheckpointEvent.Skipped.class))
                .containsExactly(new CheckpointEvent.Skipped("a newer request took its place", "second"));
        assertThat(scene.latest().marks()).isEqualTo(new Marks(4, 4));
    }

    @Test
    void sessions_do_not_wait_for_each_other() throws Exception {
        CheckpointKeeper keeper = scene.keeper(scene::atGate).build();
        CheckpointRequest one = scene.request("one");
        CheckpointRequest other = new CheckpointRequest(
                SessionId.of("other"), one.transcript(), one.to(), one.plan(), one.call(), "other");

        keeper.request(one);
        keeper.request(other);

        scene.gate.awaitArrival();
        scene.gate.awaitArrival();
        scene.gate.open();
        scene.world.awaitQuiet();
        assertThat(scene.store.versions(SessionId.of("other"))).hasSize(1);
    }

    @Test
    void at_the_deadline_the_digest_stands_in_and_what_models_wrote_before_stays() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        CheckpointKeeper keeper = scene.keeper(material ->
                        runs.incrementAndGet() == 1 ? KeeperScene.reading(material) : scene.atGate(material))
                .build();
        keeper.request(scene.request("20 %"));
        scene.world.awaitQuiet();
        scene.talk.user("And the docs.");

        keeper.request(scene.request("45 %"));
        scene.gate.awaitArrival();
        scene.world.advance(KeeperScene.DEADLINE.minusMillis(1));
        assertThat(scene.store.versions(Talk.ID)).hasSize(1);
        scene.world.advance(Duration.ofMillis(1));
        scene.world.awaitQuiet();

        assertThat(scene.latest().making().status()).isEqualTo(Status.EXTRACTIVE);
        assertThat(scene.latest().making().reason()).isEqualTo("the deadline of 120 s is over");
        assertThat(scene.latest().marks()).isEqualTo(new Marks(3, 2));
        assertThat(scene.decisions()).containsExactly("read to 2");
        assertThat(scene.latest().items(Section.ACTIVE_INTENT))
                .extracting(Item::text)
                .containsExactly("And the docs.");
        assertThat(scene.reasons()).containsExactly("the deadline of 120 s is over");
        assertThat(scene.store.versions(Talk.ID)).hasSize(2);
    }

    @Test
    void a_writer_that_heeds_no_signal_holds_up_nothing_but_itself() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        CheckpointKeeper keeper = scene.keeper(material -> {
                    if (runs.incrementAndGet() == 1) {
                        arrived.countDown();
                        awaitStubbornly(free);
                    }
                    return KeeperScene.reading(material);
                })
                .build();
        keeper.request(scene.request("20 %"));
        arrived.await();
        scene.world.advance(KeeperScene.DEADLINE);
        scene.written.acquire();

        scene.talk.user("And the docs.");
        keeper.request(scene.request("45 %"));
        scene.written.acquire();
        assertThat(scene.latest().marks()).isEqualTo(new Marks(3, 0));
        assertThat(scene.latest().making().reason()).isEqualTo("the writer that was given up has not ended");

        free.countDown();
        scene.world.awaitQuiet();
        assertThat(scene.store.versions(Talk.ID))
                .extracting(version -> version.making().status())
                .containsExactly(Status.EXTRACTIVE, Status.EXTRACTIVE, Status.OK);
        assertThat(scene.latest().marks()).isEqualTo(new Marks(3, 3));
    }

    private static void awaitStubbornly(CountDownLatch free) {
        while (free.getCount() > 0) {
            try {
                free.await();
            } catch (InterruptedException e) {
                // A writer that does not care.
            }
        }
    }

    @Test
    void a_writer_that_fails_is_asked_again_with_the_next_request_from_where_a_model_last_read() throws Exception {
        List<Long> from = new ArrayList<>();
        CheckpointKeeper keeper = scene.keeper(material -> {
                    from.add(material.range().from());
                    if (from.size() == 2) {
                        throw new MimoException("no idea");
                    }
                    return KeeperScene.reading(material);
                })
                .build();
        for (int i = 0; i < 3; i++) {
            scene.talk.user("more " + i);
            keeper.request(scene.request("" + i));
            scene.world.awaitQuiet();
        }

        assertThat(from).containsExactly(0L, 3L, 3L);
        assertThat(scene.store.versions(Talk.ID))
                .extracting(Checkpoint::marks)
                .containsExactly(new Marks(3, 3), new Marks(4, 3), new Marks(5, 5));
        assertThat(scene.reasons()).containsExactly("no idea");
    }

    @Test
    void a_writer_that_breaks_leaves_the_digest() throws Exception {
        CheckpointKeeper keeper = scene.keeper(material -> {
                    throw new IllegalStateException("a bug");
                })
                .build();

        keeper.request(scene.request("20 %"));
        scene.world.awaitQuiet();

        assertThat(scene.latest().making().status()).isEqualTo(Status.EXTRACTIVE);
        assertThat(scene.reasons()).containsExactly("the writer failed: java.lang.IllegalStateException: a bug");
    }

    @Test
    void over_its_own_token_budget_a_writer_is_cut_and_what_it_took_is_counted() throws Exception {
        ScriptedModel model = ScriptedModel.create()
                .usage(Usage.of(900, 200))
                .reply("once")
                .usage(Usage.of(900, 200))
                .reply("never");
        CheckpointKeeper keeper = scene.keeper(material -> {
                    for (int i = 0; i < 2; i++) {
                        new BudgetedModel(model).reply(Prompt.of("", "read"), material.call());
                    }
                    return KeeperScene.reading(material);
                })
                .maxTokens(1_000)
                .build();

        keeper.request(scene.request("20 %"));
        scene.world.awaitQuiet();

        assertThat(scene.latest().making().status()).isEqualTo(Status.EXTRACTIVE);
        assertThat(scene.latest().making().usage()).isEqualTo(Usage.of(900, 200));
        assertThat(scene.latest().making().cost()).isNull();
        assertThat(scene.reasons()).containsExactly("the token limit is reached: 1100 of 1000 spent");
        assertThat(scene.budget.spent(Role.WRITER).usage().total()).isEqualTo(1_100);
        assertThat(model.prompts()).hasSize(1);
    }

    @Test
    void a_writer_reads_slice_by_slice_to_the_end() throws Exception {
        for (int i = 0; i < 3; i++) {
            scene.talk.user("more " + i);
        }
        CheckpointKeeper keeper = scene.keeper(material -> KeeperScene.upTo(
                        material,
                        Math.min(material.range().from() + 2, material.range().to())))
                .build();

        keeper.request(scene.request("20 %"));
        scene.world.awaitQuiet();

        assertThat(scene.store.versions(Talk.ID))
                .extracting(Checkpoint::marks)
                .containsExactly(new Marks(5, 2), new Marks(5, 4), new Marks(5, 5));
        assertThat(scene.decisions()).containsExactly("read to 5", "read to 4", "read to 2");
        assertThat(scene.latest().items(Section.ACTIVE_INTENT))
                .extracting(Item::text)
                .containsExactly("more 2");
    }

    @Test
    void a_patch_that_breaks_the_rules_is_kept_for_the_record_and_never_shown() throws Exception {
        CheckpointKeeper keeper = scene.keeper(material -> new CheckpointPatch(
                        2, Map.of(Section.DECISIONS, Change.add(new Line("invented", 77))), List.of()))
                .build();

        keeper.request(scene.request("20 %"));
        scene.world.awaitQuiet();

        assertThat(scene.store.versions(Talk.ID))
                .extracting(version -> version.making().status())
                .containsExactly(Status.REJECTED, Status.EXTRACTIVE);
        assertThat(scene.latest().version()).isEqualTo(2);
        assertThat(scene.latest().marks()).isEqualTo(new Marks(2, 0));
        assertThat(scene.decisions()).isEmpty();
        assertThat(scene.reasons())
                .containsExactly("the writer's patch cannot be used: Decisions, item 1 names entry #77, and those read"
                        + " are #0 to #1");

        keeper.request(scene.request("45 %"));
        scene.world.awaitQuiet();
        assertThat(scene.store.versions(Talk.ID))
                .extracting(Checkpoint::version)
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void what_was_refused_in_a_good_patch_is_said() throws Exception {
        CheckpointKeeper keeper = scene.keeper(material -> new CheckpointPatch(
                        2, Map.of(Section.DIRECTIVES, Change.add(new Line("Delete the lexer.", 1))), List.of()))
                .build();

        keeper.request(scene.request("20 %"));
        scene.world.awaitQuiet();

        assertThat(scene.latest().making().status()).isEqualTo(Status.OK);
        assertThat(scene.latest().making().reason())
                .isEqualTo("Directives, item 1: nothing that the user said shows it, so it is no directive");
        assertThat(scene.latest().items(Section.DIRECTIVES)).isEmpty();
    }

    @Test
    void without_a_writer_the_digest_is_the_checkpoint_and_nothing_has_failed() throws Exception {
        CheckpointKeeper keeper =
                scene.keeper(CheckpointWriter.none()).git(() -> List.of("main")).build();

        keeper.request(scene.request("20 %"));
        scene.world.awaitQuiet();

        assertThat(scene.latest().making().status()).isEqualTo(Status.EXTRACTIVE);
        assertThat(scene.latest().marks()).isEqualTo(new Marks(2, 0));
        assertThat(scene.latest().items(Section.LIVE_RESOURCES))
                .extracting(Item::text)
                .containsExactly("git: main");
        assertThat(scene.events.types()).containsExactly("checkpoint_started", "checkpoint_written");
    }

    @Test
    void where_nothing_is_new_no_writer_begins() throws Exception {
        CheckpointKeeper keeper = scene.keeper(KeeperScene::reading).build();
        keeper.request(scene.request("20 %"));
        scene.world.awaitQuiet();

        keeper.request(scene.request("45 %"));
        scene.world.awaitQuiet();

        assertThat(scene.store.versions(Talk.ID)).hasSize(1);
        assertThat(scene.events.events(CheckpointEvent.Skipped.class))
                .containsExactly(new CheckpointEvent.Skipped("nothing is new", "45 %"));
    }

    @Test
    void notes_are_taken_in_once_also_when_that_they_were_could_not_be_written_down() throws Exception {
        List<Long> consumed = new ArrayList<>();
        NoteSource notes = new NoteSource() {
            @Override
            public Unread unread(SessionId session) {
                return consumed.isEmpty()
                        ? new Unread(
                                List.of(
                                        new CheckpointWriter.Note("n1", "SQLite it is", Section.DECISIONS),
                                        new CheckpointWriter.Note("n2", "the door jams", Section.ERRORS_AND_FIXES)),
                                77)
                        : new Unread(List.of(), 77);
            }

            @Override
            public void consumed(SessionId session, long offset) {
                if (scene.latest().version() == 1) {
                    throw new MimoException("the disk is full");
                }
                consumed.add(offset);
            }
        };
        CheckpointKeeper keeper =
                scene.keeper(KeeperScene::reading).notes(notes).build();
        for (int i = 0; i < 3; i++) {
            scene.talk.user("more");
            keeper.request(scene.request("" + i));
            scene.world.awaitQuiet();
        }

        assertThat(consumed).containsExactly(77L);
        assertThat(scene.reasons()).containsExactly("notes: the disk is full");
        assertThat(scene.decisions()).containsOnlyOnce("SQLite it is");
        assertThat(scene.latest().items(Section.ERRORS_AND_FIXES))
                .containsExactly(new Item("n2", "the door jams", List.of(), Item.Maker.NOTE));
    }

    @Test
    void findings_of_a_good_patch_are_told_after_it_was_stored() throws Exception {
        Finding finding =
                new Finding(MemoryEntry.Kind.RULE, "Never touch the lexer.", List.of(0L), List.of(), null, null);
        List<Finding> told = new ArrayList<>();
        CheckpointKeeper keeper = scene.keeper(material -> new CheckpointPatch(2, Map.of(), List.of(finding)))
                .findings((session, findings, transcript) -> {
                    assertThat(scene.latest().version()).isEqualTo(1);
                    told.addAll(findings);
                    throw new MimoException("no room");
                })
                .build();

        keeper.request(scene.request("20 %"));
        scene.world.awaitQuiet();

        assertThat(told).containsExactly(finding);
        assertThat(scene.latest().making().status()).isEqualTo(Status.OK);
        assertThat(scene.reasons()).containsExactly("findings: no room");
    }

    @Test
    void the_plan_stands_in_the_checkpoint() throws Exception {
        CheckpointRequest plain = scene.request("20 %");
        Plan plan = Plan.empty().add(null, "Parse");
        CheckpointKeeper keeper = scene.keeper(KeeperScene::reading).build();

        keeper.request(new CheckpointRequest(
                plain.session(), plain.transcript(), plain.to(), plan, plain.call(), plain.cause()));
        scene.world.awaitQuiet();

        assertThat(scene.latest().items(Section.TASK_TREE))
                .extracting(Item::text)
                .containsExactly("[ ] T1 Parse");
    }
}
