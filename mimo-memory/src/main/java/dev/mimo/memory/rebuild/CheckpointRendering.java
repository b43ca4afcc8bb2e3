package dev.mimo.memory.rebuild;

import dev.mimo.memory.checkpoint.Checkpoint;

/** How a checkpoint is told to a model. */
@FunctionalInterface
interface CheckpointRendering {

    /** Its sections as text of at most so many tokens, whole items only. */
    String render(Checkpoint checkpoint, long tokens);
}
