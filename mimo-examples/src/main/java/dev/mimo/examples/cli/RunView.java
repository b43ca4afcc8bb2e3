package dev.mimo.examples.cli;

import dev.mimo.environment.EventSink;
import dev.mimo.workflow.WorkflowResult;

/** How a person sees a run that is at work. */
interface RunView extends EventSink {

    /** Called now and then while the run is at work, and by the thread that waits for it. */
    default void look() {}

    /** The run is over. */
    void end(WorkflowResult result);
}
