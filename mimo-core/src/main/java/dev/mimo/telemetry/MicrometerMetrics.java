package dev.mimo.telemetry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.agent.AgentEvent;
import dev.mimo.agent.AgentPart;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.Parts;
import dev.mimo.agent.TurnEvent;
import dev.mimo.environment.Event;
import dev.mimo.environment.EventSink;
import dev.mimo.model.Role;
import dev.mimo.model.Spent;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ThinkingDelta;
import dev.mimo.model.ToolCallDelta;
import dev.mimo.session.SessionId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times what agents do, in a registry of Micrometer: the meters that OpenTelemetry's conventions name, and those of
 * {@code mimo.*} for what they have no name for. docs/observability.md lists all of them.
 *
 * <pre>{@code
 * Agent.builder().model("glm:glm-5").part(MicrometerMetrics.of(registry))
 * }</pre>
 *
 * <p>Tags come from short lists: names of agents, models, tools and outcomes, never ids or texts. A tool that does not exist is
 * counted as {@code unknown}. Safe for use by several threads; one serves any number of agents.
 */
@SuppressWarnings("exports")
public final class MicrometerMetrics implements AgentPart {

    private static final Set<String> COUNTED = Set.of(
            "checkpoint_written",
            "checkpoint_failed",
            "checkpoint_skipped",
            "context_rebuilt",
            "goal_assessed",
            "goal_unassessed",
            "permission_answered",
            "upkeep_finished",
            "workflow_call_finished",
            "workflow_finished");

    private final MeterRegistry registry;
    private final Map<SessionId, Working> working = new ConcurrentHashMap<>();

    /** Sub-agents at work for a turn, whose account holds theirs. */
    private final Set<String> children = ConcurrentHashMap.newKeySet();

    /** A turn that is under way. Its events come one at a time. */
    private static final class Working {
        final String agent;
        final Tags model;
        final Instant begun;
        final Map<String, String> calls = new HashMap<>();

        @Nullable
        Instant asked;

        Working(String agent, String model, Instant begun) {
            this.agent = agent;
            int colon = model.indexOf(':');
            this.model = Tags.of(
                    "gen_ai.operation.name",
                    "chat",
                    "gen_ai.provider.name",
                    colon < 0 ? "unknown" : model.substring(0, colon),
                    "gen_ai.request.model",
                    model.substring(colon + 1));
            this.begun = begun;
        }
    }

    private MicrometerMetrics(MeterRegistry registry) {
        this.registry = registry;
        // A registry forgets what only it refers to; this one may outlive its agents.
        Gauge.builder("mimo.turns.open", working, Map::size)
                .strongReference(true)
                .register(registry);
    }

    public static MicrometerMetrics of(MeterRegistry registry) {
        return new MicrometerMetrics(registry);
    }

    @Override
    public void install(Parts parts) {
        parts.listener(this::onEvent);
    }

    /** For what happens outside of any agent, such as {@code WorkflowEngine.builder().events(metrics.events())}. */
    public EventSink events() {
        return this::count;
    }

    private void onEvent(AgentEvent stamped) {
        Event event = stamped.event();
        if (event instanceof TextDelta || event instanceof ThinkingDelta || event instanceof ToolCallDelta) {
            return;
        }
        if (event instanceof TurnEvent.TurnStarted started) {
            begin(stamped, started.model());
        } else if (event instanceof TurnEvent.TurnResumed resumed) {
            begin(stamped, resumed.model());
        } else {
            Working turn = working.get(stamped.session());
            if (turn != null && event instanceof TurnEvent own) {
                onEvent(turn, own, stamped);
            }
            count(event);
        }
    }

    private void begin(AgentEvent stamped, String model) {
        working.put(stamped.session(), new Working(stamped.agent(), model, stamped.at()));
    }

    private void onEvent(Working turn, TurnEvent event, AgentEvent stamped) {
        if (event instanceof TurnEvent.StepStarted) {
            turn.asked = stamped.at();
        } else if (event instanceof TurnEvent.ReplyFinished reply) {
            replied(turn, reply, stamped.at());
        } else if (event instanceof TurnEvent.ToolCallStarted started) {
            turn.calls.put(started.call().id(), started.call().name());
        } else if (event instanceof TurnEvent.ToolCallFinished finished) {
            String tool = turn.calls.remove(finished.callId());
            timer(
                    "mimo.tool",
                    Tags.of(
                            "tool",
                            tool == null ? "unknown" : tool,
                            "result",
                            finished.error() ? (tool == null ? "not_run" : "error") : "ok"),
                    Duration.ofMillis(finished.millis()));
        } else if (event instanceof TurnEvent.TurnEnded ended) {
            working.remove(stamped.session());
            ended(turn, ended.outcome(), stamped);
        } else if (event instanceof TurnEvent.SubagentStarted child) {
            children.add(child.id());
        } else if (event instanceof TurnEvent.SubagentFinished child) {
            children.remove(child.id());
        }
    }

    private void replied(Working turn, TurnEvent.ReplyFinished reply, Instant at) {
        if (turn.asked != null) {
            timer("gen_ai.client.operation.duration", turn.model, Duration.between(turn.asked, at));
            turn.asked = null;
        }
        tokensOfStep(turn.model, "input", reply.usage().prompt());
        tokensOfStep(turn.model, "output", reply.usage().output());
    }

    private void tokensOfStep(Tags model, String type, long count) {
        DistributionSummary.builder("gen_ai.client.token.usage")
                .baseUnit("token")
                .tags(model.and("gen_ai.token.type", type))
                .register(registry)
                .record((double) count);
    }

    private void ended(Working turn, Outcome outcome, AgentEvent stamped) {
        Tags tags = Tags.of("agent", turn.agent, "outcome", outcome.type());
        timer("mimo.turn", tags, Duration.between(turn.begun, stamped.at()));
        if (outcome instanceof Outcome.LimitReached limit) {
            counter("mimo.limit", Tags.of("limit", limit.limit()), 1);
        }
        // What helpers took is in the account of the turn above them; a paused turn tells it all when it ends.
        if (!children.contains(stamped.session().value()) && !(outcome instanceof Outcome.Paused)) {
            outcome.account().roles().forEach(this::spent);
        }
    }

    private void spent(Role role, Spent spent) {
        Tags tags = Tags.of("role", role.label());
        tokens(tags, "input", spent.usage().prompt());
        tokens(tags, "output", spent.usage().output());
        if (spent.cost() != null) {
            counter("mimo.cost.usd", tags, spent.cost().usd().doubleValue());
        }
    }

    private void tokens(Tags role, String type, long count) {
        counter("mimo.tokens", role.and("type", type), (double) count);
    }

    private void count(Event event) {
        String type = event.type();
        if (!COUNTED.contains(type)) {
            return;
        }
        ObjectNode json = event.toJson();
        switch (type) {
            case "context_rebuilt" -> counter("mimo.rebuild", Tags.empty(), 1);
            case "goal_assessed" ->
                counter(
                        "mimo.goal",
                        Tags.of(
                                "verdict",
                                json.path("verdict").asText(),
                                "by",
                                json.path("by_judge").asBoolean() ? "judge" : "checks"),
                        1);
            case "goal_unassessed" -> counter("mimo.goal", Tags.of("verdict", "none", "by", "judge"), 1);
            case "permission_answered" ->
                counter("mimo.permission", Tags.of("answer", json.path("answer").asText()), 1);
            case "upkeep_finished" ->
                counter(
                        "mimo.upkeep",
                        Tags.of(
                                "job",
                                json.path("job").asText(),
                                "status",
                                json.path("status").asText()),
                        1);
            case "workflow_call_finished" -> workflowCall(json);
            case "workflow_finished" ->
                counter(
                        "mimo.workflow.run",
                        Tags.of("status", json.path("status").asText()),
                        1);
            default -> counter("mimo.checkpoint", Tags.of("result", type.substring("checkpoint_".length())), 1);
        }
    }

    private void workflowCall(ObjectNode json) {
        String outcome = json.path("replayed").asBoolean()
                ? "replayed"
                : json.path("outcome").asText();
        counter("mimo.workflow.call", Tags.of("outcome", outcome), 1);
    }

    private void counter(String name, Tags tags, double amount) {
        Counter.builder(name).tags(tags).register(registry).increment(amount);
    }

    private void timer(String name, Tags tags, Duration took) {
        Timer.builder(name).tags(tags).register(registry).record(took);
    }
}
