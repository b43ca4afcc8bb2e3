package dev.mimo.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentTools;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.Session;
import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import dev.mimo.permission.Permissions;
import dev.mimo.session.InMemorySessionStore;
import dev.mimo.session.SessionId;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.TestEnvironment;
import dev.mimo.tool.Tool;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MaxModeAgentTest {

    record Word(String text) {}

    private final TestEnvironment time = TestEnvironment.create();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final Tool act = Tool.of("act", "Acts", Word.class, (word, context) -> {
        done.add(word.text());
        return "did " + word.text();
    });

    /** Each candidate would do something else; once something was done, all would stop. */
    private final AtomicInteger drafted = new AtomicInteger();

    private final Model model = ScriptedModel.always(prompt -> {
        Message last = prompt.messages().get(prompt.messages().size() - 1);
        int draft = drafted.incrementAndGet();
        Message.Assistant said = last instanceof Message.Tool
                ? Message.assistant(Content.text("finished"))
                : Message.assistant(ScriptedModel.toolCall("act", Map.of("text", "draft " + draft)));
        StopReason reason = last instanceof Message.Tool ? StopReason.STOP : StopReason.TOOL_CALLS;
        return new Reply(said, reason, Usage.of(10, 1), null);
    });

    @AfterEach
    void everything_has_ended() {
        time.close();
    }

    @Test
    void only_what_was_chosen_is_done_and_all_of_it_is_paid() {
        Agent agent = Agent.builder()
                .model(model)
                .tools(act)
                .permissions(Permissions.bypass())
                .environment(time.environment())
                .maxMode(MaxMode.of(3).withoutShortCut().judge(MaxModeAgentTest::last))
                .build();

        Outcome outcome = agent.run("go");

        assertThat(outcome.text()).isEqualTo("finished");
        assertThat(done).containsExactly("draft 3");
        assertThat(outcome.steps()).isEqualTo(2);
        assertThat(outcome.usage().total()).isEqualTo(6 * 11L);
    }

    @Test
    void a_decision_is_kept_before_the_reply_it_led_to_and_can_be_made_again() {
        InMemorySessionStore store = new InMemorySessionStore();
        Agent agent = Agent.builder()
                .model(model)
                .tools(act)
                .permissions(Permissions.bypass())
                .store(store)
                .environment(time.environment())
                .maxMode(MaxMode.of(3).judge(MaxModeAgentTest::last))
                .build();
        try (Session session = agent.session(SessionId.of("s"))) {
            session.run("go");

            List<Decision> decisions = Decision.of(session.transcript());

            assertThat(decisions).hasSize(2);
            Decision first = decisions.get(0);
            assertThat(first.candidates()).hasSize(3);
            assertThat(first.by()).isEqualTo(Decision.By.JUDGE);
            assertThat(first.spent().usage()).isEqualTo(Usage.of(30, 3));
            assertThat(last(null, first.candidates(), ModelCall.of(Role.JUDGE))).isEqualTo(first.choice());
            ToolCall chosen = first.candidates().stream()
                    .filter(candidate -> candidate.index() == first.choice().index())
                    .findFirst()
                    .orElseThrow()
                    .reply()
                    .message()
                    .toolCalls()
                    .get(0);
            Message.Assistant said = (Message.Assistant) session.messages().get(1);
            assertThat(said.toolCalls().get(0).arguments()).isEqualTo(chosen.arguments());
            assertThat(decisions.get(1).by()).isEqualTo(Decision.By.AGREEMENT);
        }
    }

    @Test
    void sub_agents_are_asked_as_ever() {
        AtomicInteger subagent = new AtomicInteger();
        Model asking = (prompt, call) -> {
            if (call.role() == Role.SUBAGENT) {
                subagent.incrementAndGet();
                return Reply.text("sub done");
            }
            return prompt.messages().get(prompt.messages().size() - 1) instanceof Message.Tool
                    ? Reply.text("finished")
                    : Reply.calls(ScriptedModel.toolCall("task", Map.of("title", "t", "prompt", "p")));
        };
        Agent agent = Agent.builder()
                .model(asking)
                .tools(AgentTools.task())
                .permissions(Permissions.bypass())
                .environment(time.environment())
                .maxMode(MaxMode.of(3))
                .build();

        assertThat(agent.run("go").text()).isEqualTo("finished");
        assertThat(subagent).hasValue(1);
    }

    /** Judges by what is proposed, whatever the order. */
    private static Choice last(Object prompt, List<Candidate> candidates, ModelCall call) {
        Candidate best = candidates.get(0);
        for (Candidate candidate : candidates) {
            if (action(candidate).compareTo(action(best)) > 0) {
                best = candidate;
            }
        }
        return new Choice(best.index(), 1, "it comes last");
    }

    private static String action(Candidate candidate) {
        return Agreement.action(candidate.reply().message());
    }
}
