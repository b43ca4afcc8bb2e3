package dev.mimo.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Json;
import dev.mimo.model.Spent;
import dev.mimo.model.Usage;
import dev.mimo.workflow.journal.JournalRecord;
import dev.mimo.workflow.journal.JournalRecord.Status;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scripts and what comes of them, with agents that answer at once. */
class WorkflowEngineTest {

    private static final String META = "export const meta = { name: 'test', description: 'a test' };\n";

    private final AtomicInteger launched = new AtomicInteger();
    private final List<WorkflowEvent> events = new java.util.concurrent.CopyOnWriteArrayList<>();
    private AgentLauncher launcher = (call, scope) -> CallResult.ok("<" + call.prompt() + ">");

    private final WorkflowEngine engine = WorkflowEngine.builder()
            .launcher((call, scope) -> {
                launched.incrementAndGet();
                return launcher.launch(call, scope);
            })
            .events(event -> events.add((WorkflowEvent) event))
            .build();

    @AfterEach
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            return await agent('a') | "<a>"
            return parallel([() => agent('a'), () => { throw new Error('x') }, () => 3]) | ["<a>",null,3]
            return pipeline([1, 2], (p, item, i) => p + i, p => p === 1 ? null : p * 10, p => p + 1) | [null,31]
            return pipeline(['x'], () => undefined, (p, item) => [typeof p, item]) | [["undefined","x"]]
            return dag([{id: 'b', dependsOn: ['a']}, {id: 'a'}], (n, deps) => n.id + deps.map(d => d.result)) | ["ba","a"]
            return [typeof args, budget.total, budget.remaining(), budget.spent()] | ["undefined",null,null,0]
            return new Promise(done => setTimeout(v => done(v), 5, 'late')) | "late"
            let x = 1; const t = setTimeout(() => { x = 2 }, 1); clearTimeout(t); await agent('q'); return x | 1
            return [new Date(0).toISOString(), Date.UTC(2020, 1), Math.random() === Math.random()] | ["1970-01-01T00:00:00.000Z",1580515200000,false]
            return agent('q', {schema: {type: 'object', required: ['n'], properties: {n: {type: 'number'}}}}) | null
            return workflow("export const meta = {name: 'inner', description: 'd'}; return args.n + 1", {n: 1}) | 2
            return undefined | none
            return meta.name + meta.description | "testa test"
            console.table([1]); console.group('g'); console.groupEnd(); console.assert(false, 'x'); return typeof console.time | "function"
            """)
    void a_script_gives_what_it_returns(String body, String value) throws Exception {
        WorkflowResult result = engine.run(META + body);

        assertThat(result.fault()).isNull();
        assertThat(result.value() == null ? "none" : Json.write(result.value())).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            "const r = null;\nreturn r.x"                | 3 | TypeError
            "return process.cwd()"                       | 2 | process is not defined
            "await 0;\n\nthrow new Error('mine')"         | 4 | Error: mine
            "return Date.now()"                          | 2 | Date.now() is not available
            "await parallel([agent('x')])"               | 2 | a promise, which has started already
            "await dag([{id: 'a', dependsOn: ['a']}], x => x)" | 2 | dag: "a" depends on itself
            "await agent('x', {schema: 5})"              | 2 | schema is a JSON Schema
            "await workflow('nowhere')"                  | 2 | there is no workflow
            "await new Promise(() => {})"                | 0 | waits for something that never comes
            """)
    void a_script_that_fails_says_why_and_where(String body, int line, String message) throws Exception {
        WorkflowResult result = engine.run(META + body);

        assertThat(result.status()).isEqualTo(Status.FAILED);
        assertThat(result.fault()).isNotNull();
        assertThat(result.fault().message()).contains(message);
        assertThat(result.fault().line()).isEqualTo(line);
    }

    @Test
    void a_syntax_error_is_told_before_anything_runs() {
        assertThatThrownBy(() -> engine.run(META + "agent('x');\nlet = 5 5;"))
                .isInstanceOfSatisfying(
                        WorkflowException.class, e -> assertThat(e.line()).isEqualTo(3));
        assertThat(launched).hasValue(0);
    }

    @Test
    void a_thousand_agents_at_once_never_take_more_places_than_there_are() throws Exception {
        AtomicInteger working = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        launcher = (call, scope) -> {
            most.accumulateAndGet(working.incrementAndGet(), Math::max);
            working.decrementAndGet();
            return CallResult.ok(call.prompt());
        };

        WorkflowResult result = engine.start(
                        script(
                                "return (await parallel(Array.from({length: 1000}, (_, i) => () => agent('' + i)))).map(Number)"),
                        null,
                        RunOptions.none().withCaps(Caps.defaults().withConcurrent(3)))
                .await();

        assertThat(result.value()).hasSize(1000);
        for (int i = 0; i < 1000; i++) {
            assertThat(result.value().get(i).asInt()).isEqualTo(i);
        }
        assertThat(result.agents()).isEqualTo(1000);
        assertThat(most.get()).isLessThanOrEqualTo(3);
    }

    @Test
    void caps_hold_for_the_whole_tree() throws Exception {
        String inner = "export const meta = {name: 'inner', description: 'd'}; await agent('a'); return agent('b')";
        WorkflowResult result = engine.start(
                        script("await agent('x'); return workflow("
                                + Json.write(com.fasterxml.jackson.databind.node.TextNode.valueOf(inner)) + ")"),
                        null,
                        RunOptions.none().withCaps(Caps.defaults().withAgents(2)))
                .await();

        assertThat(result.fault().message()).contains("all of its 2 calls").contains("inner");
        assertThat(launched).hasValue(2);
    }

    @Test
    void a_budget_stops_new_agents_and_is_known_to_the_script() throws Exception {
        launcher = (call, scope) -> CallResult.ok("x").spending(new Spent(1, Usage.of(5, 40), null));

        WorkflowResult result = engine.start(
                        script(
                                "const seen = []; while (budget.remaining() > 0) { await agent('x'); seen.push(budget.spent()); }"
                                        + " try { await agent('more') } catch (e) { seen.push(e.message) } return seen"),
                        null,
                        RunOptions.none().withCaps(Caps.defaults().withTokens(100L)))
                .await();

        assertThat(Json.write(result.value())).isEqualTo("[40,80,120,\"agent(): the budget of 100 tokens is spent\"]");
        assertThat(result.spent().usage().output()).isEqualTo(120);
    }

    @Test
    void a_failed_agent_is_null_and_tried_as_often_as_the_script_wants() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        launcher = (call, scope) -> call.prompt().equals("later")
                ? tries.incrementAndGet() < 3 ? CallResult.failedForNow("busy") : CallResult.ok("done")
                : CallResult.failed("no");

        WorkflowResult result = engine.run(META + "return [await agent('never'), await agent('later', {retry: 3})]");

        assertThat(Json.write(result.value())).isEqualTo("[null,\"done\"]");
        assertThat(launched).hasValue(4);
    }

    @Test
    void an_answer_beside_its_schema_is_asked_for_again_with_what_is_wrong() throws Exception {
        Set<String> objections = ConcurrentHashMap.newKeySet();
        launcher = (call, scope) -> {
            if (call.objection() == null) {
                return CallResult.ok(Json.object().put("n", "five"));
            }
            objections.add(call.objection());
            return CallResult.ok(Json.object().put("n", 5));
        };

        WorkflowResult result =
                engine.run(META + "return agent('q', {schema: {type: 'object', properties: {n: {type: 'number'}}}})");

        assertThat(Json.write(result.value())).isEqualTo("{\"n\":5}");
        assertThat(objections).singleElement().asString().contains("n");
    }

    @Test
    void an_agent_whose_time_is_over_is_null() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        launcher = (call, scope) -> {
            never.await();
            return CallResult.ok("x");
        };

        WorkflowResult result = engine.run(META + "return agent('q', {timeoutMs: 20})");

        assertThat(result.value().isNull()).isTrue();
        assertThat(events)
                .anySatisfy(event -> assertThat(event)
                        .isInstanceOfSatisfying(
                                WorkflowEvent.CallFinished.class,
                                end -> assertThat(end.outcome()).isEqualTo(JournalRecord.Outcome.TIMEOUT)));
    }

    @Test
    void a_stalled_agent_is_started_again() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        launcher = (call, scope) -> {
            if (call.attempt() < 3) {
                never.await();
            }
            return CallResult.ok("attempt " + call.attempt());
        };

        WorkflowResult result = engine.run(META + "return agent('q', {stallMs: 20})");

        assertThat(result.value().asText()).isEqualTo("attempt 3");
    }

    @Test
    void cancel_ends_all_that_runs() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        AtomicInteger ended = new AtomicInteger();
        launcher = (call, scope) -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
                return CallResult.ok("x");
            } finally {
                ended.incrementAndGet();
            }
        };
        WorkflowRun run = engine.start(
                script(
                        "await parallel([() => agent('a'), () => workflow(`export const meta = {name: 'in', description: 'd'};"
                                + " await agent('b')`)])"),
                null,
                RunOptions.none().withCaps(Caps.defaults().withConcurrent(2)));
        begun.await();

        run.cancel("enough");

        WorkflowResult result = run.await();
        assertThat(result.status()).isEqualTo(Status.CANCELLED);
        assertThat(result.fault().message()).isEqualTo("enough");
        assertThat(ended).hasValue(2);
        assertThat(engine.find(run.id())).isNull();
    }

    @Test
    void a_run_that_takes_too_long_is_ended() throws Exception {
        launcher = (call, scope) -> {
            new CountDownLatch(1).await();
            return CallResult.ok("x");
        };

        WorkflowResult result = engine.start(
                        script("await agent('x')"),
                        null,
                        RunOptions.none().withCaps(Caps.defaults().withTime(Duration.ofMillis(50))))
                .await();

        assertThat(result.status()).isEqualTo(Status.FAILED);
        assertThat(result.fault().message()).contains("longer than");
    }

    @Test
    void unknown_options_models_and_types_are_warned_of_once() throws Exception {
        engine.run(META + "for (const p of ['a', 'b']) await agent(p, {timeout_ms: 5, colour: 'red', effort: 'huge'})");

        assertThat(events.stream()
                        .filter(WorkflowEvent.Logged.class::isInstance)
                        .map(event -> ((WorkflowEvent.Logged) event).message()))
                .hasSize(3);
    }

    @Test
    void arguments_are_a_copy_that_the_script_may_put_another_in_the_place_of() throws Exception {
        JsonNode args = Json.read("\"[1,2]\"");

        WorkflowResult result = engine.start(
                        script("if (typeof args === 'string') args = JSON.parse(args); return args.length"), args)
                .await();

        assertThat(result.value().asInt()).isEqualTo(2);
    }

    @Test
    void where_agents_are_not_real_a_script_waits_an_hour_at_once_and_in_order() throws Exception {
        AgentLauncher standIn = new AgentLauncher() {
            @Override
            public CallResult launch(AgentCall call, CallScope scope) {
                return CallResult.ok("agent");
            }

            @Override
            public boolean isStandIn() {
                return true;
            }
        };

        WorkflowResult result = engine.start(
                        script("""
                                const wait = (ms, text) => new Promise(done => setTimeout(done, ms, text));
                                const told = [await Promise.race([wait(3600000, 'hour'), agent('x')])];
                                await Promise.all([wait(7200000, 'late'), wait(60000, 'early')].map(p => p.then(t => told.push(t))));
                                return told;
                                """), null, RunOptions.none().withLauncher(standIn))
                .await();

        assertThat(Json.write(result.value())).isEqualTo("[\"agent\",\"early\",\"late\"]");
    }

    private static WorkflowScript script(String body) {
        return WorkflowScript.of(META + body);
    }
}
