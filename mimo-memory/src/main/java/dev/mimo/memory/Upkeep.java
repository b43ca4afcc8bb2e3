package dev.mimo.memory;

/** When upkeep of a project is run, if it is due. */
public enum Upkeep {
    /** In the background, when a session of the project opens; and when the host asks for it. */
    WITH_SESSIONS,
    /** Only when the host asks for it: {@link MimoMemory#runDue}, or the jobs themselves. */
    BY_HOST
}
