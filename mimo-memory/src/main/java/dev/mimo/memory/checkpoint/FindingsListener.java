package dev.mimo.memory.checkpoint;

import dev.mimo.session.SessionId;
import dev.mimo.session.Transcript;
import java.util.List;

/** Takes what writers found that may be worth to be known beyond their session. Called on the writer's thread. */
@FunctionalInterface
public interface FindingsListener {

    /**
     * Takes findings whose evidence was checked; those of users' rules rest on the user's own word. The checkpoint is stored
     * already: an exception only loses the findings, and is told as {@link CheckpointEvent.Failed}.
     */
    void found(SessionId session, List<Finding> findings, Transcript transcript);
}
