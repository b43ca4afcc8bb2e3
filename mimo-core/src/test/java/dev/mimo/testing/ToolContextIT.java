package dev.mimo.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.MimoException;
import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import dev.mimo.session.Plan;
import dev.mimo.session.SessionId;
import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.PermissionDenied;
import dev.mimo.tool.Subagents;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import dev.mimo.tool.ToolProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ToolContextIT {

    private static final Plan.Task TASK = new Plan.Task("T1", "try", Plan.Status.OPEN, "", List.of());

    private final FakeWorkspace files = FakeWorkspace.create();

    @AfterEach
    void close() {
        files.close();
    }

    /** Does a bit of everything that a tool may do. */
    private static final class Busy implements Tool {

        @Override
        public ToolSpec spec() {
            return new ToolSpec(
                    "busy", "Does a bit of everything", Json.object().put("type", "object"));
        }

        @Override
        public ToolResult call(ToolCall call, ToolContext context) throws Exception {
            context.events().emit(new ToolProgress(call.id(), "at it"));
            context.require(Action.of("busy", "more", Effect.EXECUTE));
            context.updatePlan(plan -> new Plan(List.of(TASK)));
            Files.writeString(context.folder().resolve("out.txt"), "much");
            return ToolResult.of(call, call.arguments().path("word").asText());
        }
    }

    @Test
    void a_tool_can_be_called_without_an_agent() throws Exception {
        try (TestToolContext context = TestToolContext.in(files.workspace())) {
            ToolResult result = context.call(new Busy(), Map.of("word", "yes"));

            assertThat(result.text()).isEqualTo("yes");
            assertThat(result.callId()).isEqualTo(context.callId());
            assertThat(context.events().events()).containsExactly(new ToolProgress("call-1", "at it"));
            assertThat(context.asked())
                    .containsExactly(
                            Action.of("busy", "{\"word\":\"yes\"}", Effect.HOST),
                            Action.of("busy", "more", Effect.EXECUTE));
            assertThat(context.plan()).isEqualTo(new Plan(List.of(TASK)));
            assertThat(context.folder().resolve("out.txt")).hasContent("much");
        }
    }

    @Test
    void the_gate_answers_as_the_test_says() {
        try (TestToolContext context = TestToolContext.builder(files.workspace())
                .allow(action -> action.effect() != Effect.EXECUTE)
                .build()) {
            assertThatThrownBy(() -> context.call(new Busy(), Map.of()))
                    .isInstanceOf(PermissionDenied.class)
                    .hasMessageContaining("more");
            assertThat(context.plan()).isEqualTo(Plan.empty());
        }
    }

    @Test
    void everything_can_be_given() {
        Path own = files.file("own/x", "1").path("own");
        TestToolContext context = TestToolContext.builder(files.workspace())
                .session("ticket-1")
                .callId("call-9")
                .folder(own)
                .plan(new Plan(List.of(TASK)))
                .attributes(Map.of("tenant", "t"))
                .build();
        context.close();

        assertThat(context.session()).isEqualTo(SessionId.of("ticket-1"));
        assertThat(context.callId()).isEqualTo("call-9");
        assertThat(context.plan().tasks()).containsExactly(TASK);
        assertThat(context.attributes()).isEqualTo(Map.of("tenant", "t"));
        assertThat(own.resolve("x")).hasContent("1");
    }

    @Test
    void a_context_is_not_changed_by_what_its_builder_makes_next() {
        TestToolContext.Builder builder = TestToolContext.builder(files.workspace());
        try (TestToolContext first = builder.callId("a").build();
                TestToolContext second = builder.callId("b").build()) {
            assertThat(first.callId()).isEqualTo("a");
            assertThat(second.folder()).isNotEqualTo(first.folder());
        }
    }

    @Test
    void closing_closes_the_resources_and_deletes_the_folder() {
        TestToolContext context = TestToolContext.in(files.workspace());
        boolean[] closed = new boolean[1];
        context.resources().get(AutoCloseable.class, () -> () -> closed[0] = true);

        context.close();

        assertThat(closed[0]).isTrue();
        assertThat(context.folder()).doesNotExist();
        assertThatThrownBy(() -> context.resources().get(Object.class, Object::new))
                .isInstanceOf(MimoException.class);
    }

    @Test
    void there_are_no_subagents_unless_given() {
        try (TestToolContext context = TestToolContext.in(files.workspace())) {
            assertThat(context.subagents().kinds()).isEmpty();
            assertThatThrownBy(() -> context.subagents().start(new Subagents.Task(null, "try", "do it", null)))
                    .isInstanceOf(InvalidCall.class);
        }
    }
}
