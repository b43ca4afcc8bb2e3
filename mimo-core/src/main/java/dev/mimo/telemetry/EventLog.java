package dev.mimo.telemetry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.agent.AgentEvent;
import dev.mimo.agent.AgentPart;
import dev.mimo.agent.Parts;
import dev.mimo.environment.Event;
import dev.mimo.environment.EventSink;
import dev.mimo.environment.Redactor;
import dev.mimo.model.Json;
import dev.mimo.tool.Tool;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Structured logs, by SLF4J: one entry for each event, whose message is the event's type and whose key-value pairs say where
 * it happened ({@code session}, {@code turn}, {@code step}, {@code call}) and what there is to count. A backend that writes
 * JSON makes fields of them.
 *
 * <pre>{@code
 * Agent.builder().part(EventLog.create())
 * }</pre>
 *
 * <p>At INFO stand turns, checkpoints, verdicts, workflows and upkeep; at WARN what failed or was tried again; at DEBUG the
 * rest, without the pieces of answers. What was said is never among it: {@link #withTexts} adds it to what is logged at DEBUG
 * and only there. While a tool runs, its thread has {@code mimo.session} and {@code mimo.call} in its {@link MDC}, so that
 * what the host's code logs there can be found. Immutable; safe for use by several threads.
 */
public final class EventLog implements AgentPart {

    /** The MDC key of the session whose tool runs. */
    public static final String MDC_SESSION = "mimo.session";

    /** The MDC key of the call that runs. */
    public static final String MDC_CALL = "mimo.call";

    private static final Set<String> PIECES =
            Set.of("text_delta", "thinking_delta", "tool_call_delta", "reply_withdrawn", "tool_progress");

    private static final Set<String> LANDMARKS = Set.of(
            "turn_started",
            "turn_resumed",
            "turn_ended",
            "checkpoint_written",
            "context_rebuilt",
            "goal_assessed",
            "upkeep_finished",
            "workflow_started",
            "workflow_finished");

    private static final Set<String> TROUBLE = Set.of(
            "checkpoint_failed",
            "goal_unassessed",
            "hook_failed",
            "mcp_server_absent",
            "mcp_server_stopped",
            "model_retried",
            "model_switched",
            "upkeep_stopped",
            "workflow_call_in_doubt",
            "workflow_diverged");

    private final Logger logger;
    private final Redactor redactor;
    private final boolean texts;

    private EventLog(Logger logger, Redactor redactor, boolean texts) {
        this.logger = logger;
        this.redactor = redactor;
        this.texts = texts;
    }

    /** Logs as {@code dev.mimo.events}. */
    public static EventLog create() {
        return named("dev.mimo.events");
    }

    /** Logs under that name. */
    public static EventLog named(String logger) {
        return new EventLog(LoggerFactory.getLogger(logger), Redactor.standard(), false);
    }

    /**
     * Entries at DEBUG also have the pair {@code event}, the whole event as JSON: what people, models and tools said.
     *
     * @param redactor takes secrets out of it before
     */
    public EventLog withTexts(Redactor redactor) {
        return new EventLog(logger, redactor, true);
    }

    @Override
    public void install(Parts parts) {
        parts.listener(this::log);
        parts.decorateTool(tool -> Tool.around(tool, (call, context) -> {
            Map<String, String> before = MDC.getCopyOfContextMap();
            MDC.put(MDC_SESSION, context.session().value());
            MDC.put(MDC_CALL, call.id());
            try {
                return tool.call(call, context);
            } finally {
                MDC.setContextMap(before == null ? Map.of() : before);
            }
        }));
    }

    /** For what happens outside of any agent, such as {@code WorkflowEngine.builder().events(log.events())}. */
    public EventSink events() {
        return event -> {
            if (isLogged(event.type())) {
                ObjectNode json = Json.object().put("type", event.type());
                event.toJson().properties().forEach(field -> json.set(field.getKey(), field.getValue()));
                log(event, json);
            }
        };
    }

    private void log(AgentEvent event) {
        if (isLogged(event.type())) {
            log(event.event(), event.toJson());
        }
    }

    private boolean isLogged(String type) {
        return !PIECES.contains(type) && logger.isEnabledForLevel(level(type));
    }

    private static Level level(String type) {
        return TROUBLE.contains(type) ? Level.WARN : LANDMARKS.contains(type) ? Level.INFO : Level.DEBUG;
    }

    private void log(Event event, ObjectNode json) {
        Level level = level(event.type());
        LoggingEventBuilder entry = logger.atLevel(level);
        for (Map.Entry<String, Object> fact : EventFacts.of(json).entrySet()) {
            if (!fact.getKey().equals("type")) {
                entry = entry.addKeyValue(fact.getKey(), fact.getValue());
            }
        }
        if (texts && level == Level.DEBUG) {
            entry = entry.addKeyValue("event", Json.write(redactor.redact(json)));
        }
        entry.log(event.type());
    }
}
