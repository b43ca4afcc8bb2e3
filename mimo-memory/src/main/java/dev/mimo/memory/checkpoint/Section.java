package dev.mimo.memory.checkpoint;

/** A part of a checkpoint, in the order of the file. */
public enum Section {
    /** What the user wants, as it stands now. */
    ACTIVE_INTENT("Active intent", 6),
    /** What is to be done next. */
    NEXT_ACTION("Next action", 4),
    /** What the user said has to be done or left undone, in the user's words. */
    DIRECTIVES("Directives", 14),
    /** The plan; written by the runtime, never by a model. */
    TASK_TREE("Task tree", 10),
    /** Where the work stands. */
    CURRENT_WORK("Current work", 14),
    /** Files that matter, and how they stand. */
    FILES("Files", 12),
    /** What was found out. */
    DISCOVERED_KNOWLEDGE("Discovered knowledge", 12),
    /** What went wrong, and what helped. */
    ERRORS_AND_FIXES("Errors and fixes", 10),
    /** Processes, branches, places that are in use now. */
    LIVE_RESOURCES("Live resources", 4),
    /** What was chosen, and why. */
    DECISIONS("Decisions", 10),
    /** What the agent noted for itself and nothing above takes. */
    OPEN_NOTES("Open notes", 4);

    private final String title;
    private final int percent;

    Section(String title, int percent) {
        this.title = title;
        this.percent = percent;
    }

    /** The heading in the file. */
    public String title() {
        return title;
    }

    /** How much of a checkpoint's budget it may take; all together 100 %. */
    public int percent() {
        return percent;
    }
}
