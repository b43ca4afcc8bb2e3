package dev.mimo.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A session's task tree: T1, T1.1, T2, …. Immutable; each change gives a new plan. Tasks are never removed, only abandoned,
 * so an id means the same for ever. At most 500 tasks, 6 deep, and none is done while a part of it is still open.
 *
 * @param tasks the top of the tree, in order
 */
public record Plan(List<Task> tasks) {

    private static final Plan EMPTY = new Plan(List.of());
    private static final int MOST = 500;
    private static final int DEEPEST = 6;
    private static final int LONGEST_TITLE = 500;
    private static final int LONGEST_NOTE = 4_000;

    public Plan {
        tasks = List.copyOf(tasks);
        check(tasks, "T", 1, 0);
    }

    public static Plan empty() {
        return EMPTY;
    }

    /**
     * Adds an open task as the last one of its parent.
     *
     * @param parentId the task it is a part of; null for the top
     * @throws IllegalArgumentException when there is no such parent, it is done, or the plan would be too big or too deep
     */
    public Plan add(@Nullable String parentId, String title) {
        if (parentId == null) {
            return new Plan(with(tasks, fresh("T", tasks, title)));
        }
        return change(parentId, parent -> {
            List<Task> children = with(parent.children, fresh(parentId + ".", parent.children, title));
            return new Task(parent.id, parent.title, parent.status, parent.note, children);
        });
    }

    /** The task of that id; null when there is none. */
    public @Nullable Task find(String id) {
        return find(tasks, id);
    }

    /**
     * Says how a task stands.
     *
     * @param note replaces the note it had; may be empty
     * @throws IllegalArgumentException when there is no such task, or it is to be done while a part of it is open
     */
    public Plan withStatus(String id, Status status, String note) {
        return change(id, task -> new Task(task.id, task.title, status, note, task.children));
    }

    /** Gives a task another title. */
    public Plan rename(String id, String title) {
        return change(id, task -> new Task(task.id, title, task.status, task.note, task.children));
    }

    /** All tasks that are neither done nor abandoned, nor part of one that is abandoned; each before its parts. */
    public List<Task> openTasks() {
        List<Task> open = new ArrayList<>();
        collectOpen(tasks, open);
        return open;
    }

    /**
     * The tree as text, a line for each task, parts indented by two spaces: {@code [~] T1.2 Write the parser (note)}.
     * Marks: {@code [ ]} open, {@code [~]} in progress, {@code [!]} blocked, {@code [x]} done, {@code [-]} abandoned.
     * Empty for an empty plan.
     */
    public String render() {
        StringBuilder text = new StringBuilder();
        render(tasks, "", text);
        return text.toString();
    }

    private Plan change(String id, UnaryOperator<Task> change) {
        if (find(id) == null) {
            throw new IllegalArgumentException("there is no task \"" + id + "\" in the plan");
        }
        return new Plan(change(tasks, id, change));
    }

    private static List<Task> change(List<Task> tasks, String id, UnaryOperator<Task> change) {
        List<Task> changed = new ArrayList<>(tasks.size());
        for (Task task : tasks) {
            if (task.id.equals(id)) {
                changed.add(change.apply(task));
            } else if (id.startsWith(task.id + ".")) {
                List<Task> children = change(task.children, id, change);
                changed.add(new Task(task.id, task.title, task.status, task.note, children));
            } else {
                changed.add(task);
            }
        }
        return changed;
    }

    private static @Nullable Task find(List<Task> tasks, String id) {
        for (Task task : tasks) {
            if (task.id.equals(id)) {
                return task;
            }
            if (id.startsWith(task.id + ".")) {
                return find(task.children, id);
            }
        }
        return null;
    }

    private static void collectOpen(List<Task> tasks, List<Task> open) {
        for (Task task : tasks) {
            if (task.status.isOpen()) {
                open.add(task);
            }
            if (task.status != Status.ABANDONED) {
                collectOpen(task.children, open);
            }
        }
    }

    private static Task fresh(String prefix, List<Task> siblings, String title) {
        return new Task(prefix + (siblings.size() + 1), title, Status.OPEN, "", List.of());
    }

    private static List<Task> with(List<Task> tasks, Task task) {
        List<Task> more = new ArrayList<>(tasks);
        more.add(task);
        return more;
    }

    /** Ids are places in the tree, so they are unique and never given twice. Returns how many tasks there are so far. */
    private static int check(List<Task> tasks, String prefix, int depth, int count) {
        int sum = count + tasks.size();
        if (sum > MOST) {
            throw new IllegalArgumentException("a plan has at most " + MOST + " tasks");
        }
        for (int i = 0; i < tasks.size(); i++) {
            Task task = tasks.get(i);
            if (depth > DEEPEST) {
                throw new IllegalArgumentException("a plan is at most " + DEEPEST + " deep: " + task.id);
            }
            if (!task.id.equals(prefix + (i + 1))) {
                throw new IllegalArgumentException("task " + prefix + (i + 1) + " is named " + task.id);
            }
            sum = check(task.children, task.id + ".", depth + 1, sum);
        }
        return sum;
    }

    private static void render(List<Task> tasks, String indent, StringBuilder text) {
        for (Task task : tasks) {
            text.append(indent).append(task.status.mark).append(' ').append(task.id);
            text.append(' ').append(task.title);
            if (!task.note.isBlank()) {
                text.append(" (")
                        .append(task.note.strip().replaceAll("\\R", "; "))
                        .append(')');
            }
            text.append('\n');
            render(task.children, indent + "  ", text);
        }
    }

    /** How a task stands. */
    public enum Status {
        OPEN("[ ]"),
        IN_PROGRESS("[~]"),
        BLOCKED("[!]"),
        DONE("[x]"),
        ABANDONED("[-]");

        private final String mark;

        Status(String mark) {
            this.mark = mark;
        }

        private String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        /** Whether there is still something to do: neither done nor abandoned. */
        public boolean isOpen() {
            return this != DONE && this != ABANDONED;
        }
    }

    /**
     * One task.
     *
     * @param id T1, T1.1, …; never given twice in a session
     * @param title what is to be done; one line of 1 to 500 characters
     * @param status how it stands
     * @param note why it is blocked or abandoned, or what came of it; at most 4,000 characters, empty when there is nothing
     *     to say
     * @param children its parts, in order
     */
    public record Task(String id, String title, Status status, String note, List<Task> children) {
        public Task {
            children = List.copyOf(children);
            if (title.isBlank() || title.length() > LONGEST_TITLE) {
                throw new IllegalArgumentException(
                        id + ": a title has 1 to " + LONGEST_TITLE + " characters, not " + title.length());
            }
            if (title.chars().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029)) {
                throw new IllegalArgumentException(id + ": a title is one line without control characters");
            }
            if (note.length() > LONGEST_NOTE) {
                throw new IllegalArgumentException(
                        id + ": a note has at most " + LONGEST_NOTE + " characters, not " + note.length());
            }
            if (status == Status.DONE) {
                for (Task child : children) {
                    requireNothingOpen(id, child);
                }
            }
        }

        private static void requireNothingOpen(String parent, Task task) {
            if (task.status.isOpen()) {
                throw new IllegalArgumentException(
                        parent + " cannot be done while " + task.id + " is " + task.status.words());
            }
            if (task.status != Status.ABANDONED) {
                task.children.forEach(child -> requireNothingOpen(parent, child));
            }
        }
    }
}
