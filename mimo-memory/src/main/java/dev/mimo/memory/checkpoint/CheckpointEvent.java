package dev.mimo.memory.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Event;
import dev.mimo.model.Json;

/** What is told about checkpoints. */
public sealed interface CheckpointEvent extends Event {

    /**
     * A writer began to read.
     *
     * @param from the first entry it is to read
     * @param to all before this number
     */
    record Started(long from, long to, String cause) implements CheckpointEvent {
        @Override
        public String type() {
            return "checkpoint_started";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object().put("from", from).put("to", to).put("cause", cause);
        }
    }

    /** The turn waits for a checkpoint, for so many milliseconds at most. */
    record Awaited(long millis, String cause) implements CheckpointEvent {
        @Override
        public String type() {
            return "checkpoint_awaited";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object().put("millis", millis).put("cause", cause);
        }
    }

    /** A version was stored. */
    record Written(Checkpoint checkpoint, String cause) implements CheckpointEvent {
        @Override
        public String type() {
            return "checkpoint_written";
        }

        @Override
        public ObjectNode toJson() {
            Checkpoint.Making making = checkpoint.making();
            ObjectNode json = Json.object()
                    .put("version", checkpoint.version())
                    .put("status", CheckpointText.label(making.status()))
                    .put("covered", checkpoint.marks().covered())
                    .put("written", checkpoint.marks().written())
                    .put("model", making.model())
                    .put("tokens", making.usage().total());
            return json.put(
                            "cost_usd",
                            making.cost() == null ? null : making.cost().usd())
                    .put("reason", making.reason())
                    .put("cause", cause);
        }
    }

    /** A writer did not do its work, or what it made could not be kept; its work is asked for again with the next request. */
    record Failed(String reason, String cause) implements CheckpointEvent {
        @Override
        public String type() {
            return "checkpoint_failed";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object().put("reason", reason).put("cause", cause);
        }
    }

    /** A checkpoint was asked for, and no writer began. */
    record Skipped(String because, String cause) implements CheckpointEvent {
        @Override
        public String type() {
            return "checkpoint_skipped";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object().put("because", because).put("cause", cause);
        }
    }
}
