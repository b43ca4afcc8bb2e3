package dev.mimo.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolMakingTest {

    @TempDir
    Path root;

    record Sum(int a, @Nullable Integer b) {}

    public static class Weather {

        @AgentTool(value = "Weather of a city", effect = Effect.READ)
        public List<String> weather(@Doc("Its name") String city, ToolContext context, @Nullable Integer days) {
            return List.of(city, String.valueOf(days), context.callId());
        }

        @AgentTool(value = "Fails", name = "break")
        public void breaks(boolean hard) throws IOException {
            if (hard) {
                throw new StackOverflowError("hard");
            }
            throw new IOException("soft");
        }
    }

    public static class Hidden {
        @AgentTool("Cannot be reached")
        void hidden() {}
    }

    public static class Same {
        @AgentTool("One")
        public void same() {}

        @AgentTool("Two")
        public void same(int n) {}
    }

    public static class Odd {
        @AgentTool("Takes what is not supported")
        public void odd(Thread thread) {}
    }

    @Test
    void a_record_tool_binds_and_tells() throws Exception {
        RecordTool<Sum> sum = Tool.of("sum", "Adds", Sum.class, (in, ctx) -> in.a() + (in.b() == null ? 0 : in.b()));

        assertThat(sum.call(call("{\"a\":1,\"b\":\"2\"}"), context()).text()).isEqualTo("3");
        assertThat(sum.effect()).isEqualTo(Effect.HOST);
        assertThat(sum.effect(Effect.READ).idempotent()).isTrue();
        assertThatThrownBy(() -> sum.actions(call("{\"a\":\"x\"}"), context().workspace()))
                .isInstanceOf(InvalidCall.class)
                .hasMessage("a must be a whole number of 32 bits, not \"x\"");
    }

    @Test
    void a_record_tool_says_what_its_calls_would_do() {
        RecordTool<Sum> sum = Tool.of("sum", "Adds", Sum.class, (in, ctx) -> null)
                .actions((in, workspace) -> List.of(Action.of("sum", "a=" + in.a(), Effect.NETWORK)))
                .repeatable();

        assertThat(sum.actions(call("{\"a\":1}"), context().workspace()))
                .containsExactly(Action.of("sum", "a=1", Effect.NETWORK));
        assertThat(sum.idempotent()).isTrue();
    }

    @Test
    void answers_are_told_as_text_or_json() {
        assertThat(RecordTool.told(null)).isEqualTo("done");
        assertThat(RecordTool.told("plain")).isEqualTo("plain");
        assertThat(RecordTool.told(new Sum(1, null))).isEqualTo("{\"a\":1,\"b\":null}");
        assertThat(RecordTool.told(LocalDate.of(2026, 1, 31))).isEqualTo("2026-01-31");
        assertThat(RecordTool.result(call("{}"), new Content.Image("image/png", "AA=="))
                        .content())
                .containsExactly(new Content.Image("image/png", "AA=="));
    }

    @Test
    void annotated_methods_become_tools_in_the_order_of_their_names() throws Exception {
        List<Tool> tools = Tool.from(new Weather());

        assertThat(tools).extracting(tool -> tool.spec().name()).containsExactly("break", "weather");
        assertThat(Json.write(tools.get(1).spec().inputSchema()))
                .isEqualTo(
                        "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\",\"description\":\"Its name\"},"
                                + "\"days\":{\"type\":\"integer\"}},\"required\":[\"city\"],\"additionalProperties\":false}");
        assertThat(tools.get(1).call(call("{\"city\":\"Kyiv\"}"), context()).text())
                .isEqualTo("[\"Kyiv\",\"null\",\"call-1\"]");
        assertThat(tools.get(1).effect()).isEqualTo(Effect.READ);
        assertThatThrownBy(() -> tools.get(1).actions(call("{}"), context().workspace()))
                .hasMessage("missing or null: city");
    }

    @Test
    void what_a_method_throws_arrives_as_it_is() {
        Tool breaks = Tool.from(new Weather()).get(0);

        assertThatThrownBy(() -> breaks.call(call("{\"hard\":false}"), context()))
                .isInstanceOf(IOException.class)
                .hasMessage("soft");
        assertThatThrownBy(() -> breaks.call(call("{\"hard\":true}"), context()))
                .isInstanceOf(StackOverflowError.class);
    }

    @Test
    void methods_that_cannot_be_tools_are_refused_when_they_are_given() {
        refused(new Object(), "has no public method marked @AgentTool");
        refused(new Hidden(), "Hidden.hidden is marked @AgentTool but not public");
        refused(new Same(), "two tools are named \"same\"");
        refused(new Odd(), "Odd.odd(thread): java.lang.Thread is not supported");
    }

    private TestToolContext context() {
        return new TestToolContext(root);
    }

    private static ToolCall call(String arguments) {
        return ToolCall.of("call-1", "any", Json.readObject(arguments));
    }

    private static void refused(Object target, String message) {
        assertThatThrownBy(() -> Tool.from(target))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
