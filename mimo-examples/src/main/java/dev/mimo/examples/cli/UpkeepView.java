package dev.mimo.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.memory.upkeep.UpkeepRun;
import dev.mimo.model.Json;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How upkeep of a project stands.
 *
 * @param runs the last one first
 * @param due from when on the next one is due; null when no session has asked yet
 */
record UpkeepView(List<UpkeepRun> runs, @Nullable Instant due) {

    UpkeepView {
        runs = List.copyOf(runs);
    }

    String text() {
        StringBuilder text = new StringBuilder("dream  ")
                .append(
                        runs.isEmpty()
                                ? "has not run yet"
                                : "ran last " + runs.get(0).at() + ", " + status(runs.get(0)))
                .append("; ")
                .append(
                        due == null
                                ? "due a week after the first session"
                                : "due from " + due + " on, if there is news")
                .append(System.lineSeparator());
        for (UpkeepRun run : runs) {
            int changes = run.report().path("changes").size();
            text.append(
                    String.format(Locale.ROOT, "%s  %s  %-11s %d changes%n", run.at(), run.id(), status(run), changes));
        }
        return text.toString();
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object().put("due", due == null ? null : due.toString());
        ArrayNode all = json.putArray("runs");
        runs.forEach(run -> all.add(toJson(run)));
        return json;
    }

    private static ObjectNode toJson(UpkeepRun run) {
        ObjectNode json = Json.object()
                .put("id", run.id())
                .put("job", run.job())
                .put("at", run.at().toString())
                .put("status", status(run));
        json.set("report", run.report());
        return json;
    }

    static String status(UpkeepRun run) {
        return run.status().name().toLowerCase(Locale.ROOT);
    }
}
