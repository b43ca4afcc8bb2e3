package dev.mimo.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentBuilder;
import dev.mimo.agent.AgentTools;
import dev.mimo.agent.Limits;
import dev.mimo.environment.Environment;
import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.model.StopReason;
import dev.mimo.model.Usage;
import dev.mimo.permission.Permissions;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.tool.Tool;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MicrometerMetricsTest {

    record Word(String text) {}

    private final Environment environment = Traces.environment().build();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ScriptedModel model = ScriptedModel.create().facts(ModelFacts.unknown(ModelRef.of("glm", "glm-5")));
    private final Tool echo = Tool.of("echo", "Echoes", Word.class, (word, context) -> word.text());

    @AfterEach
    void everything_has_ended() {
        environment.close();
        assertThat(registry.get("mimo.turns.open").gauge().value()).isZero();
    }

    @Test
    void turns_steps_tokens_and_calls_are_counted() {
        model.usage(new Usage(10, 5, 0, 100, 0))
                .call("echo", Map.of("text", "hi"))
                .call("made_up_by_the_model", Map.of())
                .reply("done");

        agent().run("go");

        assertThat(registry.get("mimo.turn")
                        .tags("agent", "agent", "outcome", "done")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("gen_ai.client.operation.duration")
                        .tags("gen_ai.provider.name", "glm", "gen_ai.request.model", "glm-5")
                        .timer()
                        .count())
                .isEqualTo(3);
        assertThat(registry.get("gen_ai.client.operation.duration").timer().totalTime(TimeUnit.MILLISECONDS))
                .isPositive();
        assertThat(registry.get("gen_ai.client.token.usage")
                        .tags("gen_ai.token.type", "input")
                        .summary()
                        .max())
                .isEqualTo(110);
        assertThat(registry.get("mimo.tool")
                        .tags("tool", "echo", "result", "ok")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("mimo.tool")
                        .tags("tool", "unknown", "result", "not_run")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.getMeters().stream().map(Meter::getId).map(Meter.Id::getTags))
                .noneMatch(tags -> tags.stream().map(Tag::getValue).anyMatch("made_up_by_the_model"::equals));
    }

    @Test
    void what_a_sub_agent_took_is_counted_once() {
        model.usage(Usage.of(10, 1))
                .call("task", Map.of("title", "looks around", "prompt", "look"))
                .usage(Usage.of(20, 1))
                .reply("done");

        agent().run("go");

        assertThat(tokens("main", "input")).isEqualTo(30);
        assertThat(tokens("subagent", "input")).isEqualTo(7);
        assertThat(registry.get("mimo.turn").timers()).hasSize(1);
        assertThat(registry.get("mimo.turn").timer().count()).isEqualTo(2);
    }

    @Test
    void a_limit_is_counted_by_its_name() {
        model.call("echo", Map.of("text", "hi"));

        builder().limits(Limits.defaults().steps(1)).build().run("go");

        assertThat(registry.get("mimo.limit").tags("limit", "steps").counter().count())
                .isEqualTo(1);
    }

    private double tokens(String role, String type) {
        return registry.get("mimo.tokens")
                .tags("role", role, "type", type)
                .counter()
                .count();
    }

    private Agent agent() {
        return builder().build();
    }

    private AgentBuilder builder() {
        return Agent.builder()
                .model(model)
                .model(
                        Role.SUBAGENT,
                        (prompt, call) -> new Reply(
                                Message.assistant(Content.text("looked")), StopReason.STOP, Usage.of(7, 1), null))
                .tools(echo, AgentTools.task())
                .permissions(Permissions.bypass())
                .environment(environment)
                .part(MicrometerMetrics.of(registry));
    }
}
