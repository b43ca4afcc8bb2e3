package dev.mimo.agent;

import dev.mimo.session.Plan;
import dev.mimo.tool.Doc;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import org.jspecify.annotations.Nullable;

/** Keeps the session's task tree: it outlives every window, so the agent finds its way back. */
final class PlanTool {

    private PlanTool() {}

    /** What to do with the tree. */
    enum Operation {
        ADD,
        START,
        DONE,
        BLOCK,
        ABANDON,
        REOPEN,
        RENAME,
        SHOW
    }

    /** One change. */
    record Change(
            @Doc("what to do") Operation operation,

            @Doc("the task, such as T1.2; for all but ADD and SHOW") @Nullable
            String id,

            @Doc("for ADD: the task it is a part of; left out for a new task at the top") @Nullable
            String parent,

            @Doc("for ADD and RENAME: what is to be done, one line") @Nullable
            String title,

            @Doc("why it is blocked or abandoned, or what came of it") @Nullable
            String note) {}

    static Tool tool() {
        return Tool.of(
                        "plan",
                        "Keeps the task tree of this session. Add tasks before you begin long work, start one at a time, and"
                                + " mark each as done only when it is. Answers with the whole tree.",
                        Change.class,
                        (change, context) ->
                                context.updatePlan(plan -> apply(plan, change)).render())
                .effect(Effect.STATE);
    }

    private static Plan apply(Plan plan, Change change) {
        try {
            return switch (change.operation()) {
                case ADD -> plan.add(change.parent(), need(change.title(), "title"));
                case START -> status(plan, change, Plan.Status.IN_PROGRESS);
                case DONE -> status(plan, change, Plan.Status.DONE);
                case BLOCK -> status(plan, change, Plan.Status.BLOCKED);
                case ABANDON -> status(plan, change, Plan.Status.ABANDONED);
                case REOPEN -> status(plan, change, Plan.Status.OPEN);
                case RENAME -> plan.rename(need(change.id(), "id"), need(change.title(), "title"));
                case SHOW -> plan;
            };
        } catch (IllegalArgumentException e) {
            throw new InvalidCall(String.valueOf(e.getMessage()));
        }
    }

    private static Plan status(Plan plan, Change change, Plan.Status status) {
        String note = change.note();
        return plan.withStatus(need(change.id(), "id"), status, note == null ? "" : note);
    }

    private static String need(@Nullable String value, String name) {
        if (value == null || value.isBlank()) {
            throw new InvalidCall("plan: " + name + " is missing");
        }
        return value;
    }
}
