package dev.mimo.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Event;
import dev.mimo.model.Cost;
import dev.mimo.model.Json;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import dev.mimo.session.Plan;
import org.jspecify.annotations.Nullable;

/** What the loop tells, besides what models and tools tell themselves. Each is told after it was stored. */
public interface TurnEvent extends Event {

    /**
     * A turn began.
     *
     * @param input the words it began with
     * @param model the main model's name
     */
    record TurnStarted(String input, String model) implements TurnEvent {
        @Override
        public String type() {
            return "turn_started";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object().put("input", input).put("model", model);
        }
    }

    /**
     * A turn that was paused or cut went on.
     *
     * @param model the main model's name
     */
    record TurnResumed(String model) implements TurnEvent {
        @Override
        public String type() {
            return "turn_resumed";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object().put("model", model);
        }
    }

    /** A person said something to the agent at work. */
    record TurnSteered(String text) implements TurnEvent {
        @Override
        public String type() {
            return "turn_steered";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object().put("text", text);
        }
    }

    /** A model is about to be asked. */
    record StepStarted() implements TurnEvent {
        @Override
        public String type() {
            return "step_started";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object();
        }
    }

    /**
     * The model replied.
     *
     * @param text its words; empty when it only asked for calls
     * @param usage tokens of this reply
     * @param spent tokens of the turn so far, helpers included
     * @param cost of the turn so far; null when a price is unknown
     */
    record ReplyFinished(
            String text,
            StopReason stopReason,
            Usage usage,
            Usage spent,
            @Nullable Cost cost) implements TurnEvent {
        @Override
        public String type() {
            return "reply_finished";
        }

        @Override
        public ObjectNode toJson() {
            ObjectNode json = Json.object().put("text", text).put("stop_reason", stopReason.value());
            json.set("usage", TurnEvent.json(usage));
            json.set("spent", TurnEvent.json(spent));
            return json.put("cost_usd", cost == null ? null : cost.usd());
        }
    }

    /** A call was allowed and runs. */
    record ToolCallStarted(ToolCall call) implements TurnEvent {
        @Override
        public String type() {
            return "tool_call_started";
        }

        @Override
        public ObjectNode toJson() {
            ObjectNode json = Json.object().put("call", call.id()).put("tool", call.name());
            json.set("arguments", call.arguments());
            return json;
        }
    }

    /**
     * A call has its result, also when it never ran.
     *
     * @param callId the call
     * @param tool the tool's name
     * @param text what the model is told
     * @param error whether it failed
     * @param millis how long it ran, in milliseconds; 0 when it did not
     */
    record ToolCallFinished(String callId, String tool, String text, boolean error, long millis) implements TurnEvent {
        @Override
        public String type() {
            return "tool_call_finished";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object()
                    .put("call", callId)
                    .put("tool", tool)
                    .put("text", text)
                    .put("error", error)
                    .put("millis", millis);
        }
    }

    /** A person is asked. */
    record PermissionAsked(String callId, String question) implements TurnEvent {
        @Override
        public String type() {
            return "permission_asked";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object().put("call", callId).put("question", question);
        }
    }

    /**
     * A person answered.
     *
     * @param answer {@code allow}, {@code deny} or {@code reply}
     */
    record PermissionAnswered(String callId, String answer) implements TurnEvent {
        @Override
        public String type() {
            return "permission_answered";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object().put("call", callId).put("answer", answer);
        }
    }

    /** The task tree changed. */
    record PlanChanged(Plan plan) implements TurnEvent {
        @Override
        public String type() {
            return "plan_changed";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object().put("plan", plan.render());
        }
    }

    /**
     * The runtime told the agent to go on.
     *
     * @param kind why: {@code nudge}, {@code continue}, {@code text_call}, {@code loop}, {@code gate}, {@code answer}
     * @param message what the agent was told
     */
    record AgentReminded(String kind, String message) implements TurnEvent {
        @Override
        public String type() {
            return "agent_reminded";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object().put("kind", kind).put("message", message);
        }
    }

    /** A sub-agent began. */
    record SubagentStarted(String id, String kind, String title) implements TurnEvent {
        @Override
        public String type() {
            return "subagent_started";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object().put("id", id).put("kind", kind).put("title", title);
        }
    }

    /** A sub-agent ended. */
    record SubagentFinished(String id, String outcome) implements TurnEvent {
        @Override
        public String type() {
            return "subagent_finished";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object().put("id", id).put("outcome", outcome);
        }
    }

    /** A turn ended, or waits for people. */
    record TurnEnded(Outcome outcome) implements TurnEvent {
        @Override
        public String type() {
            return "turn_ended";
        }

        @Override
        public ObjectNode toJson() {
            ObjectNode json = Json.object()
                    .put("outcome", outcome.type())
                    .put("text", outcome.text())
                    .put("steps", outcome.steps());
            json.set("usage", TurnEvent.json(outcome.usage()));
            Cost cost = outcome.cost();
            return json.put("cost_usd", cost == null ? null : cost.usd());
        }
    }

    private static ObjectNode json(Usage usage) {
        return Json.object()
                .put("input", usage.input())
                .put("output", usage.output())
                .put("reasoning", usage.reasoning())
                .put("cache_read", usage.cacheRead())
                .put("cache_write", usage.cacheWrite());
    }
}
