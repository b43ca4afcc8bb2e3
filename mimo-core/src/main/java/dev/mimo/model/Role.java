package dev.mimo.model;

import java.util.Locale;

/** Whom a model is called for. Each role may have a model of its own; costs are shown by role. */
public enum Role {
    /** The agent itself. */
    MAIN,
    /** The writer of checkpoints. */
    WRITER,
    /** Judges of candidates and goals. */
    JUDGE,
    /** Sub-agents and workflow agents. */
    SUBAGENT,
    /** Dream and distill. */
    UPKEEP;

    /** The name as it stands in events and files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
