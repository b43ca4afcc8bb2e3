package dev.mimo.testing.junit;

import dev.mimo.agent.AgentEvent;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.Session;
import dev.mimo.session.Transcript;
import java.util.List;

/** Assertions about what agents did, in the manner of AssertJ; whatever fails shows the transcript where there is one. */
public final class AgentAssertions {

    private AgentAssertions() {}

    public static OutcomeAssert assertThat(Outcome outcome) {
        return new OutcomeAssert(outcome);
    }

    /** About all that was said in the session so far. */
    public static TranscriptAssert assertThat(Session session) {
        return new TranscriptAssert(session.transcript());
    }

    public static TranscriptAssert assertThat(Transcript transcript) {
        return new TranscriptAssert(transcript);
    }

    /** About what listeners were told, oldest first. */
    public static EventsAssert assertThat(List<AgentEvent> events) {
        return new EventsAssert(events);
    }
}
