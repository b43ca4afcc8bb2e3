package dev.mimo.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptsTest {

    @Test
    void every_block_has_its_line() {
        ToolCall read = ToolCall.of("call-1", "read", Json.object().put("path", "A.java"));
        ToolCall broken = new ToolCall("call-2", "edit", Json.object(), "{\"path", null);

        String text = Transcripts.render(List.of(
                new Message.User(
                        List.of(Content.text("Fix\nthe test"), new Content.Image("image/png", "AAAA")), "nudge"),
                Message.assistant(new Content.Thinking("where?", null), Content.text(""), read, broken),
                Message.tool(ToolResult.of(read, "class A {\n}  "), ToolResult.error(broken, "not JSON")),
                Message.assistant(new Content.Opaque("x", Json.object().put("k", 1))),
                Message.assistant()));

        assertThat(text).isEqualTo("""
                  0  user       (note nudge)
                                Fix
                                the test
                                (image/png, 4 characters)
                  1  assistant  (thinking) where?
                                (empty text)
                                call call-1 read {"path":"A.java"}
                                call call-2 edit (unparsed) {"path
                  2  tool       call-1: class A {
                                }
                                call-2 (error): not JSON
                  3  assistant  (opaque, x) {"k":1}
                  4  assistant  (nothing)
                """);
    }

    @Test
    void a_long_text_is_cut_and_says_so() {
        String text = Transcripts.render(List.of(Message.user("x".repeat(2_500))));

        assertThat(text).hasSizeLessThan(2_100).contains("… (500 more characters)");
    }

    @Test
    void no_messages_are_said_to_be_none() {
        assertThat(Transcripts.render(List.of())).isEqualTo("(no messages)\n");
    }
}
