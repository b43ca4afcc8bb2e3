package dev.mimo.judge;

import dev.mimo.model.ModelCall;
import dev.mimo.model.Prompt;
import java.util.List;

/**
 * Chooses among drafts. Independent of the agent: it sees the drafts, never who made them. Safe for use by several threads.
 */
@FunctionalInterface
public interface CandidateJudge {

    /**
     * The best of them.
     *
     * @param prompt what all of them answer
     * @param candidates at least two, in an order that says nothing
     * @param call how the judge itself is charged, watched and cancelled
     */
    Choice choose(Prompt prompt, List<Candidate> candidates, ModelCall call);
}
