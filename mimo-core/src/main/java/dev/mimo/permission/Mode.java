package dev.mimo.permission;

/** What holds where no rule says anything. */
public enum Mode {
    /** Reads in the workspace are allowed; everything that changes something is asked for. */
    ASK_BEFORE_CHANGE,
    /** Like the former, and nothing may change: what would is denied, whatever rules say. */
    PLAN,
    /** Reads and changes of files in the workspace are allowed; processes and the network are asked for. */
    ALLOW_IN_WORKSPACE,
    /** Everything is allowed that no rule denies or asks for. */
    BYPASS
}
