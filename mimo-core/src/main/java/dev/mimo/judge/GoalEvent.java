package dev.mimo.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Event;
import dev.mimo.model.Json;

/** What is told of a goal while it is judged. */
public sealed interface GoalEvent extends Event {

    /** A check was made. */
    record EvidenceChecked(Evidence.Finding finding) implements GoalEvent {
        @Override
        public String type() {
            return "evidence_checked";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object()
                    .put("check", finding.name())
                    .put("holds", finding.holds())
                    .put("detail", finding.detail());
        }
    }

    /** The judge is asked; all checks hold. */
    record JudgeAsked(String goal, int round) implements GoalEvent {
        @Override
        public String type() {
            return "goal_judge_asked";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object().put("goal", goal).put("round", round);
        }
    }

    /**
     * There is a verdict.
     *
     * @param byJudge false when checks decided, and no judge was paid
     * @param round how often the agent had been sent back before
     * @param maxRounds how often it may be
     */
    record Assessed(Verdict verdict, boolean byJudge, int round, int maxRounds) implements GoalEvent {
        @Override
        public String type() {
            return "goal_assessed";
        }

        @Override
        public ObjectNode toJson() {
            ObjectNode json = GoalProgress.toJson(verdict);
            return json.put("by_judge", byJudge).put("round", round).put("max_rounds", maxRounds);
        }
    }

    /** There is none: the judge failed, or what it judged stands no longer. */
    record Unassessed(String reason) implements GoalEvent {
        @Override
        public String type() {
            return "goal_unassessed";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object().put("reason", reason);
        }
    }
}
