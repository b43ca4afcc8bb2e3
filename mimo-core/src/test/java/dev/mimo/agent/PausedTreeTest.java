package dev.mimo.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.Usage;
import dev.mimo.permission.Approver;
import dev.mimo.session.Entry;
import dev.mimo.session.InMemorySessionStore;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionInfo;
import dev.mimo.session.SessionStore;
import dev.mimo.session.StoreException;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import dev.mimo.testing.Faults;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Subagents;
import dev.mimo.tool.Tool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A sub-agent that waits for a person pauses the whole tree, and all of it goes on with the answer. */
@Timeout(60)
class PausedTreeTest {

    record Word(String text) {}

    private final InMemorySessionStore store = new InMemorySessionStore();
    private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
    private final Tool send = Tool.of("send", "Sends", Word.class, (w, ctx) -> {
                sent.add(w.text());
                return "sent " + w.text();
            })
            .effect(Effect.NETWORK);

    @Test
    void a_childs_question_pauses_its_parent_and_the_answer_reaches_the_child() throws Exception {
        List<Entry.Question> questions = paused(boss(store, task("1", "hi")).session("s"));

        assertThat(questions).singleElement().satisfies(question -> {
            assertThat(question.callId()).startsWith("subagent-").endsWith("/send-hi");
            assertThat(question.text()).startsWith("send");
        });
        assertThat(sent).isEmpty();

        Outcome end = resume(boss(store), yes(questions));

        assertThat(end.text()).isEqualTo("[sent hi]");
        assertThat(sent).containsExactly("hi");
    }

    @Test
    void children_side_by_side_ask_together_and_may_be_answered_one_by_one() throws Exception {
        List<Entry.Question> both =
                paused(boss(store, task("1", "a"), task("2", "b")).session("s"));
        assertThat(both).hasSize(2);

        Outcome half = resume(boss(store), yes(both.subList(1, 2)));
        assertThat(sent).containsExactly("b");
        assertThat(((Outcome.Paused) half).questions()).isEqualTo(both.subList(0, 1));

        Outcome end = resume(boss(store), yes(both));
        assertThat(end.text()).isEqualTo("[sent a, sent b]");
        assertThat(sent).containsExactly("b", "a");
    }

    @Test
    void more_children_than_run_at_once_all_ask() throws Exception {
        ToolCall[] tasks = new ToolCall[12];
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] = task("c" + i, "w" + i);
        }

        List<Entry.Question> questions = paused(boss(store, tasks).session("s"));

        assertThat(questions).hasSize(12);
        assertThat(resume(boss(store), yes(questions)).isDone()).isTrue();
        assertThat(sent).hasSize(12).doesNotHaveDuplicates();
    }

    @Test
    void what_stands_behind_a_waiting_child_waits_too_and_is_not_asked_about_again() throws Exception {
        ToolCall own = ToolCall.of("own", "send", Json.object().put("text", "last"));
        List<Entry.Question> first = paused(boss(store, task("1", "first"), own).session("s"));
        assertThat(first).extracting(Entry.Question::callId).containsExactly("own");

        Outcome second = resume(boss(store), yes(first));
        List<Entry.Question> childs = ((Outcome.Paused) second).questions();
        assertThat(childs)
                .singleElement()
                .satisfies(question -> assertThat(question.callId()).endsWith("/send-first"));
        assertThat(sent).isEmpty();

        assertThat(resume(boss(store), yes(childs)).isDone()).isTrue();
        assertThat(sent).containsExactly("first", "last");
    }

    @Test
    void a_question_three_levels_down_is_answered_at_the_top() throws Exception {
        List<Entry.Question> questions = paused(deep(3).session("s"));
        assertThat(questions).hasSize(1);

        Outcome end = resume(deep(3), yes(questions));

        assertThat(end.text()).isEqualTo("[[[sent deep]]]");
        assertThat(sent).containsExactly("deep");
        assertThat(store.list()).hasSize(4);
    }

    @Test
    void an_agent_that_is_a_tool_waits_and_goes_on_as_well() throws Exception {
        List<Entry.Question> questions = paused(asTool().session("s"));

        assertThat(resume(asTool(), yes(questions)).text()).isEqualTo("[sent hi]");
        assertThat(sent).containsExactly("hi");
    }

    @Test
    void a_child_runs_with_the_arguments_that_a_person_gave() throws Exception {
        List<Entry.Question> questions = paused(boss(store, task("1", "hi")).session("s"));

        Approver.Answer other =
                new Approver.Answer.Allow(Approver.Scope.ONCE, Json.object().put("text", "hello"));
        Outcome end = resume(boss(store), Map.of(questions.get(0).callId(), other));

        assertThat(end.text()).isEqualTo("[sent hello]");
        assertThat(sent).containsExactly("hello");
    }

    @Test
    void a_new_input_gives_up_the_children_too() {
        paused(deep(2).session("s"));

        try (Session session = deep(2).session("s")) {
            session.run("never mind");
        }

        for (SessionInfo info : store.list()) {
            try (Session session = deep(0).session(info.id())) {
                boolean open = session.isResumable();
                assertThat(open).as(info.id().value()).isEqualTo(isOfSecondTurn(session));
            }
        }
        assertThat(sent).isEmpty();
    }

    /* The new input pauses in turn: its tree is the only one left to go on with. */
    private static boolean isOfSecondTurn(Session session) {
        long ended = session.transcript().stream(0)
                .filter(stored -> stored.entry() instanceof Entry.TurnEnded)
                .count();
        long begun = session.transcript().stream(0)
                .filter(stored -> stored.entry() instanceof Entry.TurnStarted)
                .count();
        return begun > ended;
    }

    @Test
    void a_child_that_a_tool_of_the_host_started_cannot_wait() {
        Tool starts = Tool.of("starts", "Starts one", Word.class, (w, ctx) -> {
                    Subagents.Child child = ctx.subagents().start(new Subagents.Task(null, "t", w.text(), null));
                    return child.await(ctx.cancellation()).outcome();
                })
                .effect(Effect.STATE);
        Agent agent = Agent.builder()
                .model(sending(ToolCall.of("1", "starts", Json.object().put("text", "hi"))))
                .tools(send, starts)
                .store(store)
                .build();

        Outcome end = agent.session("s").run("go");

        assertThat(end.text()).isEqualTo("[paused]");
        assertThat(sent).isEmpty();
        for (SessionInfo info : store.list()) {
            assertThat(store.find(info.id()).stream(0).toList())
                    .last()
                    .satisfies(stored -> assertThat(stored.entry()).isInstanceOf(Entry.TurnEnded.class));
        }
    }

    @Test
    void wherever_the_process_is_killed_nothing_runs_twice_and_all_is_accounted_for() throws Exception {
        int crashes = 0;
        for (int append = 1; crashes == append - 1; append++) {
            for (boolean written : List.of(true, false)) {
                sent.clear();
                InMemorySessionStore fresh = new InMemorySessionStore();
                Ending end = runUntilDone(
                        fresh, written ? Faults.crashAfter(fresh, append) : Faults.crashBefore(fresh, append));
                crashes += end.died() && written ? 1 : 0;

                assertThat(sent).as("append " + append).doesNotHaveDuplicates();
                if (end.outcome() != null) {
                    assertThat(end.outcome().usage()).as("append " + append).isEqualTo(usageOfReplies(fresh));
                }
            }
        }

        assertThat(crashes).isGreaterThan(15);
    }

    /** How it ended; no outcome when it had before the process died. */
    private record Ending(boolean died, @Nullable Outcome outcome) {}

    private static Usage usageOfReplies(SessionStore store) {
        Usage sum = Usage.none();
        for (SessionInfo info : store.list()) {
            for (Stored stored : store.find(info.id()).stream(0).toList()) {
                sum = stored.entry() instanceof Entry.ReplyAdded reply ? sum.plus(reply.usage()) : sum;
            }
        }
        return sum;
    }

    /** Works on one input, and goes on with all answers after each pause, and after a death. */
    private Ending runUntilDone(SessionStore fresh, SessionStore dying) throws Exception {
        boolean died = false;
        SessionStore where = dying;
        Outcome outcome = null;
        while (outcome == null || !outcome.isDone()) {
            if (died && hasEnded(fresh)) {
                return new Ending(true, null);
            }
            Session session = null;
            try {
                session = boss(where, task("1", "a"), task("2", "b")).session("s");
                outcome = session.isResumable()
                        ? session.resume(yes(asked(session))).await()
                        : session.run("go");
            } catch (StoreException e) {
                outcome = null;
            } finally {
                if (session != null) {
                    session.close();
                }
            }
            if (outcome == null || outcome instanceof Outcome.Failed) {
                assertThat(died).isFalse();
                died = true;
                where = fresh;
            }
        }
        return new Ending(died, outcome);
    }

    private static boolean hasEnded(SessionStore store) {
        Transcript transcript = store.find(SessionId.of("s"));
        return transcript != null && transcript.stream(0).anyMatch(stored -> stored.entry() instanceof Entry.TurnEnded);
    }

    private static List<Entry.Question> asked(Session session) {
        List<Entry.Question> questions = new ArrayList<>();
        session.transcript().stream(0).forEach(stored -> {
            if (stored.entry() instanceof Entry.TurnPaused paused) {
                questions.addAll(paused.questions());
            }
        });
        return questions;
    }

    /** Makes {@code calls} when told to go, sends any other word, and answers with the results. */
    private static ScriptedModel sending(ToolCall... calls) {
        return ScriptedModel.always(prompt -> {
            if (last(prompt.messages()) instanceof Message.Tool told) {
                return Reply.text(
                        told.results().stream().map(ToolResult::text).toList().toString());
            }
            String words = ((Message.User) last(prompt.messages())).text();
            return words.equals("go") ? Reply.calls(calls) : send(prompt);
        });
    }

    private static Model costing(Model model) {
        return (prompt, call) -> {
            Reply reply = model.reply(prompt, call);
            return new Reply(reply.message(), reply.stopReason(), Usage.of(100, 10), null);
        };
    }

    private Agent boss(SessionStore where, ToolCall... calls) {
        Agent sender = Agent.builder()
                .model(costing(ScriptedModel.always(PausedTreeTest::send)))
                .tools(send)
                .build();
        return Agent.builder()
                .model(costing(sending(calls)))
                .tools(send)
                .store(where)
                .subagents(Subagent.of("sender", "sends", sender))
                .build();
    }

    private Agent asTool() {
        Agent sender = Agent.builder()
                .model(ScriptedModel.always(PausedTreeTest::send))
                .tools(send)
                .build();
        return Agent.builder()
                .model(sending(ToolCall.of("1", "sender", Json.object().put("task", "hi"))))
                .tools(sender.asTool("sender", "sends"))
                .store(store)
                .build();
    }

    /** Agents of their own that hand the task down; the last one sends. */
    private Agent deep(int levels) {
        Agent agent = Agent.builder()
                .model(ScriptedModel.always(PausedTreeTest::send))
                .tools(send)
                .store(levels == 0 ? store : new InMemorySessionStore())
                .build();
        for (int i = 1; i <= levels; i++) {
            AgentBuilder next = Agent.builder()
                    .model(ScriptedModel.always(prompt -> last(prompt.messages()) instanceof Message.Tool told
                            ? Reply.text("[" + told.results().get(0).text() + "]")
                            : Reply.calls(task("down", "deep"))))
                    .subagents(Subagent.of("sender", "sends", agent));
            agent = (i == levels ? next.store(store) : next).build();
        }
        return agent;
    }

    private static Reply send(Prompt prompt) {
        if (last(prompt.messages()) instanceof Message.Tool told) {
            return Reply.text(told.results().get(0).text());
        }
        String words = ((Message.User) last(prompt.messages())).text();
        return Reply.calls(ToolCall.of("send-" + words, "send", Json.object().put("text", words)));
    }

    private static Message last(List<Message> messages) {
        return messages.get(messages.size() - 1);
    }

    private static ToolCall task(String id, String words) {
        return ToolCall.of(
                id, "task", Json.object().put("title", "t").put("prompt", words).put("kind", "sender"));
    }

    private static List<Entry.Question> paused(Session opened) {
        try (Session session = opened) {
            Outcome outcome = session.run("go");
            assertThat(outcome).isInstanceOf(Outcome.Paused.class);
            return ((Outcome.Paused) outcome).questions();
        }
    }

    private static Outcome resume(Agent agent, Map<String, Approver.Answer> answers) throws InterruptedException {
        try (Session session = agent.session("s")) {
            assertThat(session.isResumable()).isTrue();
            return session.resume(answers).await();
        }
    }

    private static Map<String, Approver.Answer> yes(List<Entry.Question> questions) {
        Map<String, Approver.Answer> answers = new HashMap<>();
        questions.forEach(question -> answers.put(question.callId(), Approver.Answer.once()));
        return answers;
    }
}
