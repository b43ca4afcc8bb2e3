package dev.mimo.testing.junit;

import dev.mimo.agent.Outcome;
import dev.mimo.agent.Session;
import dev.mimo.session.Transcript;
import dev.mimo.testing.Transcripts;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions about how a turn ended. */
@SuppressWarnings("exports") // whoever uses it has the test library itself
public final class OutcomeAssert extends AbstractAssert<OutcomeAssert, Outcome> {

    private @Nullable Transcript transcript;

    OutcomeAssert(Outcome actual) {
        super(actual, OutcomeAssert.class);
    }

    /** What fails after this shows the transcript of {@code session}, in which the turn ran. */
    public OutcomeAssert in(Session session) {
        transcript = session.transcript();
        return this;
    }

    /** The agent gave its answer. */
    public OutcomeAssert completed() {
        return is(Outcome.Done.class);
    }

    /** The turn waits for people. */
    public OutcomeAssert paused() {
        return is(Outcome.Paused.class);
    }

    /** A limit was met: {@code steps}, {@code wall_clock}, {@code tokens} or {@code cost}. */
    public OutcomeAssert stoppedBy(String limit) {
        is(Outcome.LimitReached.class);
        String met = ((Outcome.LimitReached) actual).limit();
        return require(met.equals(limit), "to be stopped by the limit on " + limit + ", not by that on " + met);
    }

    /** It ended in this way. */
    public OutcomeAssert is(Class<? extends Outcome> ending) {
        isNotNull();
        return require(ending.isInstance(actual), "to be " + ending.getSimpleName());
    }

    /** The turn failed with such an exception. */
    public OutcomeAssert failedWith(Class<? extends Throwable> error) {
        is(Outcome.Failed.class);
        return require(error.isInstance(((Outcome.Failed) actual).error()), "to fail with a " + error.getSimpleName());
    }

    /** The final answer, or why it ended, to the letter. */
    public OutcomeAssert hasText(String text) {
        isNotNull();
        return require(actual.text().equals(text), "to have the text\n  " + text);
    }

    /** The final answer, or why it ended, holds this. */
    public OutcomeAssert hasTextContaining(String part) {
        isNotNull();
        return require(actual.text().contains(part), "to have a text with\n  " + part);
    }

    /** The turn took no more model calls than this. */
    public OutcomeAssert usedAtMost(int steps) {
        isNotNull();
        return require(actual.steps() <= steps, "to use at most " + steps + " steps");
    }

    private OutcomeAssert require(boolean holds, String what) {
        if (!holds) {
            String ending = actual.type() + " after " + actual.steps() + " steps: " + actual.text();
            String said = transcript == null ? "" : "\n\n" + Transcripts.render(transcript);
            AssertionError failure = failure("expected the turn %s\nbut it was\n  %s%s", what, ending, said);
            if (actual instanceof Outcome.Failed failed) {
                failure.addSuppressed(failed.error());
            }
            throw failure;
        }
        return this;
    }
}
