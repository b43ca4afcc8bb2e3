package dev.mimo.testing.junit;

import static dev.mimo.testing.junit.AgentAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.agent.AgentBuilder;
import dev.mimo.agent.AgentEvent;
import dev.mimo.agent.Limits;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.Session;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.Usage;
import dev.mimo.permission.Permissions;
import dev.mimo.session.Entry;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionLog;
import dev.mimo.session.SessionStore;
import dev.mimo.testing.FakeWorkspace;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.tool.Tool;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@AgentTest
class AgentAssertionsIT {

    record Word(String text) {}

    private static final Tool ECHO = Tool.of("echo", "Echoes", Word.class, (word, context) -> word.text());
    private static final Tool PAY = Tool.of("pay", "Pays", Word.class, (word, context) -> "paid");

    private final List<AgentEvent> events = new ArrayList<>();

    @Test
    void they_hold_for_what_happened_and_fail_with_the_transcript_for_what_did_not(
            AgentBuilder builder, ScriptedModel model, FakeWorkspace workspace) throws Exception {
        model.call("echo", Map.of("text", "a")).call("pay", Map.of("text", "b")).reply("done");
        try (Session session = session(builder, model)) {
            Outcome outcome = session.run("go");

            assertThat(outcome)
                    .in(session)
                    .completed()
                    .hasText("done")
                    .hasTextContaining("on")
                    .usedAtMost(3);
            assertThat(session)
                    .completed()
                    .calledTool("pay")
                    .calledToolsInOrder("echo", "pay")
                    .neverCalled("bash")
                    .mentions("paid")
                    .usedAtMost(3)
                    .isWellFormed();
            assertThat(events)
                    .ranToolsInOrder("echo", "pay")
                    .ranTool("echo")
                    .neverRan("bash")
                    .told("turn_ended")
                    .neverTold("turn_resumed")
                    .usedAtMost(3)
                    .isWellFormed();
            Files.writeString(workspace.path("golden.txt"), "other");
            for (Runnable wrong : List.<Runnable>of(
                    () -> assertThat(outcome).in(session).paused(),
                    () -> assertThat(outcome).in(session).stoppedBy("steps"),
                    () -> assertThat(outcome).in(session).hasText("other"),
                    () -> assertThat(outcome).in(session).usedAtMost(2),
                    () -> assertThat(session).paused(),
                    () -> assertThat(session).calledTool("bash"),
                    () -> assertThat(session).neverCalled("pay"),
                    () -> assertThat(session).calledToolsInOrder("echo"),
                    () -> assertThat(session).usedAtMost(2),
                    () -> assertThat(session).matchesGolden(workspace.path("golden.txt")))) {
                assertThatThrownBy(wrong::run)
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining("call call-1 echo {\"text\":\"a\"}");
            }
            assertThatThrownBy(() -> assertThat(events).neverRan("echo"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("tool_call_started");
        }
    }

    @Test
    void a_pause_and_a_limit_are_told_apart(AgentBuilder builder, ScriptedModel model) {
        model.call("pay", Map.of("text", "b"));
        builder.permissions(Permissions.askBeforeChange().ask("pay", "*"))
                .limits(Limits.defaults().steps(1));
        try (Session session = session(builder, model)) {
            assertThat(session.run("go")).in(session).paused();
            assertThat(session).paused().isWellFormed();

            model.call("echo", Map.of("text", "a"));
            assertThat(session.run("other")).in(session).stoppedBy("steps");
            assertThat(session).isWellFormed();
        }
    }

    @Test
    void a_broken_transcript_is_not_well_formed(SessionStore store) {
        ToolCall call = ToolCall.of("1", "echo", Json.object());
        try (SessionLog log = store.open(SessionId.of("broken"))) {
            log.append(List.of(
                    new Entry.TurnStarted("t"),
                    new Entry.MessageAdded(Message.user("go"), null),
                    new Entry.ReplyAdded(Message.assistant(call), StopReason.TOOL_CALLS, Usage.none()),
                    new Entry.CallFinished(ToolResult.of(call, "a")),
                    new Entry.CallFinished(ToolResult.of(call, "b")),
                    new Entry.TurnStarted("u")));

            assertThatThrownBy(() -> assertThat(log.transcript()).isWellFormed())
                    .hasMessageContaining("a result for call \"1\", which is not open")
                    .hasMessageContaining("turn u began while t was open");
        }
    }

    private Session session(AgentBuilder builder, ScriptedModel model) {
        return builder.model(model)
                .tools(ECHO, PAY)
                .listener(events::add)
                .build()
                .session("s");
    }
}
