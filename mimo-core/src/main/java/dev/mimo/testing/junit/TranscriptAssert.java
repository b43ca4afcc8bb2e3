package dev.mimo.testing.junit;

import dev.mimo.session.Entry;
import dev.mimo.session.Transcript;
import dev.mimo.testing.Golden;
import dev.mimo.testing.TranscriptFacts;
import dev.mimo.testing.Transcripts;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about a stored session. A tool was called when the model asked for it, whether the call was allowed or not; what
 * ran is told by events: see {@link EventsAssert}.
 */
@SuppressWarnings("exports") // whoever uses it has the test library itself
public final class TranscriptAssert extends AbstractAssert<TranscriptAssert, Transcript> {

    TranscriptAssert(Transcript actual) {
        super(actual, TranscriptAssert.class);
    }

    /** The last turn gave its answer. */
    public TranscriptAssert completed() {
        return require(
                facts().ending() instanceof Entry.TurnEnded ended
                        && ended.outcome().equals("done"),
                "the last turn to complete");
    }

    /** The last turn waits for people. */
    public TranscriptAssert paused() {
        return require(facts().ending() instanceof Entry.TurnPaused, "the last turn to be paused");
    }

    /** The model asked for that tool at least once. */
    public TranscriptAssert calledTool(String name) {
        List<String> calls = facts().calledTools();
        return require(calls.contains(name), "a call of " + name + "; called were " + calls);
    }

    /** The model asked for exactly these, in this order. */
    public TranscriptAssert calledToolsInOrder(String... names) {
        List<String> calls = facts().calledTools();
        return require(calls.equals(List.of(names)), "the calls " + List.of(names) + ", not " + calls);
    }

    /** The model never asked for that tool. */
    public TranscriptAssert neverCalled(String name) {
        return require(!facts().calledTools().contains(name), "no call of " + name);
    }

    /** All turns together took no more model calls than this. */
    public TranscriptAssert usedAtMost(int steps) {
        int used = facts().steps();
        return require(used <= steps, "at most " + steps + " steps, not " + used);
    }

    /** Some message or result holds this. */
    public TranscriptAssert mentions(String part) {
        isNotNull();
        return require(Transcripts.render(actual).contains(part), "a mention of \"" + part + "\"");
    }

    /**
     * Nothing in it would be refused by a provider or show a fault of the loop: turns begin and end one after the other,
     * every call has exactly one result (the last may be open), ids are unique, no message is empty.
     */
    public TranscriptAssert isWellFormed() {
        List<String> faults = facts().faults();
        return require(faults.isEmpty(), "a well-formed transcript: " + String.join("; ", faults));
    }

    /** It reads as the file has it; see {@link Golden}. */
    public TranscriptAssert matchesGolden(Path file) {
        isNotNull();
        Golden.assertMatches(file, Transcripts.render(actual));
        return this;
    }

    /** As {@link #matchesGolden(Path)}. */
    public TranscriptAssert matchesGolden(String file) {
        return matchesGolden(Path.of(file));
    }

    private TranscriptFacts facts() {
        isNotNull();
        return TranscriptFacts.of(actual);
    }

    private TranscriptAssert require(boolean holds, String what) {
        if (!holds) {
            throw failure("expected %s\n\n%s", what, Transcripts.render(actual));
        }
        return this;
    }
}
