package dev.mimo.memory.upkeep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Event;
import dev.mimo.model.Json;
import java.util.Locale;

/** What happens in upkeep. */
public sealed interface UpkeepEvent extends Event {

    /** A job has run, whatever came of it. */
    record UpkeepFinished(UpkeepRun run) implements UpkeepEvent {
        @Override
        public String type() {
            return "upkeep_finished";
        }

        @Override
        public ObjectNode toJson() {
            ObjectNode json = Json.object()
                    .put("id", run.id())
                    .put("job", run.job())
                    .put("project", run.project())
                    .put("began", run.at().toString())
                    .put("status", run.status().name().toLowerCase(Locale.ROOT));
            json.set("report", run.report());
            return json;
        }
    }

    /** Upkeep of a project in the background could not go on; what was remembered is as it was. */
    record UpkeepStopped(String project, String reason) implements UpkeepEvent {
        @Override
        public String type() {
            return "upkeep_stopped";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object().put("project", project).put("reason", reason);
        }
    }
}
