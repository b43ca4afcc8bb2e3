package dev.mimo.memory.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Event;
import dev.mimo.memory.checkpoint.CheckpointPatch.Change;
import dev.mimo.memory.checkpoint.CheckpointPatch.Line;
import dev.mimo.model.Budget;
import dev.mimo.model.ModelCall;
import dev.mimo.model.Role;
import dev.mimo.session.Plan;
import dev.mimo.testing.EventRecorder;
import dev.mimo.testing.Gate;
import dev.mimo.testing.TestEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** A session, a keeper to be built, and all that it tells. */
final class KeeperScene implements AutoCloseable {

    static final Duration DEADLINE = Duration.ofSeconds(120);

    final TestEnvironment world = TestEnvironment.create();
    final InMemoryCheckpointStore store = new InMemoryCheckpointStore();
    final EventRecorder events = new EventRecorder();
    final Cancellation.Source turn = new Cancellation.Source();
    final Budget budget = Budget.unlimited();
    final Talk talk = new Talk();
    final Gate gate = new Gate();
    final Semaphore written = new Semaphore(0);

    KeeperScene() {
        talk.user("Never touch the lexer.");
        talk.agent("I will not.");
    }

    @Override
    public void close() {
        world.close();
    }

    CheckpointKeeper.Builder keeper(CheckpointWriter writer) {
        return CheckpointKeeper.of(writer, store).environment(world.environment());
    }

    CheckpointRequest request(String cause) {
        ModelCall call = new ModelCall(Role.MAIN, this::told, turn, budget);
        return new CheckpointRequest(Talk.ID, talk.transcript(), talk.size(), Plan.empty(), call, cause);
    }

    void told(Event event) {
        events.emit(event);
        if (event instanceof CheckpointEvent.Written) {
            written.release();
        }
    }

    static CheckpointPatch reading(CheckpointWriter.Material material) {
        return upTo(material, material.range().to());
    }

    static CheckpointPatch upTo(CheckpointWriter.Material material, long upTo) {
        Line line = new Line("read to " + upTo, upTo - 1);
        return new CheckpointPatch(upTo, Map.of(Section.DECISIONS, Change.add(line)), List.of(), "scripted:model");
    }

    CheckpointPatch atGate(CheckpointWriter.Material material) {
        gate.pass(material.call().cancellation());
        return reading(material);
    }

    Checkpoint latest() {
        Checkpoint latest = store.findLatest(Talk.ID);
        assertThat(latest).isNotNull();
        return latest;
    }

    List<String> decisions() {
        return latest().items(Section.DECISIONS).stream().map(Item::text).toList();
    }

    List<String> reasons() {
        return events.events(CheckpointEvent.Failed.class).stream()
                .map(CheckpointEvent.Failed::reason)
                .toList();
    }
}
