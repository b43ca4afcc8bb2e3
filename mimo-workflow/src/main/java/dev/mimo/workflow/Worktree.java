package dev.mimo.workflow;

import java.nio.file.Path;

/**
 * The git worktree of one isolated agent.
 *
 * @param branch that was made for it, such as {@code mimo/RUN/3}
 * @param base the commit that it began with
 * @param directory its folder
 * @param workspace where the agent works: what in it corresponds to the run's workspace
 * @param git where git keeps what belongs to it
 */
record Worktree(String branch, String base, Path directory, Path workspace, Path git) {}
