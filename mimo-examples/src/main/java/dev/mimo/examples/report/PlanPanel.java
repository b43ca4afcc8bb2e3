package dev.mimo.examples.report;

import dev.mimo.session.Plan;
import dev.mimo.session.Plan.Task;
import java.util.List;
import java.util.Locale;

/** The task tree. */
final class PlanPanel implements Panel {

    private static final int LONGEST_NOTE = 240;

    private final Plan plan;

    PlanPanel(Plan plan) {
        this.plan = plan;
    }

    @Override
    public String id() {
        return "plan";
    }

    @Override
    public String title() {
        return "Plan";
    }

    @Override
    public boolean isEmpty() {
        return plan.tasks().isEmpty();
    }

    @Override
    public void write(Html html) {
        int open = plan.openTasks().size();
        int all = count(plan.tasks());
        html.leaf("p", Amounts.count(all, "task") + ", " + (all - open) + " of them closed.", "class", "lead");
        tasks(plan.tasks(), html);
    }

    private static int count(List<Task> tasks) {
        return tasks.stream().mapToInt(task -> 1 + count(task.children())).sum();
    }

    private static void tasks(List<Task> tasks, Html html) {
        html.open("ul", "class", "plan");
        for (Task task : tasks) {
            String status = task.status().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            html.open("li", "class", "task " + status.replace(' ', '-')).open("div");
            html.leaf("span", mark(task.status()), "class", "mark", "title", status);
            html.leaf("span", task.id(), "class", "id").leaf("span", task.title(), "class", "title");
            if (!task.note().isBlank()) {
                html.leaf("span", Clip.line(task.note(), LONGEST_NOTE), "class", "soft");
            }
            html.close();
            if (!task.children().isEmpty()) {
                tasks(task.children(), html);
            }
            html.close();
        }
        html.close();
    }

    private static String mark(Plan.Status status) {
        return switch (status) {
            case OPEN -> "○";
            case IN_PROGRESS -> "◐";
            case BLOCKED -> "!";
            case DONE -> "✓";
            case ABANDONED -> "–";
        };
    }
}
