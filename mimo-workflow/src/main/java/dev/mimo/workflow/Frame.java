package dev.mimo.workflow;

import dev.mimo.model.Json;
import dev.mimo.workflow.journal.CallPath;
import dev.mimo.workflow.script.Guest;
import org.jspecify.annotations.Nullable;

/** One script of a run at work: that of the run itself, or of a nested one. Used by the run's loop only. */
final class Frame {

    final CallPath path;
    final WorkflowScript script;
    final Guest guest;
    final @Nullable Frame parent;

    /** The request of the parent that waits for this; 0 for the script of the run. */
    final long request;

    final int depth;

    @Nullable
    String phase;

    boolean over;

    Frame(CallPath path, WorkflowScript script, Guest guest, @Nullable Frame parent, long request) {
        this.path = path;
        this.script = script;
        this.guest = guest;
        this.parent = parent;
        this.request = request;
        this.depth = parent == null ? 0 : parent.depth + 1;
    }

    /** Whether {@code other} runs here or in a frame around this one. */
    boolean isWithin(WorkflowScript other) {
        for (Frame frame = this; frame != null; frame = frame.parent) {
            if (frame.script.equals(other)) {
                return true;
            }
        }
        return false;
    }

    /** The name of its source in errors. */
    static String source(WorkflowScript script) {
        return script.meta().name() + ".js";
    }

    /** What runs: scripts may look at their own meta. It stands on the first line, so that all lines keep their numbers. */
    static String body(WorkflowScript script) {
        return "var meta = " + Json.write(script.meta().json()) + ";" + script.body();
    }

    /** The model that its agents use in a phase unless they say otherwise; null for the usual one. */
    @Nullable
    String model(@Nullable String title) {
        for (WorkflowMeta.Phase announced : script.meta().phases()) {
            if (announced.title().equals(title) && announced.model() != null) {
                return announced.model();
            }
        }
        return script.meta().model();
    }
}
