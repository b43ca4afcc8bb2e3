package dev.mimo.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.Prompt;
import dev.mimo.model.ProviderData;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptProtocolTest {

    private static final ToolSpec READ =
            new ToolSpec("read", "Reads", Json.object().put("type", "object"));
    private static final ToolSpec BASH =
            new ToolSpec("bash", "Runs", Json.object().put("type", "object"));
    private static final ToolCall ONE = ToolCall.of("call-1", "read", Json.object());
    private static final ToolCall TWO = ToolCall.of("call-2", "read", Json.object());
    private static final Message.User HELLO = Message.user("hello");

    private final PromptProtocol protocol = PromptProtocol.strict();

    @Test
    void a_whole_conversation_passes() {
        Message asked = Message.assistant(Content.text("let me see"), ONE, TWO);
        Message told = Message.tool(ToolResult.of(ONE, "1"), ToolResult.error(TWO, "2"));

        accepted(HELLO);
        accepted(HELLO, asked, told);
        accepted(HELLO, asked, told, Message.user("steer"), Message.user("again"));
    }

    @Test
    void a_user_comes_first() {
        refused("message 0: a user message comes first");
        refused("message 0: a user message comes first", Message.assistant(Content.text("hi")));
    }

    @Test
    void a_call_without_a_result_is_broken() {
        refused("message 1: calls [call-1] have no results", HELLO, Message.assistant(ONE));
        refused("message 1: calls [call-1] have no results", HELLO, Message.assistant(ONE), Message.user("well?"));
        refused(
                "message 2: calls [call-1, call-2] have results [call-1]",
                HELLO,
                Message.assistant(ONE, TWO),
                Message.tool(ToolResult.of(ONE, "1")));
    }

    @Test
    void results_stand_in_the_order_of_the_calls_once_each() {
        Message calls = Message.assistant(ONE, TWO);

        refused("have results [call-2, call-1]", HELLO, calls, results(TWO, ONE));
        refused("have results [call-1, call-1]", HELLO, calls, results(ONE, ONE));
        refused("have results [call-1, call-2, call-2]", HELLO, calls, results(ONE, TWO, TWO));
    }

    @Test
    void a_result_without_a_call_is_broken() {
        refused("message 1: results [call-1] without calls", HELLO, results(ONE));
        refused("message 3: results [call-1] without calls", HELLO, Message.assistant(ONE), results(ONE), results(ONE));
        refused(
                "message 2: results [call-1] without calls",
                HELLO,
                Message.assistant(Content.text("done")),
                results(ONE));
    }

    @Test
    void ids_are_unique_in_the_whole_conversation() {
        refused("message 1: call id \"call-1\"", HELLO, Message.assistant(ONE, ONE), results(ONE, ONE));
        refused(
                "message 3: call id \"call-1\"",
                HELLO,
                Message.assistant(ONE),
                results(ONE),
                Message.assistant(ONE),
                results(ONE));
        refused("message 1: call id \"\"", HELLO, Message.assistant(ONE.withId("")), results(ONE.withId("")));
    }

    @Test
    void empty_messages_are_broken() {
        refused("message 0: the message is empty", Message.user(" \n"));
        refused("message 1: the message is empty", HELLO, Message.assistant());
        refused("message 1: the message is empty", HELLO, Message.assistant(new Content.Thinking("", null)));
    }

    @Test
    void sealed_thinking_and_a_picture_are_content() {
        Content sealed = new Content.Thinking("", new ProviderData("x", Json.object()));

        accepted(new Message.User(List.of(new Content.Image("image/png", "AA==")), null), Message.assistant(sealed));
    }

    @Test
    void the_failure_shows_the_conversation() {
        refused("  0  user       hello\n  1  assistant  call call-1 read {}\n", HELLO, Message.assistant(ONE));
    }

    @Test
    void an_earlier_message_that_is_only_equal_is_not_the_same() {
        Message said = Message.assistant(Content.text("hi"));
        accepted(HELLO, said);

        refused("message 1: the message is not the object", HELLO, Message.assistant(Content.text("hi")), HELLO);
    }

    @Test
    void a_shorter_prompt_of_the_same_conversation_passes_but_does_not_become_the_measure() {
        Message said = Message.assistant(Content.text("hi"));
        accepted(HELLO, said);
        accepted(HELLO);

        refused("message 1: the message is not the object", HELLO, Message.assistant(Content.text("other")));
    }

    @Test
    void another_first_message_or_role_is_another_conversation() {
        accepted(HELLO, Message.assistant(Content.text("hi")));

        accepted(Message.user("hello"), Message.assistant(Content.text("ho")));
        assertThatCode(() -> protocol.check(Role.JUDGE, prompt("judge this", List.of(), HELLO)))
                .doesNotThrowAnyException();
    }

    @Test
    void system_text_and_tools_do_not_change() {
        protocol.check(Role.MAIN, prompt("be good", List.of(READ, BASH), HELLO));

        assertThatThrownBy(() -> protocol.check(Role.MAIN, prompt("be better", List.of(READ, BASH), HELLO)))
                .hasMessageContaining("the system text has changed");
        assertThatThrownBy(() -> protocol.check(Role.MAIN, prompt("be good", List.of(BASH, READ), HELLO)))
                .hasMessageContaining("the tools have changed");
    }

    @Test
    void shape_alone_lets_history_and_tools_change() {
        PromptProtocol shape = PromptProtocol.shape();
        shape.check(Role.MAIN, prompt("a", List.of(READ), HELLO, Message.assistant(Content.text("x"))));

        shape.check(Role.MAIN, prompt("b", List.of(BASH), HELLO, Message.assistant(Content.text("y"))));
        assertThatThrownBy(() -> shape.check(Role.MAIN, prompt("b", List.of(), HELLO, results(ONE))))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void any_model_can_be_checked() {
        ProtocolCheckedModel model = new ProtocolCheckedModel((prompt, call) -> Reply.text("hi"), protocol);

        assertThatCode(() -> model.reply(Prompt.of("", "hello"), ModelCall.of(Role.MAIN)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> model.reply(prompt("", List.of(), results(ONE)), ModelCall.of(Role.MAIN)))
                .isInstanceOf(AssertionError.class);
    }

    private void accepted(Message... messages) {
        assertThatCode(() -> protocol.check(Role.MAIN, prompt("", List.of(), messages)))
                .doesNotThrowAnyException();
    }

    private void refused(String why, Message... messages) {
        assertThatThrownBy(() -> protocol.check(Role.MAIN, prompt("", List.of(), messages)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(why);
    }

    private static Message results(ToolCall... calls) {
        return new Message.Tool(
                List.of(calls).stream().map(call -> ToolResult.of(call, "ok")).toList());
    }

    private static Prompt prompt(String system, List<ToolSpec> tools, Message... messages) {
        return new Prompt(system, List.of(messages), tools, ModelOptions.defaults());
    }
}
