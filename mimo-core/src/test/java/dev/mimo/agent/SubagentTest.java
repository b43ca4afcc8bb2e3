package dev.mimo.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import dev.mimo.permission.Approver;
import dev.mimo.permission.Permissions;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Tool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SubagentTest {

    record Word(String text) {}

    @Test
    void hands_a_task_to_a_kind_and_is_told_its_answer() {
        Agent finder = Agent.builder()
                .name("finder")
                .model(ScriptedModel.create().usage(Usage.of(10, 5)).reply("it is in Main.java"))
                .build();
        ScriptedModel model = ScriptedModel.create()
                .usage(Usage.of(100, 10))
                .call("task", Map.of("title", "Find it", "prompt", "Where is main?", "kind", "finder"))
                .usage(Usage.of(100, 10))
                .expect(prompt -> assertThat(lastResult(prompt.messages())).isEqualTo("it is in Main.java"))
                .reply("Main.java");
        List<String> agents = new ArrayList<>();

        Outcome outcome = Agent.builder()
                .name("boss")
                .model(model)
                .subagents(Subagent.of("finder", "finds things", finder))
                .listener(event -> agents.add(event.agent()))
                .build()
                .run("go");

        assertThat(outcome.text()).isEqualTo("Main.java");
        assertThat(outcome.usage()).isEqualTo(Usage.of(210, 25));
        assertThat(agents).contains("finder", "boss");
    }

    @Test
    void several_in_one_reply_work_side_by_side() {
        CountDownLatch both = new CountDownLatch(2);
        Model meet = (prompt, call) -> {
            both.countDown();
            try {
                both.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Reply.text("met");
        };
        Agent worker = Agent.builder().model(meet).build();
        ScriptedModel model = ScriptedModel.create()
                .calls(task("1", "worker"), task("2", "worker"))
                .reply("both met");

        Outcome outcome = Agent.builder()
                .model(model)
                .subagents(Subagent.of("worker", "works", worker))
                .build()
                .run("go");

        assertThat(outcome.text()).isEqualTo("both met");
    }

    @Test
    void eight_deep_work_at_one_place() {
        ScriptedModel model = ScriptedModel.always(prompt -> {
            if (prompt.messages().size() > 1) {
                return Reply.text(lastResult(prompt.messages()) + "!");
            }
            int depth = Integer.parseInt(((Message.User) prompt.messages().get(0)).text());
            return depth == 8
                    ? Reply.text("bottom")
                    : Reply.calls(ToolCall.of(
                            "c",
                            "task",
                            Json.object().put("title", "deeper").put("prompt", String.valueOf(depth + 1))));
        });
        Agent agent = Agent.builder()
                .model(model)
                .tools(AgentTools.task())
                .limits(Limits.defaults().subagents(1))
                .build();

        assertThat(agent.run("0").text()).isEqualTo("bottom!!!!!!!!");
    }

    @Test
    void deeper_than_the_limit_is_refused() {
        ScriptedModel model = ScriptedModel.always(prompt -> prompt.messages().size() > 1
                ? Reply.text(lastResult(prompt.messages()))
                : Reply.calls(ToolCall.of(
                        "c", "task", Json.object().put("title", "deeper").put("prompt", "x"))));
        Agent agent = Agent.builder()
                .model(model)
                .tools(AgentTools.task())
                .limits(Limits.defaults().depth(2))
                .build();

        assertThat(agent.run("0").text()).contains("at most 2 deep");
    }

    @Test
    void never_more_at_work_than_there_are_places() {
        AtomicInteger atWork = new AtomicInteger();
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        Agent worker = Agent.builder()
                .model((prompt, call) -> {
                    seen.add(atWork.incrementAndGet());
                    Thread.yield();
                    atWork.decrementAndGet();
                    return Reply.text("ok");
                })
                .build();
        ToolCall[] calls = new ToolCall[24];
        for (int i = 0; i < calls.length; i++) {
            calls[i] = task("c" + i, "worker");
        }
        ScriptedModel model = ScriptedModel.create().calls(calls).reply("done");

        Outcome outcome = Agent.builder()
                .model(model)
                .subagents(Subagent.of("worker", "works", worker))
                .limits(Limits.defaults().subagents(2))
                .build()
                .run("go");

        assertThat(outcome.isDone()).isTrue();
        assertThat(seen).hasSize(24).allMatch(count -> count <= 2);
    }

    @Test
    void a_child_may_never_do_more_than_its_parent() {
        List<String> ran = new ArrayList<>();
        Tool send = Tool.of("send", "Sends", Word.class, (w, ctx) -> {
                    ran.add(w.text());
                    return "sent";
                })
                .effect(Effect.NETWORK);
        Agent bold = Agent.builder()
                .model(ScriptedModel.create()
                        .call("send", Map.of("text", "secret"))
                        .expect(prompt ->
                                assertThat(lastResult(prompt.messages())).startsWith("not allowed"))
                        .reply("could not"))
                .tools(send)
                .permissions(Permissions.bypass())
                .build();
        ScriptedModel model = ScriptedModel.create().calls(task("1", "bold")).reply("ok");

        Outcome outcome = Agent.builder()
                .model(model)
                .subagents(Subagent.of("bold", "does all", bold))
                .permissions(Permissions.askBeforeChange().deny("send", "*"))
                .build()
                .run("go");

        assertThat(outcome.isDone()).isTrue();
        assertThat(ran).isEmpty();
    }

    @Test
    void a_childs_question_goes_to_its_parents_person() {
        Tool send = Tool.of("send", "Sends", Word.class, (w, ctx) -> "sent " + w.text())
                .effect(Effect.NETWORK);
        Agent sender = Agent.builder()
                .model(ScriptedModel.create()
                        .call("send", Map.of("text", "hi"))
                        .respond(prompt -> Reply.text(lastResult(prompt.messages()))))
                .tools(send)
                .build();
        ScriptedModel model = ScriptedModel.create()
                .calls(task("1", "sender"))
                .respond(prompt -> Reply.text(lastResult(prompt.messages())));

        Outcome outcome = Agent.builder()
                .model(model)
                .subagents(Subagent.of("sender", "sends", sender))
                .approver(request -> Approver.Answer.once())
                .build()
                .run("go");

        assertThat(outcome.text()).isEqualTo("sent hi");
    }

    @Test
    void cancel_reaches_children() throws Exception {
        ScriptedModel hanging = ScriptedModel.create().hangUntilCancelled();
        Agent worker = Agent.builder().model(hanging).build();
        ScriptedModel model = ScriptedModel.create().calls(task("1", "worker"));
        Agent agent = Agent.builder()
                .model(model)
                .subagents(Subagent.of("worker", "works", worker))
                .build();
        try (Session session = agent.session()) {
            Turn turn = session.start(Input.of("go"));
            hanging.awaitHanging();

            turn.cancel("enough");

            assertThat(turn.await()).isInstanceOf(Outcome.Cancelled.class);
        }
    }

    @Test
    void a_token_limit_binds_children_too() {
        ScriptedModel spender =
                ScriptedModel.create().usage(Usage.of(5000, 5000)).reply("spent");
        Agent worker = Agent.builder().model(spender).build();
        ScriptedModel model = ScriptedModel.create().calls(task("1", "worker")).reply("never");

        Outcome outcome = Agent.builder()
                .model(model)
                .subagents(Subagent.of("worker", "works", worker))
                .limits(Limits.defaults().tokens(10_000))
                .build()
                .run("go");

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.LimitReached.class,
                        end -> assertThat(end.limit()).isEqualTo("tokens"));
    }

    @Test
    void an_agent_is_a_tool_of_another_one() {
        Agent translator = Agent.builder()
                .model((prompt, call) -> {
                    assertThat(call.role()).isEqualTo(Role.SUBAGENT);
                    return Reply.text("Guten Tag");
                })
                .build();
        ScriptedModel model = ScriptedModel.create()
                .call("translate", Map.of("task", "good day"))
                .respond(prompt -> Reply.text(lastResult(prompt.messages())));

        Outcome outcome = Agent.builder()
                .model(model)
                .tools(translator.asTool("translate", "Translates into German"))
                .build()
                .run("go");

        assertThat(outcome.text()).isEqualTo("Guten Tag");
    }

    private static ToolCall task(String id, String kind) {
        return ToolCall.of(
                id, "task", Json.object().put("title", "t").put("prompt", "p").put("kind", kind));
    }

    private static String lastResult(List<Message> messages) {
        Message.Tool last = (Message.Tool) messages.get(messages.size() - 1);
        return last.results().get(last.results().size() - 1).text();
    }
}
