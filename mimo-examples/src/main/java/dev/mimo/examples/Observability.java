package dev.mimo.examples;

import dev.mimo.agent.AgentBuilder;
import dev.mimo.telemetry.EventLog;
import dev.mimo.telemetry.MicrometerMetrics;
import dev.mimo.telemetry.OpenTelemetryTracing;
import dev.mimo.workflow.RunOptions;
import dev.mimo.workflow.WorkflowEngine;
import dev.mimo.workflow.WorkflowResult;
import dev.mimo.workflow.WorkflowScript;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;

/** An agent that is traced, counted and logged by what the host has for that. */
public final class Observability {

    private Observability() {}

    public static AgentBuilder observed(AgentBuilder agent, OpenTelemetry telemetry, MeterRegistry registry) {
        // tag::parts[]
        return agent.part(OpenTelemetryTracing.of(telemetry))
                .part(MicrometerMetrics.of(registry))
                .part(EventLog.create());
        // end::parts[]
    }

    /** A workflow that the host runs itself, in the trace of what it is doing. */
    public static WorkflowResult run(WorkflowEngine engine, WorkflowScript script, OpenTelemetryTracing tracing)
            throws InterruptedException {
        // tag::workflow[]
        RunOptions options = RunOptions.none().withEvents(tracing.events());
        return engine.start(script, null, options).await();
        // end::workflow[]
    }
}
