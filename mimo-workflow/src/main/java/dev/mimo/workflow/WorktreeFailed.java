package dev.mimo.workflow;

import dev.mimo.environment.MimoException;
import org.jspecify.annotations.Nullable;

/** A worktree could not be made, looked at or removed. */
final class WorktreeFailed extends MimoException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    WorktreeFailed(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    WorktreeFailed(Kind kind, String message) {
        this(kind, message, null);
    }

    Kind kind() {
        return kind;
    }

    /** What can be done about it. */
    enum Kind {
        /** Install git, or put it on the {@code PATH}. */
        NO_GIT,
        /** Work in a git repository, or do without isolation. */
        NO_REPOSITORY,
        /** Commit something first. */
        NO_COMMIT,
        /** Choose a folder for worktrees outside of the working tree, or one that it ignores. */
        BAD_FOLDER,
        /** Git would not do it, for the reason in the message. */
        REFUSED,
        /** It took too long, and was ended. */
        TIME_OUT
    }
}
