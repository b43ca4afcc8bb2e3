package dev.mimo.memory.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.environment.Event;
import dev.mimo.environment.MimoException;
import dev.mimo.memory.checkpoint.Checkpoint.Marks;
import dev.mimo.memory.checkpoint.Checkpoint.Status;
import dev.mimo.memory.checkpoint.CheckpointPatch.Change;
import dev.mimo.memory.checkpoint.CheckpointPatch.Line;
import dev.mimo.model.Budget;
import dev.mimo.model.BudgetedModel;
import dev.mimo.model.ModelCall;
import dev.mimo.model.Prompt;
import dev.mimo.model.Role;
import dev.mimo.model.Usage;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.Plan;
import dev.mimo.session.SessionId;
import dev.mimo.testing.EventRecorder;
import dev.mimo.testing.Gate;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.TestEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckpointKeeperTest {

    private static final Duration DEADLINE = Duration.ofSeconds(120);

    private final TestEnvironment world = TestEnvironment.create();
    private final InMemoryCheckpointStore store = new InMemoryCheckpointStore();
    private final EventRecorder events = new EventRecorder();
    private final Cancellation.Source turn = new Cancellation.Source();
    private final Budget budget = Budget.unlimited();
    private final Talk talk = new Talk();
    private final Gate gate = new Gate();
    private final Semaphore written = new Semaphore(0);

    @BeforeEach
    void say_something() {
        talk.user("Never touch the lexer.");
        talk.agent("I will not.");
    }

    @AfterEach
    void nothing_is_left() {
        world.close();
    }

    private CheckpointKeeper.Builder keeper(CheckpointWriter writer) {
        return CheckpointKeeper.of(writer, store).environment(world.environment());
    }

    private CheckpointRequest request(String cause) {
        ModelCall call = new ModelCall(Role.MAIN, this::told, turn, budget);
        return new CheckpointRequest(Talk.ID, talk.transcript(), talk.size(), Plan.empty(), call, cause);
    }

    private void told(Event event) {
        events.emit(event);
        if (event instanceof CheckpointEvent.Written) {
            written.release();
        }
    }

    private static CheckpointPatch reading(CheckpointWriter.Material material) {
        return upTo(material, material.range().to());
    }

    private static CheckpointPatch upTo(CheckpointWriter.Material material, long upTo) {
        Line line = new Line("read to " + upTo, upTo - 1);
        return new CheckpointPatch(upTo, Map.of(Section.DECISIONS, Change.add(line)), List.of(), "scripted:model");
    }

    private CheckpointPatch atGate(CheckpointWriter.Material material) {
        gate.pass(material.call().cancellation());
        return reading(material);
    }

    private Checkpoint latest() {
        Checkpoint latest = store.findLatest(Talk.ID);
        assertThat(latest).isNotNull();
        return latest;
    }

    private List<String> decisions() {
        return latest().items(Section.DECISIONS).stream().map(Item::text).toList();
    }

    private List<String> reasons() {
        return events.events(CheckpointEvent.Failed.class).stream()
                .map(CheckpointEvent.Failed::reason)
                .toList();
    }

    @Test
    void a_request_returns_at_once_and_the_writer_s_patch_becomes_the_checkpoint() throws Exception {
        CheckpointKeeper keeper = keeper(this::atGate).build();

        keeper.request(request("20 %"));
        gate.awaitArrival();
        assertThat(store.findLatest(Talk.ID)).isNull();
        gate.open();
        world.awaitQuiet();

        assertThat(latest().marks()).isEqualTo(new Marks(2, 2));
        assertThat(latest().making().status()).isEqualTo(Status.OK);
        assertThat(latest().making().model()).isEqualTo("scripted:model");
        assertThat(decisions()).containsExactly("read to 2");
        assertThat(latest().items(Section.ACTIVE_INTENT))
                .extracting(Item::text)
                .containsExactly("Never touch the lexer.");
        assertThat(events.types()).containsExactly("checkpoint_started", "checkpoint_written");
        assertThat(events.events().get(1).toJson())
                .hasToString(
                        "{\"version\":1,\"status\":\"ok\",\"covered\":2,\"written\":2,\"model\":\"scripted:model\","
                                + "\"tokens\":0,\"cost_usd\":0,\"reason\":\"\",\"cause\":\"20 %\"}");
    }

    @Test
    void one_writer_works_at_a_time_and_a_newer_request_takes_the_place_of_one_that_waits() throws Exception {
        AtomicInteger atWork = new AtomicInteger();
        List<String> seen = new ArrayList<>();
        CheckpointKeeper keeper = keeper(material -> {
                    assertThat(atWork.incrementAndGet()).isEqualTo(1);
                    seen.add(material.range().from() + "-" + material.range().to());
                    CheckpointPatch patch = atGate(material);
                    atWork.decrementAndGet();
                    return patch;
                })
                .build();

        keeper.request(request("first"));
        gate.awaitArrival();
        talk.user("second");
        keeper.request(request("second"));
        talk.user("third");
        keeper.request(request("third"));
        gate.open();
        world.awaitQuiet();

        assertThat(seen).containsExactly("0-2", "2-4");
        assertThat(events.events(CheckpointEvent.Skipped.class))
                .containsExactly(new CheckpointEvent.Skipped("a newer request took its place", "second"));
        assertThat(latest().marks()).isEqualTo(new Marks(4, 4));
    }

    @Test
    void sessions_do_not_wait_for_each_other() throws Exception {
        CheckpointKeeper keeper = keeper(this::atGate).build();
        CheckpointRequest one = request("one");
        CheckpointRequest other = new CheckpointRequest(
                SessionId.of("other"), one.transcript(), one.to(), one.plan(), one.call(), "other");

        keeper.request(one);
        keeper.request(other);

        gate.awaitArrival();
        gate.awaitArrival();
        gate.open();
        world.awaitQuiet();
        assertThat(store.versions(SessionId.of("other"))).hasSize(1);
    }

    @Test
    void at_the_deadline_the_digest_stands_in_and_what_models_wrote_before_stays() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        CheckpointKeeper keeper = keeper(material -> runs.incrementAndGet() == 1 ? reading(material) : atGate(material))
                .build();
        keeper.request(request("20 %"));
        world.awaitQuiet();
        talk.user("And the docs.");

        keeper.request(request("45 %"));
        gate.awaitArrival();
        world.advance(DEADLINE.minusMillis(1));
        assertThat(store.versions(Talk.ID)).hasSize(1);
        world.advance(Duration.ofMillis(1));
        world.awaitQuiet();

        assertThat(latest().making().status()).isEqualTo(Status.EXTRACTIVE);
        assertThat(latest().making().reason()).isEqualTo("the deadline of 120 s is over");
        assertThat(latest().marks()).isEqualTo(new Marks(3, 2));
        assertThat(decisions()).containsExactly("read to 2");
        assertThat(latest().items(Section.ACTIVE_INTENT)).extracting(Item::text).containsExactly("And the docs.");
        assertThat(reasons()).containsExactly("the deadline of 120 s is over");
        assertThat(store.versions(Talk.ID)).hasSize(2);
    }

    @Test
    void a_writer_that_heeds_no_signal_holds_up_nothing_but_itself() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        CheckpointKeeper keeper = keeper(material -> {
                    if (runs.incrementAndGet() == 1) {
                        arrived.countDown();
                        awaitStubbornly(free);
                    }
                    return reading(material);
                })
                .build();
        keeper.request(request("20 %"));
        arrived.await();
        world.advance(DEADLINE);
        written.acquire();

        talk.user("And the docs.");
        keeper.request(request("45 %"));
        written.acquire();
        assertThat(latest().marks()).isEqualTo(new Marks(3, 0));
        assertThat(latest().making().reason()).isEqualTo("the writer that was given up has not ended");

        free.countDown();
        world.awaitQuiet();
        assertThat(store.versions(Talk.ID))
                .extracting(version -> version.making().status())
                .containsExactly(Status.EXTRACTIVE, Status.EXTRACTIVE, Status.OK);
        assertThat(latest().marks()).isEqualTo(new Marks(3, 3));
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
        CheckpointKeeper keeper = keeper(material -> {
                    from.add(material.range().from());
                    if (from.size() == 2) {
                        throw new MimoException("no idea");
                    }
                    return reading(material);
                })
                .build();
        for (int i = 0; i < 3; i++) {
            talk.user("more " + i);
            keeper.request(request("" + i));
            world.awaitQuiet();
        }

        assertThat(from).containsExactly(0L, 3L, 3L);
        assertThat(store.versions(Talk.ID))
                .extracting(Checkpoint::marks)
                .containsExactly(new Marks(3, 3), new Marks(4, 3), new Marks(5, 5));
        assertThat(reasons()).containsExactly("no idea");
    }

    @Test
    void a_writer_that_breaks_leaves_the_digest() throws Exception {
        CheckpointKeeper keeper = keeper(material -> {
                    throw new IllegalStateException("a bug");
                })
                .build();

        keeper.request(request("20 %"));
        world.awaitQuiet();

        assertThat(latest().making().status()).isEqualTo(Status.EXTRACTIVE);
        assertThat(reasons()).containsExactly("the writer failed: java.lang.IllegalStateException: a bug");
    }

    @Test
    void over_its_own_token_budget_a_writer_is_cut_and_what_it_took_is_counted() throws Exception {
        ScriptedModel model = ScriptedModel.create()
                .usage(Usage.of(900, 200))
                .reply("once")
                .usage(Usage.of(900, 200))
                .reply("never");
        CheckpointKeeper keeper = keeper(material -> {
                    for (int i = 0; i < 2; i++) {
                        new BudgetedModel(model).reply(Prompt.of("", "read"), material.call());
                    }
                    return reading(material);
                })
                .maxTokens(1_000)
                .build();

        keeper.request(request("20 %"));
        world.awaitQuiet();

        assertThat(latest().making().status()).isEqualTo(Status.EXTRACTIVE);
        assertThat(latest().making().usage()).isEqualTo(Usage.of(900, 200));
        assertThat(latest().making().cost()).isNull();
        assertThat(reasons()).containsExactly("the token limit is reached: 1100 of 1000 spent");
        assertThat(budget.spent(Role.WRITER).usage().total()).isEqualTo(1_100);
        assertThat(model.prompts()).hasSize(1);
    }

    @Test
    void a_writer_reads_slice_by_slice_to_the_end() throws Exception {
        for (int i = 0; i < 3; i++) {
            talk.user("more " + i);
        }
        CheckpointKeeper keeper = keeper(material -> upTo(
                        material,
                        Math.min(material.range().from() + 2, material.range().to())))
                .build();

        keeper.request(request("20 %"));
        world.awaitQuiet();

        assertThat(store.versions(Talk.ID))
                .extracting(Checkpoint::marks)
                .containsExactly(new Marks(5, 2), new Marks(5, 4), new Marks(5, 5));
        assertThat(decisions()).containsExactly("read to 5", "read to 4", "read to 2");
        assertThat(latest().items(Section.ACTIVE_INTENT)).extracting(Item::text).containsExactly("more 2");
    }

    @Test
    void a_patch_that_breaks_the_rules_is_kept_for_the_record_and_never_shown() throws Exception {
        CheckpointKeeper keeper = keeper(material -> new CheckpointPatch(
                        2, Map.of(Section.DECISIONS, Change.add(new Line("invented", 77))), List.of()))
                .build();

        keeper.request(request("20 %"));
        world.awaitQuiet();

        assertThat(store.versions(Talk.ID))
                .extracting(version -> version.making().status())
                .containsExactly(Status.REJECTED, Status.EXTRACTIVE);
        assertThat(latest().version()).isEqualTo(2);
        assertThat(latest().marks()).isEqualTo(new Marks(2, 0));
        assertThat(decisions()).isEmpty();
        assertThat(reasons())
                .containsExactly("the writer's patch cannot be used: Decisions, item 1 names entry #77, and those read"
                        + " are #0 to #1");

        keeper.request(request("45 %"));
        world.awaitQuiet();
        assertThat(store.versions(Talk.ID)).extracting(Checkpoint::version).containsExactly(1, 2, 3, 4);
    }

    @Test
    void what_was_refused_in_a_good_patch_is_said() throws Exception {
        CheckpointKeeper keeper = keeper(material -> new CheckpointPatch(
                        2, Map.of(Section.DIRECTIVES, Change.add(new Line("Delete the lexer.", 1))), List.of()))
                .build();

        keeper.request(request("20 %"));
        world.awaitQuiet();

        assertThat(latest().making().status()).isEqualTo(Status.OK);
        assertThat(latest().making().reason())
                .isEqualTo("Directives, item 1: nothing that the user said shows it, so it is no directive");
        assertThat(latest().items(Section.DIRECTIVES)).isEmpty();
    }

    @Test
    void without_a_writer_the_digest_is_the_checkpoint_and_nothing_has_failed() throws Exception {
        CheckpointKeeper keeper =
                keeper(CheckpointWriter.none()).git(() -> List.of("main")).build();

        keeper.request(request("20 %"));
        world.awaitQuiet();

        assertThat(latest().making().status()).isEqualTo(Status.EXTRACTIVE);
        assertThat(latest().marks()).isEqualTo(new Marks(2, 0));
        assertThat(latest().items(Section.LIVE_RESOURCES))
                .extracting(Item::text)
                .containsExactly("git: main");
        assertThat(events.types()).containsExactly("checkpoint_started", "checkpoint_written");
    }

    @Test
    void where_nothing_is_new_no_writer_begins() throws Exception {
        CheckpointKeeper keeper = keeper(CheckpointKeeperTest::reading).build();
        keeper.request(request("20 %"));
        world.awaitQuiet();

        keeper.request(request("45 %"));
        world.awaitQuiet();

        assertThat(store.versions(Talk.ID)).hasSize(1);
        assertThat(events.events(CheckpointEvent.Skipped.class))
                .containsExactly(new CheckpointEvent.Skipped("nothing is new", "45 %"));
    }

    @Test
    void who_asks_for_one_now_gets_the_writer_s_when_it_is_done_in_time() throws Exception {
        CheckpointKeeper keeper = keeper(CheckpointKeeperTest::reading).build();

        Checkpoint made = keeper.now(request("rebuild"), Duration.ofSeconds(30));

        assertThat(made.making().status()).isEqualTo(Status.OK);
        assertThat(made.marks()).isEqualTo(new Marks(2, 2));
        assertThat(keeper.now(request("rebuild"), Duration.ofSeconds(30))).isEqualTo(made);
    }

    @Test
    void who_waits_gets_the_digest_when_the_wait_is_over_and_the_writer_works_on() throws Exception {
        CheckpointKeeper keeper = keeper(this::atGate).build();
        CompletableFuture<Checkpoint> waiting =
                inTheBackground(() -> keeper.now(request("rebuild"), Duration.ofSeconds(30)));
        gate.awaitArrival();
        world.scheduler().awaitWaiting(2);

        world.advance(Duration.ofSeconds(30));
        Checkpoint got = waiting.join();

        assertThat(got.making().status()).isEqualTo(Status.EXTRACTIVE);
        assertThat(got.making().reason()).isEqualTo("no writer was done in 30 s");
        assertThat(got.marks()).isEqualTo(new Marks(2, 0));
        assertThat(events.events(CheckpointEvent.Awaited.class))
                .containsExactly(new CheckpointEvent.Awaited(30_000, "rebuild"));

        gate.open();
        world.awaitQuiet();
        assertThat(latest().version()).isEqualTo(2);
        assertThat(latest().marks()).isEqualTo(new Marks(2, 2));
        assertThat(decisions()).containsExactly("read to 2");
    }

    @Test
    void who_does_not_want_to_wait_gets_the_digest() throws Exception {
        CheckpointKeeper keeper = keeper(this::atGate).build();

        Checkpoint got = keeper.now(request("rebuild"), Duration.ZERO);

        assertThat(got.making().status()).isEqualTo(Status.EXTRACTIVE);
        gate.open();
        world.awaitQuiet();
    }

    @Test
    void who_waits_is_let_go_when_the_turn_is_cancelled_and_the_writer_works_on() throws Exception {
        CheckpointKeeper keeper = keeper(this::atGate).build();
        CompletableFuture<Checkpoint> waiting =
                inTheBackground(() -> keeper.now(request("rebuild"), Duration.ofSeconds(30)));
        gate.awaitArrival();

        turn.cancel("by the user");

        assertThatThrownBy(waiting::join).hasCauseInstanceOf(CancelledException.class);
        gate.open();
        world.awaitQuiet();
        assertThat(latest().making().status()).isEqualTo(Status.OK);
    }

    @Test
    void a_session_that_ends_gives_its_writer_two_seconds() throws Exception {
        CheckpointKeeper keeper = keeper(this::atGate).build();
        keeper.request(request("20 %"));
        gate.awaitArrival();
        talk.user("And the docs.");
        keeper.request(request("45 %"));

        CompletableFuture<Void> closing = inTheBackground(() -> {
            keeper.close(Talk.ID);
            return null;
        });
        world.scheduler().awaitWaiting(2);
        world.advance(Duration.ofMillis(1_999));
        assertThat(store.versions(Talk.ID)).isEmpty();
        world.advance(Duration.ofMillis(1));
        closing.join();

        assertThat(latest().making().status()).isEqualTo(Status.EXTRACTIVE);
        assertThat(latest().making().reason()).isEqualTo("the session was closed");
        assertThat(events.events(CheckpointEvent.Skipped.class))
                .containsExactly(new CheckpointEvent.Skipped("the session was closed", "45 %"));
    }

    @Test
    void a_closed_keeper_leaves_the_digest_and_begins_nothing() throws Exception {
        CheckpointKeeper keeper = keeper(this::atGate).build();
        keeper.request(request("20 %"));
        gate.awaitArrival();

        keeper.close();

        assertThat(latest().making().status()).isEqualTo(Status.EXTRACTIVE);
        talk.user("more");
        keeper.request(request("45 %"));
        assertThat(events.events(CheckpointEvent.Skipped.class))
                .containsExactly(new CheckpointEvent.Skipped("memory was closed", "45 %"));
        assertThat(keeper.now(request("rebuild"), DEADLINE).marks()).isEqualTo(new Marks(3, 0));
        world.awaitQuiet();
    }

    @Test
    void when_the_environment_is_closed_the_digest_stands() throws Exception {
        CheckpointKeeper keeper = keeper(this::atGate).build();
        keeper.request(request("20 %"));
        gate.awaitArrival();

        world.close();

        assertThat(latest().making().status()).isEqualTo(Status.EXTRACTIVE);
        assertThat(reasons()).containsExactly("the environment was closed");
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
                if (latest().version() == 1) {
                    throw new MimoException("the disk is full");
                }
                consumed.add(offset);
            }
        };
        CheckpointKeeper keeper =
                keeper(CheckpointKeeperTest::reading).notes(notes).build();
        for (int i = 0; i < 3; i++) {
            talk.user("more");
            keeper.request(request("" + i));
            world.awaitQuiet();
        }

        assertThat(consumed).containsExactly(77L);
        assertThat(reasons()).containsExactly("notes: the disk is full");
        assertThat(decisions()).containsOnlyOnce("SQLite it is");
        assertThat(latest().items(Section.ERRORS_AND_FIXES))
                .containsExactly(new Item("n2", "the door jams", List.of(), Item.Maker.NOTE));
    }

    @Test
    void findings_of_a_good_patch_are_told_after_it_was_stored() throws Exception {
        Finding finding =
                new Finding(MemoryEntry.Kind.RULE, "Never touch the lexer.", List.of(0L), List.of(), null, null);
        List<Finding> told = new ArrayList<>();
        CheckpointKeeper keeper = keeper(material -> new CheckpointPatch(2, Map.of(), List.of(finding)))
                .findings((session, findings, transcript) -> {
                    assertThat(latest().version()).isEqualTo(1);
                    told.addAll(findings);
                    throw new MimoException("no room");
                })
                .build();

        keeper.request(request("20 %"));
        world.awaitQuiet();

        assertThat(told).containsExactly(finding);
        assertThat(latest().making().status()).isEqualTo(Status.OK);
        assertThat(reasons()).containsExactly("findings: no room");
    }

    @Test
    void the_plan_stands_in_the_checkpoint() throws Exception {
        CheckpointRequest plain = request("20 %");
        Plan plan = Plan.empty().add(null, "Parse");
        CheckpointKeeper keeper = keeper(CheckpointKeeperTest::reading).build();

        keeper.request(new CheckpointRequest(
                plain.session(), plain.transcript(), plain.to(), plan, plain.call(), plain.cause()));
        world.awaitQuiet();

        assertThat(latest().items(Section.TASK_TREE)).extracting(Item::text).containsExactly("[ ] T1 Parse");
    }

    private interface Asking<T> {
        T run() throws Exception;
    }

    private <T> CompletableFuture<T> inTheBackground(Asking<T> asking) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return asking.run();
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                },
                action -> new Thread(action, "waiting").start());
    }
}
