package dev.mimo.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentBuilder;
import dev.mimo.agent.AgentTools;
import dev.mimo.agent.Input;
import dev.mimo.agent.Limits;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.Session;
import dev.mimo.agent.Turn;
import dev.mimo.environment.Environment;
import dev.mimo.environment.Redactor;
import dev.mimo.judge.Choice;
import dev.mimo.judge.Evidence;
import dev.mimo.judge.Goal;
import dev.mimo.judge.MaxMode;
import dev.mimo.judge.Steps;
import dev.mimo.model.Model;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Reply;
import dev.mimo.model.RetryPolicy;
import dev.mimo.model.Role;
import dev.mimo.model.Usage;
import dev.mimo.permission.Approver;
import dev.mimo.permission.Permissions;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.tool.Tool;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenTelemetryTracingTest {

    private static final String KEY = "sk-abcdefghijklmnop0123456789";

    record Word(String text) {}

    private final Traces traces = new Traces();
    private final Environment environment = Traces.environment().build();
    private final ScriptedModel model = ScriptedModel.create().facts(ModelFacts.unknown(ModelRef.of("glm", "glm-5")));
    private final Tool echo = Tool.of("echo", "Echoes", Word.class, (word, context) -> word.text());

    @AfterEach
    void nothing_is_left_open() {
        environment.close();
        assertThat(traces.open()).as(traces.tree()).isZero();
        traces.close();
    }

    @Test
    void a_turn_is_one_trace_of_its_steps_and_calls() {
        model.usage(new Usage(10, 5, 2, 100, 1))
                .call("echo", Map.of("text", "hi"))
                .reply("done");

        agent().build().run("go");

        assertThat(traces.tree()).isEqualTo("""
                invoke_agent agent
                  chat glm-5
                  execute_tool echo
                  chat glm-5
                """);
        SpanData turn = traces.span("invoke_agent agent");
        assertThat(turn.getAttributes().asMap())
                .containsEntry(AttributeKey.stringKey("gen_ai.operation.name"), "invoke_agent")
                .containsEntry(AttributeKey.stringKey("mimo.outcome"), "done")
                .containsKey(AttributeKey.stringKey("gen_ai.conversation.id"));
        SpanData chat = traces.span("chat glm-5");
        assertThat(chat.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(chat.getAttributes().asMap())
                .containsEntry(AttributeKey.stringKey("gen_ai.provider.name"), "glm")
                .containsEntry(AttributeKey.stringKey("gen_ai.request.model"), "glm-5")
                .containsEntry(AttributeKey.longKey("gen_ai.usage.input_tokens"), 111L)
                .containsEntry(AttributeKey.longKey("gen_ai.usage.output_tokens"), 5L)
                .containsEntry(AttributeKey.longKey("gen_ai.usage.cache_read.input_tokens"), 100L)
                .containsEntry(AttributeKey.stringArrayKey("gen_ai.response.finish_reasons"), List.of("tool_calls"))
                .containsEntry(AttributeKey.longKey("mimo.step"), 1L);
        assertThat(traces.span("execute_tool echo").getAttributes().asMap())
                .containsEntry(AttributeKey.stringKey("gen_ai.tool.name"), "echo")
                .containsKey(AttributeKey.stringKey("gen_ai.tool.call.id"));
    }

    @Test
    void candidates_judges_and_sub_agents_stand_where_they_belong() {
        Model subagents = (prompt, call) -> Reply.text("looked");
        Model judge = (prompt, call) ->
                Reply.text("{\"verdict\":\"met\",\"reason\":\"so it is\",\"missing\":[],\"evidence\":[\"check-1\"]}");
        for (int candidate = 0; candidate < 3; candidate++) {
            model.call("task", Map.of("title", "looks around", "prompt", "look"));
        }
        model.reply("done");
        Agent agent = agent().model(Role.SUBAGENT, subagents)
                .model(Role.JUDGE, judge)
                .tools(AgentTools.task())
                .maxMode(MaxMode.of(3)
                        .when(Steps.first())
                        .withoutShortCut()
                        .judge((prompt, candidates, call) -> new Choice(0, 1, "the best", Map.of())))
                .build();

        Outcome outcome =
                agent.run(Input.of("go").goal(Goal.of("it is done").evidence(Evidence.check("holds", place -> true))));

        assertThat(outcome.isDone()).as(outcome.text()).isTrue();
        assertThat(traces.tree()).isEqualTo("""
                invoke_agent agent
                  chat glm-5
                    candidate 0
                    candidate 1
                    candidate 2
                    judge candidates
                  execute_tool task
                    invoke_agent agent
                      chat model
                  chat glm-5
                  judge goal
                """);
        assertThat(traces.span("judge goal").getAttributes().asMap())
                .containsEntry(AttributeKey.stringKey("mimo.verdict"), "met");
    }

    @Test
    void a_turn_belongs_to_what_the_host_is_doing_and_tools_may_trace_themselves() {
        Tracer host = traces.sdk.getTracer("host");
        Tool lookup = Tool.of("lookup", "Looks up", Word.class, (word, context) -> {
            host.spanBuilder("SELECT").startSpan().end();
            return "found";
        });
        model.call("lookup", Map.of("text", "x")).respond(prompt -> {
            host.spanBuilder("POST").startSpan().end();
            return Reply.text("done");
        });
        Agent agent = agent().tools(lookup).build();
        Span request = host.spanBuilder("GET /ask").startSpan();

        try (Scope current = request.makeCurrent()) {
            assertThat(current).isNotNull();
            agent.run("go");
        } finally {
            request.end();
        }

        assertThat(traces.tree()).isEqualTo("""
                GET /ask
                  invoke_agent agent
                    chat glm-5
                    execute_tool lookup
                      SELECT
                    chat glm-5
                      POST
                """);
    }

    @Test
    void what_goes_wrong_is_told_by_a_word() {
        Tool breaks = Tool.of("breaks", "Breaks", Word.class, (word, context) -> {
            throw new IllegalStateException("secret words");
        });
        model.call("breaks", Map.of("text", "x"))
                .call("absent", Map.of())
                .fail(new ModelException.Overloaded(
                        ModelException.Failure.of(ModelRef.of("glm", "glm-5"), "secret words"), null));

        agent().tools(breaks)
                .retry(RetryPolicy.defaults().withAttempts(1))
                .build()
                .run("go");

        assertThat(traces.tree()).isEqualTo("""
                invoke_agent agent !overloaded
                  chat glm-5
                  execute_tool breaks !tool_error
                  chat glm-5
                  execute_tool absent !not_run
                  chat glm-5 !overloaded
                """);
        assertThat(traces.spans().toString()).doesNotContain("secret words");
    }

    @Test
    void a_limit_and_a_cancelled_turn_leave_nothing_open() throws Exception {
        model.call("echo", Map.of("text", "hi"));
        agent().limits(Limits.defaults().steps(1)).build().run("go");
        model.hangUntilCancelled();
        try (Session session = agent().build().session("s")) {
            Turn turn = session.start(Input.of("go"));
            model.awaitHanging();
            turn.cancel("enough");
            assertThat(turn.await()).isInstanceOf(Outcome.Cancelled.class);
        }

        assertThat(traces.tree()).isEqualTo("""
                invoke_agent agent !limit_steps
                  chat glm-5
                  execute_tool echo
                invoke_agent agent !cancelled
                  chat glm-5 !cancelled
                """);
    }

    @Test
    void a_turn_that_goes_on_after_a_pause_is_linked_to_where_it_was() throws Exception {
        model.call("echo", Map.of("text", "hi")).reply("done");
        Agent agent = agent().permissions(Permissions.bypass().ask("echo", "*")).build();
        try (Session session = agent.session("s")) {
            Outcome.Paused paused = (Outcome.Paused) session.run("go");
            assertThat(traces.open()).isZero();

            session.resume(Map.of(paused.questions().get(0).callId(), new Approver.Answer.Deny("no")))
                    .await();
        }

        assertThat(traces.tree()).isEqualTo("""
                invoke_agent agent
                  chat glm-5
                invoke_agent agent
                  execute_tool echo !not_run
                  chat glm-5
                """);
        SpanData first = traces.spans().get(0);
        SpanData second = traces.spans().get(2);
        assertThat(second.getLinks())
                .singleElement()
                .satisfies(link -> assertThat(link.getSpanContext().getSpanId()).isEqualTo(first.getSpanId()));
        assertThat(first.getAttributes().get(GenAi.OUTCOME)).isEqualTo("paused");
        assertThat(second.getAttributes().get(GenAi.TURN))
                .isEqualTo(first.getAttributes().get(GenAi.TURN));
    }

    @Test
    void nothing_that_was_said_is_in_a_trace() {
        model.call("echo", Map.of("text", "words of a call")).reply("words of an answer");

        agent().build().run("words of a person");

        assertThat(traces.spans().toString()).doesNotContain("words of");
    }

    @Test
    void a_host_may_ask_for_what_was_said_and_secrets_stay_out_all_the_same() {
        model.call("echo", Map.of("text", "call " + KEY)).reply("answer " + KEY);

        agent(OpenTelemetryTracing.withContent(traces.sdk, Redactor.standard()))
                .build()
                .run("person " + KEY);

        assertThat(traces.spans().toString())
                .contains("call [redacted]", "answer [redacted]", "person [redacted]")
                .doesNotContain(KEY);
        assertThat(traces.span("execute_tool echo").getAttributes().get(GenAi.TOOL_RESULT))
                .isEqualTo("call [redacted]");
    }

    private AgentBuilder agent() {
        return agent(OpenTelemetryTracing.of(traces.sdk));
    }

    private AgentBuilder agent(OpenTelemetryTracing tracing) {
        return Agent.builder()
                .model(model)
                .tools(echo)
                .permissions(Permissions.bypass())
                .environment(environment)
                .part(tracing);
    }
}
