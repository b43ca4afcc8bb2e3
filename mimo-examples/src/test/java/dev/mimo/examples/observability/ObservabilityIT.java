package dev.mimo.examples.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentBuilder;
import dev.mimo.agent.Session;
import dev.mimo.environment.Redactor;
import dev.mimo.examples.Observability;
import dev.mimo.memory.MimoMemory;
import dev.mimo.memory.upkeep.UpkeepMode;
import dev.mimo.model.Model;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.permission.Permissions;
import dev.mimo.telemetry.EventLog;
import dev.mimo.telemetry.OpenTelemetryTracing;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.tool.Tool;
import dev.mimo.workflow.AgentLauncher;
import dev.mimo.workflow.WorkflowEngine;
import dev.mimo.workflow.WorkflowScript;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

class ObservabilityIT {

    record Word(String text) {}

    private static final String SCRIPT = """
            export const meta = { name: 'look', description: 'looks at two things' };
            await agent('look here');
            return await agent('look there');
            """;

    private static final String PATCH =
            "{\"changes\": [{\"section\": \"decisions\", \"replace\": false, \"remove\": [],"
                    + " \"add\": [{\"text\": \"Read it all.\", \"evidence\": [1]}]}], \"findings\": []}";

    @TempDir
    Path folder;

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ScriptedModel model = ScriptedModel.create().window(32_000);
    private final Model subagent = (prompt, call) -> Reply.text("seen");

    @AfterEach
    void close() {
        telemetry.close();
    }

    @Test
    void memory_and_workflows_stand_in_the_trace_of_their_turn() throws Exception {
        model.call("read_all", Map.of("text", "x"))
                .call("workflow", Map.of("operation", "run", "script", SCRIPT))
                .reply("done");
        Tool big = Tool.of("read_all", "Reads", Word.class, (word, context) -> "word ".repeat(8_000));
        try (WorkflowEngine engine = WorkflowEngine.builder().build();
                MimoMemory memory = MimoMemory.builder(folder.resolve("memory"))
                        .upkeep(UpkeepMode.BY_HAND)
                        .build()) {
            Agent agent = Observability.observed(builder(), telemetry, registry)
                    .model(Role.WRITER, (prompt, call) -> Reply.text(PATCH))
                    .tools(big, engine.tool())
                    .memory(memory)
                    .build();
            try (Session session = agent.session("s")) {
                assertThat(session.run("go").text()).isEqualTo("done");
            }
        }

        String tree = new SpanTree(exporter.getFinishedSpanItems()).text();
        assertThat(tree.replaceAll(" *checkpoint\n", "")).isEqualTo("""
                invoke_agent agent
                  chat model
                  execute_tool read_all
                  chat model
                  execute_tool workflow
                    invoke_workflow look
                      workflow_call
                        invoke_agent agent
                          chat model
                      workflow_call
                        invoke_agent agent
                          chat model
                  chat model
                """);
        assertThat(tree).contains("\n  checkpoint\n");
        assertThat(registry.get("mimo.checkpoint")
                        .tags("result", "written")
                        .counter()
                        .count())
                .isPositive();
        assertThat(registry.get("mimo.workflow.call")
                        .tags("outcome", "ok")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void a_workflow_that_the_host_runs_belongs_to_what_the_host_is_doing() throws Exception {
        OpenTelemetryTracing tracing = OpenTelemetryTracing.of(telemetry);
        Agent agent = builder().part(tracing).build();
        Span job = telemetry.getTracer("host").spanBuilder("nightly").startSpan();
        try (WorkflowEngine engine = WorkflowEngine.builder()
                        .launcher(AgentLauncher.of(agent.subagents()))
                        .build();
                Scope current = job.makeCurrent()) {
            assertThat(current).isNotNull();
            assertThat(Observability.run(engine, WorkflowScript.of(SCRIPT), tracing)
                            .value())
                    .hasToString("\"seen\"");
        } finally {
            job.end();
        }

        assertThat(new SpanTree(exporter.getFinishedSpanItems()).text()).isEqualTo("""
                nightly
                  invoke_workflow look
                    workflow_call
                      invoke_agent agent
                        chat model
                    workflow_call
                      invoke_agent agent
                        chat model
                """);
    }

    @Test
    void logs_tell_facts_and_no_words_and_tools_know_where_they_run() {
        List<String> places = new CopyOnWriteArrayList<>();
        Tool tool = Tool.of("look", "Looks", Word.class, (word, context) -> {
            places.add(MDC.get(EventLog.MDC_SESSION));
            return "words of a tool";
        });
        model.call("look", Map.of("text", "words of a call")).reply("words of an answer");

        List<String> lines =
                logged("dev.mimo.events", builder().tools(tool).part(EventLog.create()), "words of a person").stream()
                        .map(record -> record.getLevel() + " " + record.getMessage())
                        .toList();
        assertThat(lines).noneMatch(line -> line.contains("words of"));
        assertThat(lines)
                .anySatisfy(
                        line -> assertThat(line).startsWith("INFO").contains("turn_ended", "outcome=done", "steps=2"));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).startsWith("FINE").contains("tool_call_finished", "tool=look"));
        assertThat(places).doesNotContainNull();
    }

    @Test
    void words_are_logged_on_request_for_debugging_and_without_secrets() {
        model.reply("the key is sk-abcdefghijklmnop0123456789");

        List<LogRecord> records =
                logged("words", builder().part(EventLog.named("words").withTexts(Redactor.standard())), "go");

        assertThat(records.stream().map(LogRecord::getMessage).toList())
                .anyMatch(line -> line.contains("the key is [redacted]"))
                .noneMatch(line -> line.contains("sk-abc"));
    }

    private AgentBuilder builder() {
        return Agent.builder().model(model).model(Role.SUBAGENT, subagent).permissions(Permissions.bypass());
    }

    /** All that is logged under a name while an agent works. */
    private static List<LogRecord> logged(String name, AgentBuilder agent, String input) {
        List<LogRecord> records = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                records.add(record);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(name);
        logger.setLevel(Level.ALL);
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
        try {
            agent.build().run(input);
        } finally {
            logger.removeHandler(handler);
        }
        return records;
    }
}
