package dev.mimo.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Spent;
import dev.mimo.session.Entry;
import dev.mimo.session.Transcript;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a step came to its candidate. Kept with the session, right before the reply that was chosen, so that a choice can be
 * audited, and made again by another judge.
 *
 * @param candidates those worth choosing from, in the order in which they were judged
 * @param dropped why the others were not, by their index
 * @param choice what was chosen; its index is that of a candidate
 * @param by how
 * @param spent all that the step took up to the choice: candidates, those that were lost, retries and the judge
 */
public record Decision(List<Candidate> candidates, Map<Integer, String> dropped, Choice choice, By by, Spent spent) {

    /** The kind of note under which decisions are kept; see {@link Entry.Noted}. */
    public static final String NOTE = "candidates";

    public Decision {
        candidates = List.copyOf(candidates);
        dropped = Collections.unmodifiableMap(new TreeMap<>(dropped));
    }

    /** What chose. */
    public enum By {
        /** The judge. */
        JUDGE,
        /** Enough candidates that would do the same. */
        AGREEMENT,
        /** Nothing: one candidate was left. */
        LEFT,
        /** The judge gave no usable answer: what most candidates would do, or else the first. */
        FALLBACK
    }

    /** All decisions of a session, oldest first. */
    public static List<Decision> of(Transcript transcript) {
        return transcript.stream(0)
                .filter(stored -> stored.entry() instanceof Entry.Noted note
                        && note.kind().equals(NOTE))
                .map(stored -> DecisionFormat.read(
                        ((Entry.Noted) stored.entry()).data(), "decision in entry " + stored.sequence()))
                .toList();
    }

    /** As it is stored. */
    public ObjectNode toJson() {
        return DecisionFormat.toJson(this);
    }

    /** Without the candidates' words: what an event tells. */
    ObjectNode summary() {
        return DecisionFormat.summary(this);
    }
}
