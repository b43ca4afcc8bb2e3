package dev.mimo.memory.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.CancelledException;
import dev.mimo.memory.checkpoint.Checkpoint.Marks;
import dev.mimo.memory.checkpoint.Checkpoint.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckpointWaitTest {

    private final KeeperScene scene = new KeeperScene();

    @AfterEach
    void nothing_is_left() {
        scene.close();
    }

    @Test
    void who_asks_for_one_now_gets_the_writer_s_when_it_is_done_in_time() throws Exception {
        CheckpointKeeper keeper = scene.keeper(KeeperScene::reading).build();

        Checkpoint made = keeper.now(scene.request("rebuild"), Duration.ofSeconds(30));

        assertThat(made.making().status()).isEqualTo(Status.OK);
        assertThat(made.marks()).isEqualTo(new Marks(2, 2));
        assertThat(keeper.now(scene.request("rebuild"), Duration.ofSeconds(30))).isEqualTo(made);
    }

    @Test
    void who_waits_gets_the_digest_when_the_wait_is_over_and_the_writer_works_on() throws Exception {
        CheckpointKeeper keeper = scene.keeper(scene::atGate).build();
        CompletableFuture<Checkpoint> waiting =
                inTheBackground(() -> keeper.now(scene.request("rebuild"), Duration.ofSeconds(30)));
        scene.gate.awaitArrival();
        scene.world.scheduler().awaitWaiting(2);

        scene.world.advance(Duration.ofSeconds(30));
        Checkpoint got = waiting.join();

        assertThat(got.making().status()).isEqualTo(Status.EXTRACTIVE);
        assertThat(got.making().reason()).isEqualTo("no writer was done in 30 s");
        assertThat(got.marks()).isEqualTo(new Marks(2, 0));
        assertThat(scene.events.events(CheckpointEvent.Awaited.class))
                .containsExactly(new CheckpointEvent.Awaited(30_000, "rebuild"));

        scene.gate.open();
        scene.world.awaitQuiet();
        assertThat(scene.latest().version()).isEqualTo(2);
        assertThat(scene.latest().marks()).isEqualTo(new Marks(2, 2));
        assertThat(scene.decisions()).containsExactly("read to 2");
    }

    @Test
    void who_does_not_want_to_wait_gets_the_digest() throws Exception {
        CheckpointKeeper keeper = scene.keeper(scene::atGate).build();

        Checkpoint got = keeper.now(scene.request("rebuild"), Duration.ZERO);

        assertThat(got.making().status()).isEqualTo(Status.EXTRACTIVE);
        scene.gate.open();
        scene.world.awaitQuiet();
    }

    @Test
    void who_waits_is_let_go_when_the_turn_is_cancelled_and_the_writer_works_on() throws Exception {
        CheckpointKeeper keeper = scene.keeper(scene::atGate).build();
        CompletableFuture<Checkpoint> waiting =
                inTheBackground(() -> keeper.now(scene.request("rebuild"), Duration.ofSeconds(30)));
        scene.gate.awaitArrival();

        scene.turn.cancel("by the user");

        assertThatThrownBy(waiting::join).hasCauseInstanceOf(CancelledException.class);
        scene.gate.open();
        scene.world.awaitQuiet();
        assertThat(scene.latest().making().status()).isEqualTo(Status.OK);
    }

    @Test
    void a_session_that_ends_gives_its_writer_two_seconds() throws Exception {
        CheckpointKeeper keeper = scene.keeper(scene::atGate).build();
        keeper.request(scene.request("20 %"));
        scene.gate.awaitArrival();
        scene.talk.user("And the docs.");
        keeper.request(scene.request("45 %"));

        CompletableFuture<Void> closing = inTheBackground(() -> {
            keeper.close(Talk.ID);
            return null;
        });
        scene.world.scheduler().awaitWaiting(2);
        scene.world.advance(Duration.ofMillis(1_999));
        assertThat(scene.store.versions(Talk.ID)).isEmpty();
        scene.world.advance(Duration.ofMillis(1));
        closing.join();

        assertThat(scene.latest().making().status()).isEqualTo(Status.EXTRACTIVE);
        assertThat(scene.latest().making().reason()).isEqualTo("the session was closed");
        assertThat(scene.events.events(CheckpointEvent.Skipped.class))
                .containsExactly(new CheckpointEvent.Skipped("the session was closed", "45 %"));
    }

    @Test
    void a_closed_keeper_leaves_the_digest_and_begins_nothing() throws Exception {
        CheckpointKeeper keeper = scene.keeper(scene::atGate).build();
        keeper.request(scene.request("20 %"));
        scene.gate.awaitArrival();

        keeper.close();

        assertThat(scene.latest().making().status()).isEqualTo(Status.EXTRACTIVE);
        scene.talk.user("more");
        keeper.request(scene.request("45 %"));
        assertThat(scene.events.events(CheckpointEvent.Skipped.class))
                .containsExactly(new CheckpointEvent.Skipped("memory was closed", "45 %"));
        assertThat(keeper.now(scene.request("rebuild"), KeeperScene.DEADLINE).marks())
                .isEqualTo(new Marks(3, 0));
        scene.world.awaitQuiet();
    }

    @Test
    void when_the_environment_is_closed_the_digest_stands() throws Exception {
        CheckpointKeeper keeper = scene.keeper(scene::atGate).build();
        keeper.request(scene.request("20 %"));
        scene.gate.awaitArrival();

        scene.world.close();

        assertThat(scene.latest().making().status()).isEqualTo(Status.EXTRACTIVE);
        assertThat(scene.reasons()).containsExactly("the environment was closed");
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
