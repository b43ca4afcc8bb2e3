package dev.mimo.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Event;
import dev.mimo.model.Json;
import dev.mimo.model.Spent;
import dev.mimo.workflow.journal.CallPath;
import dev.mimo.workflow.journal.JournalRecord.Outcome;
import dev.mimo.workflow.journal.JournalRecord.Status;
import dev.mimo.workflow.journal.RunId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What happens in a run, told when it has happened. */
public sealed interface WorkflowEvent extends Event {

    RunId run();

    /** A pass began. {@code pass} is 1 for the first, more when the run was resumed. */
    record RunStarted(RunId run, String name, int pass) implements WorkflowEvent {
        @Override
        public String type() {
            return "workflow_started";
        }

        @Override
        public ObjectNode toJson() {
            return json(run).put("name", name).put("pass", pass);
        }
    }

    record PhaseStarted(RunId run, String title) implements WorkflowEvent {
        @Override
        public String type() {
            return "workflow_phase_started";
        }

        @Override
        public ObjectNode toJson() {
            return json(run).put("title", title);
        }
    }

    /** The script said something, or the runtime did about it. */
    record Logged(RunId run, String message) implements WorkflowEvent {
        @Override
        public String type() {
            return "workflow_logged";
        }

        @Override
        public ObjectNode toJson() {
            return json(run).put("message", message);
        }
    }

    /** An agent began an attempt. */
    record CallStarted(
            RunId run,
            CallPath path,
            String title,
            @Nullable String phase,
            int attempt) implements WorkflowEvent {
        @Override
        public String type() {
            return "workflow_call_started";
        }

        @Override
        public ObjectNode toJson() {
            return json(run)
                    .put("path", path.value())
                    .put("title", title)
                    .put("phase", phase)
                    .put("attempt", attempt);
        }
    }

    /** A session is about to work on a call. Another one follows when its answer did not follow the schema. */
    record CallHandedOver(RunId run, CallPath path, String to) implements WorkflowEvent {
        @Override
        public String type() {
            return "workflow_call_handed_over";
        }

        @Override
        public ObjectNode toJson() {
            return json(run).put("path", path.value()).put("to", to);
        }
    }

    /** A call is over. {@code replayed}: it was done by an earlier pass, whose result is used. */
    record CallFinished(
            RunId run,
            CallPath path,
            String title,
            @Nullable String phase,
            Outcome outcome,
            @Nullable String reason,
            Spent spent,
            boolean replayed)
            implements WorkflowEvent {
        @Override
        public String type() {
            return "workflow_call_finished";
        }

        @Override
        public ObjectNode toJson() {
            return json(run)
                    .put("path", path.value())
                    .put("title", title)
                    .put("phase", phase)
                    .put("outcome", outcome.name().toLowerCase(Locale.ROOT))
                    .put("reason", reason)
                    .put("tokens", spent.usage().total())
                    .put("replayed", replayed);
        }
    }

    record ChildStarted(RunId run, CallPath path, String name) implements WorkflowEvent {
        @Override
        public String type() {
            return "workflow_child_started";
        }

        @Override
        public ObjectNode toJson() {
            return json(run).put("path", path.value()).put("name", name);
        }
    }

    /** A nested run is over. {@code fault} is null when it completed. */
    record ChildFinished(
            RunId run, CallPath path, String name, @Nullable String fault) implements WorkflowEvent {
        @Override
        public String type() {
            return "workflow_child_finished";
        }

        @Override
        public ObjectNode toJson() {
            return json(run).put("path", path.value()).put("name", name).put("fault", fault);
        }
    }

    /** An earlier pass started a call, and nobody knows what came of it; it is started again now. */
    record CallInDoubt(RunId run, CallPath path, String title) implements WorkflowEvent {
        @Override
        public String type() {
            return "workflow_call_in_doubt";
        }

        @Override
        public ObjectNode toJson() {
            return json(run).put("path", path.value()).put("title", title);
        }
    }

    /** The script does not do what its journal says, for the first time in this pass. */
    record Diverged(RunId run, CallPath path, String expected, String actual) implements WorkflowEvent {
        @Override
        public String type() {
            return "workflow_diverged";
        }

        @Override
        public ObjectNode toJson() {
            return json(run).put("path", path.value()).put("expected", expected).put("actual", actual);
        }
    }

    /** A pass is over. {@code fault} is null when the run completed. */
    record RunFinished(RunId run, Status status, @Nullable String fault) implements WorkflowEvent {
        @Override
        public String type() {
            return "workflow_finished";
        }

        @Override
        public ObjectNode toJson() {
            return json(run)
                    .put("status", status.name().toLowerCase(Locale.ROOT))
                    .put("fault", fault);
        }
    }

    private static ObjectNode json(RunId run) {
        return Json.object().put("run", run.value());
    }
}
