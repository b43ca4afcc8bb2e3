package dev.mimo.tool;

/** What a tool does to the world. The gate decides by it, and the loop lets only reads overlap. */
public enum Effect {
    /** Looks at files or at the agent's own state; changes nothing. May overlap with other reads and be run again. */
    READ,
    /** Changes nothing but the agent's own state: its task tree, its notes. */
    STATE,
    /** Changes files. */
    EDIT,
    /** Starts processes that are known to look and to change nothing. Asked for like any process, but plan mode lets them be. */
    INSPECT,
    /** Starts processes, which may do anything. */
    EXECUTE,
    /** Talks to places that the host did not name. */
    NETWORK,
    /** Puts a question to a person, in every mode; the answer is the result. */
    PERSON,
    /** Runs the host's own code: the host gave the tool, so it answers for it. What an unlabelled tool has. */
    HOST
}
