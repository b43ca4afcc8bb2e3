package dev.mimo.telemetry;

import dev.mimo.agent.AgentPart;
import dev.mimo.agent.Parts;
import dev.mimo.environment.EventSink;
import dev.mimo.environment.Redactor;
import dev.mimo.tool.Tool;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Traces of what agents do, after OpenTelemetry's conventions for generative AI: one trace from the host's request down to
 * every sub-agent, candidate, judge, checkpoint and workflow call.
 *
 * <pre>{@code
 * OpenTelemetryTracing tracing = OpenTelemetryTracing.of(openTelemetry);
 * Agent agent = Agent.builder().model("glm:glm-5").part(tracing).build();
 * }</pre>
 *
 * <p>A turn is a span {@code invoke_agent NAME}, a child of the span that is current where the turn is begun; below it stand
 * {@code chat MODEL} for each step and {@code execute_tool NAME} for each call. The step's span is current while its model is
 * asked, and the call's while the tool runs, so that what clients and tools trace themselves stands below these. A turn that
 * goes on after a pause is a span of its own, with a link to the first where that was seen by this object. docs/observability.md
 * lists all spans and attributes.
 *
 * <p>Nothing that was said is in a trace unless {@link #withContent} asks for it. Safe for use by several threads; one serves
 * any number of agents.
 */
@SuppressWarnings("exports")
public final class OpenTelemetryTracing implements AgentPart {

    private final Spans spans;

    private OpenTelemetryTracing(OpenTelemetry telemetry, @Nullable Redactor content) {
        spans = new Spans(telemetry.getTracer("dev.mimo"), content);
    }

    public static OpenTelemetryTracing of(OpenTelemetry telemetry) {
        return new OpenTelemetryTracing(telemetry, null);
    }

    /**
     * With what was said, in the attributes that the conventions have for it: the input of a turn, the words of replies,
     * arguments and results of calls.
     *
     * @param redactor takes secrets out before
     */
    public static OpenTelemetryTracing withContent(OpenTelemetry telemetry, Redactor redactor) {
        return new OpenTelemetryTracing(telemetry, redactor);
    }

    @Override
    public void install(Parts parts) {
        parts.listener(spans::onEvent);
        parts.decorateTool(tool -> Tool.around(
                tool,
                (call, context) -> spans.call(context.session(), call.id())
                        .wrap(() -> tool.call(call, context))
                        .call()));
        parts.decorate(model -> new TracedModel(model, spans));
    }

    /**
     * For workflows that a host runs itself, outside of any turn: {@code RunOptions.none().withEvents(tracing.events())}. Their
     * runs become children of the span that is current now. Not for an engine whose tool is given to a traced agent as well:
     * what that runs is traced already.
     */
    public EventSink events() {
        Context parent = Context.current();
        return event -> spans.onEvent(event, parent);
    }
}
