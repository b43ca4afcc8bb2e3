package dev.mimo.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Event;
import dev.mimo.model.Json;
import dev.mimo.model.Reply;
import dev.mimo.model.ToolCall;
import java.time.Duration;
import java.util.List;

/** What Max Mode tells of a step. The chosen candidate's own words follow it as the deltas of an ordinary reply. */
public sealed interface CandidateEvent extends Event {

    /**
     * A candidate is being drafted.
     *
     * @param index which one, from 0
     * @param count how many there are in this step
     */
    record Started(int index, int count) implements CandidateEvent {
        @Override
        public String type() {
            return "candidate_started";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object().put("candidate", index).put("count", count);
        }
    }

    /**
     * A candidate is there; nothing of it was executed.
     *
     * @param took since the step began
     */
    record Finished(int index, Reply reply, Duration took) implements CandidateEvent {
        @Override
        public String type() {
            return "candidate_finished";
        }

        @Override
        public ObjectNode toJson() {
            ObjectNode json = Json.object().put("candidate", index);
            List<String> tools =
                    reply.message().toolCalls().stream().map(ToolCall::name).toList();
            json.set("tools", Json.mapper().valueToTree(tools));
            return json.put("text", reply.message().text())
                    .put("tokens", reply.usage().total())
                    .put("millis", took.toMillis());
        }
    }

    /** A candidate is out: it failed, repeated itself, was refused, took too long, or was not needed any more. */
    record Dropped(int index, String reason) implements CandidateEvent {
        @Override
        public String type() {
            return "candidate_dropped";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object().put("candidate", index).put("reason", reason);
        }
    }

    /** The judge is asked. */
    record Judged(int candidates) implements CandidateEvent {
        @Override
        public String type() {
            return "candidates_judged";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object().put("candidates", candidates);
        }
    }

    /** One was chosen. */
    record Chosen(Decision decision) implements CandidateEvent {
        @Override
        public String type() {
            return "candidate_chosen";
        }

        @Override
        public ObjectNode toJson() {
            return decision.summary();
        }
    }
}
