package dev.mimo.memory.upkeep;

/** What memory does for its upkeep when a session begins and a job is due. */
public enum UpkeepMode {
    /** Dreams change what they may, and what is distilled is proposed. What holds where the host says nothing. */
    BY_ITSELF,
    /** The same, but dreams only note what they would change. */
    PLAN_ONLY,
    /** Nothing: the host or a person starts the jobs. */
    BY_HAND
}
