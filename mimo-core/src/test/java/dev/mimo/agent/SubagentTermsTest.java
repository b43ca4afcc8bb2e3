package dev.mimo.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Cancellation;
import dev.mimo.model.Cost;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prices;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.model.Spent;
import dev.mimo.model.ToolSpec;
import dev.mimo.model.Usage;
import dev.mimo.testing.KeyedScriptedModel;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Subagents;
import dev.mimo.tool.Subagents.Result;
import dev.mimo.tool.Subagents.Task;
import dev.mimo.tool.Subagents.Terms;
import dev.mimo.tool.Tool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What who starts a sub-agent can say about it, and is told by it. */
@Timeout(60)
class SubagentTermsTest {

    record Word(String text) {}

    private static final Tool LOOK =
            Tool.of("look", "Looks", Word.class, (w, ctx) -> "seen " + w.text()).effect(Effect.STATE);
    private static final Tool SEND =
            Tool.of("send", "Sends", Word.class, (w, ctx) -> "sent " + w.text()).effect(Effect.STATE);

    @Test
    void works_with_the_model_it_is_asked_for() throws Exception {
        ScriptedModel lite = ScriptedModel.create()
                .facts(ModelFacts.unknown(ModelRef.of("scripted", "lite")))
                .reply("cheap");
        Agent agent = Agent.builder()
                .model(ScriptedModel.create())
                .namedModel("lite", lite)
                .build();
        Subagents subagents = agent.subagents();

        assertThat(subagents.findModel("lite")).isEqualTo(ModelRef.of("scripted", "lite"));
        assertThat(run(subagents, task("go", new Terms("lite", null, null, null)))
                        .text())
                .isEqualTo("cheap");
    }

    @Test
    void a_kind_keeps_its_own_model_where_none_is_asked_for() throws Exception {
        ScriptedModel own = ScriptedModel.create().reply("by its own");
        Agent finder = Agent.builder().model(own).tools(LOOK, SEND).build();
        Agent agent = Agent.builder()
                .model(ScriptedModel.create())
                .subagents(Subagent.of("finder", "finds", finder))
                .build();

        Result result = run(
                agent.subagents(), new Task("finder", "t", "go", null, new Terms(null, null, List.of("look"), null)));

        assertThat(result.text()).isEqualTo("by its own");
        assertThat(toolsOf(own)).containsExactly("look");
    }

    @Test
    void a_copy_works_with_the_model_for_sub_agents_on_any_terms() throws Exception {
        ScriptedModel small = ScriptedModel.create().reply("small").reply("small");
        Agent agent = Agent.builder()
                .model(ScriptedModel.create())
                .model(Role.SUBAGENT, small)
                .build();

        assertThat(run(agent.subagents(), task("go", Terms.NONE)).text()).isEqualTo("small");
        assertThat(run(agent.subagents(), task("go", new Terms(null, "low", null, null)))
                        .text())
                .isEqualTo("small");
        assertThat(small.prompts().get(1).options().effort()).isEqualTo("low");
    }

    @Test
    void has_no_other_tools_than_those_on_the_list() throws Exception {
        ScriptedModel model = ScriptedModel.create()
                .call("send", Map.of("text", "hi"))
                .expect(prompt -> assertThat(lastResult(prompt)).contains("no tool named \"send\""))
                .reply("could not");
        Agent agent = Agent.builder().model(model).tools(LOOK, SEND).build();

        Result result = run(agent.subagents(), task("go", new Terms(null, null, List.of("look", "fly"), null)));

        assertThat(result.text()).isEqualTo("could not");
        assertThat(toolsOf(model)).containsExactly("look");
    }

    @Test
    void what_is_not_known_is_refused_before_anything_starts() {
        Agent agent = Agent.builder().model(ScriptedModel.create()).build();
        Subagents subagents = agent.subagents();
        ObjectNode broken = Json.object().put("$ref", "https://example.com/other.json");

        assertThat(subagents.findModel("sonnet")).isNull();
        assertThat(subagents.findModel("nobody:knows")).isNull();
        assertThatThrownBy(() -> subagents.start(task("go", new Terms("sonnet", null, null, null))))
                .isInstanceOf(InvalidCall.class)
                .hasMessageContaining("sonnet");
        assertThatThrownBy(() -> subagents.start(new Task("finder", "t", "go", null)))
                .isInstanceOf(InvalidCall.class)
                .hasMessageContaining("finder");
        assertThatThrownBy(() -> subagents.start(new Task(null, "t", "go", broken)))
                .isInstanceOf(InvalidCall.class)
                .hasMessageContaining("JSON Schema");
    }

    @Test
    void a_named_model_that_cannot_be_had_is_told_when_the_agent_is_built() {
        AgentBuilder builder = Agent.builder().model(ScriptedModel.create()).namedModel("lite", "nobody:knows");

        assertThatThrownBy(builder::build).isInstanceOf(InvalidAgent.class).hasMessageContaining("nobody:knows");
    }

    @Test
    void an_answer_that_follows_the_schema_is_given_as_a_value() throws Exception {
        ScriptedModel model = ScriptedModel.create().reply("no idea").reply("```json\n{\"count\": \"3\"}\n```");
        Agent agent = Agent.builder().model(model).build();

        Result result = run(agent.subagents(), new Task(null, "t", "count", counting()));

        assertThat(result.completed()).isTrue();
        assertThat(result.value()).isEqualTo(Json.object().put("count", 3));
    }

    @Test
    void an_answer_that_does_not_fit_after_two_more_tries_is_a_failure_with_its_reason() throws Exception {
        ScriptedModel model = ScriptedModel.create().reply("one").reply("two").reply("three");
        Agent agent = Agent.builder().model(model).build();

        Result result = run(agent.subagents(), new Task(null, "t", "count", counting()));

        assertThat(result.completed()).isFalse();
        assertThat(result.outcome()).isEqualTo("goal_not_met");
        assertThat(result.text()).contains("does not follow the schema");
        assertThat(result.value()).isNull();
        model.assertExhausted();
    }

    @Test
    void tells_what_it_and_its_own_children_took() throws Exception {
        Prices prices = Prices.of("1", "1");
        ScriptedModel model = ScriptedModel.create()
                .prices(prices)
                .usage(Usage.of(100, 10))
                .call("task", Map.of("title", "deeper", "prompt", "deeper"))
                .usage(Usage.of(7, 3))
                .reply("found")
                .usage(Usage.of(100, 10))
                .reply("done");
        Agent agent = Agent.builder().model(model).tools(AgentTools.task()).build();

        Result result = run(agent.subagents(), task("go", Terms.NONE));

        assertThat(result.spent()).isEqualTo(new Spent(3, Usage.of(207, 23), Cost.usd("0.00023")));
    }

    @Test
    void gives_signs_of_life_from_when_it_sets_to_work_also_for_its_children() throws Exception {
        CountDownLatch mayAnswer = new CountDownLatch(1);
        CountDownLatch heard = new CountDownLatch(1);
        AtomicInteger signs = new AtomicInteger();
        Agent agent = Agent.builder()
                .model((prompt, call) -> {
                    awaitQuietly(mayAnswer);
                    return Reply.text("done");
                })
                .build();

        Subagents.Child child = agent.subagents().start(task("go", Terms.NONE), () -> {
            signs.incrementAndGet();
            heard.countDown();
        });
        heard.await();
        int before = signs.get();
        mayAnswer.countDown();
        child.await(Cancellation.never());

        assertThat(signs.get()).isGreaterThan(before);
    }

    @Test
    void a_listener_that_fails_does_not_harm_it() throws Exception {
        Agent agent =
                Agent.builder().model(ScriptedModel.create().reply("done")).build();

        Result result = agent.subagents()
                .start(task("go", Terms.NONE), () -> {
                    throw new IllegalStateException("the watch is broken");
                })
                .await(Cancellation.never());

        assertThat(result.completed()).isTrue();
    }

    @Test
    void a_tool_starts_them_on_its_turns_terms_and_budget() {
        ScriptedModel lite = ScriptedModel.create().usage(Usage.of(5, 5)).reply("{\"count\": 2}");
        Tool starts = Tool.of("starts", "Starts one", Word.class, (w, ctx) -> {
                    Task task = new Task(null, "t", w.text(), counting(), new Terms("lite", null, List.of(), null));
                    Result result = ctx.subagents().start(task).await(ctx.cancellation());
                    return result.value() + " for " + result.spent().usage().total();
                })
                .effect(Effect.STATE);
        ScriptedModel main = ScriptedModel.create()
                .usage(Usage.of(10, 10))
                .call("starts", Map.of("text", "count"))
                .usage(Usage.of(10, 10))
                .respond(prompt -> Reply.text(lastResult(prompt)));

        Outcome outcome = Agent.builder()
                .model(main)
                .namedModel("lite", lite)
                .tools(starts)
                .build()
                .run("go");

        assertThat(outcome.text()).isEqualTo("{\"count\":2} for 10");
        assertThat(outcome.usage()).isEqualTo(Usage.of(25, 25));
    }

    @Test
    void sixteen_outside_of_any_turn_work_side_by_side() throws Exception {
        CountDownLatch all = new CountDownLatch(16);
        Agent agent = Agent.builder()
                .model((prompt, call) -> {
                    all.countDown();
                    awaitQuietly(all);
                    return Reply.text("met " + said(prompt));
                })
                .build();
        Subagents subagents = agent.subagents();

        List<String> met = atOnce(
                16,
                number ->
                        run(subagents, task(String.valueOf(number), Terms.NONE)).text());

        assertThat(met).hasSize(16).doesNotHaveDuplicates().allMatch(text -> text.startsWith("met "));
    }

    @Test
    void one_call_waits_for_many_on_many_threads_at_one_place() {
        ScriptedModel model = ScriptedModel.always(prompt -> switch (said(prompt)) {
            case "top" -> prompt.messages().size() > 1 ? Reply.text(lastResult(prompt)) : fanOut("middle");
            case "middle" -> prompt.messages().size() > 1 ? Reply.text(lastResult(prompt)) : fanOut("leaf");
            default -> Reply.text("leaf");
        });
        Tool fan = Tool.of(
                        "fan",
                        "Starts four",
                        Word.class,
                        (w, ctx) -> atOnce(4, number -> {
                                    Subagents.Child child = ctx.subagents().start(new Task(null, "t", w.text(), null));
                                    return child.await(ctx.cancellation()).text();
                                })
                                .stream()
                                .sorted()
                                .toList()
                                .toString())
                .effect(Effect.STATE);

        Outcome outcome = Agent.builder()
                .model(model)
                .tools(fan)
                .limits(Limits.defaults().subagents(1))
                .build()
                .run("top");

        String leaves = "[leaf, leaf, leaf, leaf]";
        assertThat(outcome.text()).isEqualTo(Collections.nCopies(4, leaves).toString());
    }

    @Test
    void outside_of_any_turn_they_share_the_agents_limits() throws Exception {
        KeyedScriptedModel model = KeyedScriptedModel.by(SubagentTermsTest::said);
        model.script("first").usage(Usage.of(600, 400)).reply("spent");
        model.script("second").reply("never");
        Agent agent = Agent.builder()
                .model(model)
                .limits(Limits.defaults().tokens(1_000))
                .build();
        Subagents subagents = agent.subagents();

        Result first = run(subagents, task("first", Terms.NONE));
        Result second = run(subagents, task("second", Terms.NONE));

        assertThat(first.completed()).isTrue();
        assertThat(second.outcome()).isEqualTo("limit_reached");
        assertThatThrownBy(() -> Agent.builder()
                        .model(model)
                        .limits(Limits.defaults().depth(0))
                        .build()
                        .subagents()
                        .start(task("first", Terms.NONE)))
                .isInstanceOf(InvalidCall.class);
    }

    @Test
    void one_that_is_cancelled_outside_of_any_turn_ends_alone() throws Exception {
        KeyedScriptedModel model = KeyedScriptedModel.by(SubagentTermsTest::said);
        model.script("stays").hangUntilCancelled();
        model.script("works").reply("done");
        Agent agent = Agent.builder().model(model).build();
        Subagents subagents = agent.subagents();
        Subagents.Child hanging = subagents.start(task("stays", Terms.NONE));
        model.script("stays").awaitHanging();

        hanging.cancel("enough");
        Result cancelled = hanging.await(Cancellation.never());
        Result other = run(subagents, task("works", Terms.NONE));

        assertThat(cancelled.outcome()).isEqualTo("cancelled");
        assertThat(cancelled.text()).isEqualTo("enough");
        assertThat(other.text()).isEqualTo("done");
    }

    private interface Job {
        String run(int number) throws Exception;
    }

    /** Runs it on that many threads at once. */
    private static List<String> atOnce(int threads, Job job) throws InterruptedException {
        List<String> results = Collections.synchronizedList(new ArrayList<>());
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int number = i;
            Thread thread = new Thread(() -> results.add(unchecked(job, number)));
            running.add(thread);
            thread.start();
        }
        for (Thread thread : running) {
            thread.join();
        }
        return results;
    }

    private static String unchecked(Job job, int number) {
        try {
            return job.run(number);
        } catch (Exception e) {
            return e.toString();
        }
    }

    private static Reply fanOut(String task) {
        return Reply.calls(ScriptedModel.toolCall("fan", new Word(task)));
    }

    private static ObjectNode counting() {
        ObjectNode schema = Json.object().put("type", "object");
        schema.putObject("properties").putObject("count").put("type", "integer");
        schema.putArray("required").add("count");
        return schema;
    }

    private static Task task(String prompt, Terms terms) {
        return new Task(null, "t", prompt, null, terms);
    }

    private static Result run(Subagents subagents, Task task) throws InterruptedException {
        return subagents.start(task).await(Cancellation.never());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> toolsOf(ScriptedModel model) {
        return model.prompts().get(0).tools().stream().map(ToolSpec::name).toList();
    }

    private static String said(Prompt prompt) {
        return ((Message.User) prompt.messages().get(0)).text();
    }

    private static String lastResult(Prompt prompt) {
        Message.Tool last =
                (Message.Tool) prompt.messages().get(prompt.messages().size() - 1);
        return last.results().get(last.results().size() - 1).text();
    }
}
