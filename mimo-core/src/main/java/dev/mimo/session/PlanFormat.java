package dev.mimo.session;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.mimo.model.Fields;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Plans as JSON: {@code {"tasks":[{"id":"T1","title":…,"status":"open","note":"","children":[]}]}}. */
final class PlanFormat {

    private PlanFormat() {}

    static void write(Plan plan, JsonGenerator to) throws IOException {
        to.writeStartObject();
        writeTasks("tasks", plan.tasks(), to);
        to.writeEndObject();
    }

    static Plan read(Fields from) {
        return new Plan(from.list("tasks", PlanFormat::task));
    }

    private static void writeTasks(String field, List<Plan.Task> tasks, JsonGenerator to) throws IOException {
        to.writeArrayFieldStart(field);
        for (Plan.Task task : tasks) {
            to.writeStartObject();
            to.writeStringField("id", task.id());
            to.writeStringField("title", task.title());
            to.writeStringField("status", task.status().name().toLowerCase(Locale.ROOT));
            to.writeStringField("note", task.note());
            writeTasks("children", task.children(), to);
            to.writeEndObject();
        }
        to.writeEndArray();
    }

    private static Plan.Task task(Fields from) {
        return new Plan.Task(
                from.text("id"),
                from.text("title"),
                status(from),
                from.text("note"),
                from.list("children", PlanFormat::task));
    }

    private static Plan.Status status(Fields from) {
        String text = from.text("status");
        for (Plan.Status status : Plan.Status.values()) {
            if (status.name().toLowerCase(Locale.ROOT).equals(text)) {
                return status;
            }
        }
        return from.refuse("status", "a status of a task");
    }
}
