package dev.mimo.memory.checkpoint;

import dev.mimo.model.ModelCall;
import dev.mimo.model.Role;
import dev.mimo.session.Plan;
import dev.mimo.session.SessionId;
import dev.mimo.session.Transcript;

/**
 * What a checkpoint is asked for.
 *
 * @param session whose
 * @param transcript the session as stored
 * @param to the entries before this number are to be covered; the last of them ends a step, so that no call is separated from
 *     its result: one more than the number of the entry that completed the last message
 * @param plan the task tree as it stands
 * @param call how models are called on behalf of the turn: what the writer takes is charged to its budget too, and what
 *     happens is told to its listeners. The writer runs on when the turn is cancelled or has ended
 * @param cause why, in words: {@code 45 % of the context budget}
 */
public record CheckpointRequest(
        SessionId session, Transcript transcript, long to, Plan plan, ModelCall call, String cause) {

    public CheckpointRequest {
        if (to < 0) {
            throw new IllegalArgumentException("an entry's number is at least 0: " + to);
        }
    }

    /** For all of a session in which no turn runs: on its own, told to nobody. */
    public static CheckpointRequest all(SessionId session, Transcript transcript, String cause) {
        return new CheckpointRequest(
                session, transcript, transcript.size(), Plan.empty(), ModelCall.of(Role.WRITER), cause);
    }
}
