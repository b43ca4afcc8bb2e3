package dev.mimo.judge;

import dev.mimo.model.ModelCall;
import dev.mimo.session.Transcript;
import java.util.List;

/** Decides whether a goal is met. Independent: it reads the whole conversation, and takes the agent's words for claims. */
@FunctionalInterface
public interface GoalJudge {

    Verdict assess(Review review, ModelCall call);

    /**
     * What is judged.
     *
     * @param goal the condition, in words
     * @param transcript the whole conversation as stored
     * @param findings what the checks found; all of them hold
     * @param answer the agent's final words
     * @param round how often the agent has been sent back, from 0
     */
    record Review(String goal, Transcript transcript, List<Evidence.Finding> findings, String answer, int round) {
        public Review {
            findings = List.copyOf(findings);
        }
    }
}
