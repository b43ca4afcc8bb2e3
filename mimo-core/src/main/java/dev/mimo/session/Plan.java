package dev.mimo.session;

import java.util.List;

/**
 * A session's task tree: T1, T1.1, T2, …. Immutable.
 *
 * @param tasks the top of the tree, in order
 */
public record Plan(List<Task> tasks) {

    private static final Plan EMPTY = new Plan(List.of());

    public Plan {
        tasks = List.copyOf(tasks);
    }

    public static Plan empty() {
        return EMPTY;
    }

    /** How a task stands. */
    public enum Status {
        OPEN,
        IN_PROGRESS,
        BLOCKED,
        DONE,
        ABANDONED
    }

    /**
     * One task.
     *
     * @param id T1, T1.1, …; never given twice in a session
     * @param title what is to be done; one line
     * @param status how it stands
     * @param note why it is blocked or abandoned, or what came of it; empty when there is nothing to say
     * @param children its parts, in order
     */
    public record Task(String id, String title, Status status, String note, List<Task> children) {
        public Task {
            children = List.copyOf(children);
        }
    }
}
