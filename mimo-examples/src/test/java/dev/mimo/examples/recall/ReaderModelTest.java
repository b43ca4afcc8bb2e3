package dev.mimo.examples.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That it goes by the prompt, and by nothing else. */
class ReaderModelTest {

    private static final String QUESTION = "What is the listen port of amber-ledger?";
    private static final ToolSpec SEARCH = new ToolSpec("history_search", "finds what was said", schema());

    private final ReaderModel model = new ReaderModel(32_000);

    @Test
    void what_stands_in_the_prompt_is_the_answer_whoever_said_it() {
        assertThat(answer(Message.user("The listen port of amber-ledger is 4711."), Message.user(QUESTION)))
                .isEqualTo("Answer: 4711");
        assertThat(answer(
                        Message.user("Go."), said("The listen port of amber-ledger is 4712."), Message.user(QUESTION)))
                .isEqualTo("Answer: 4712");
    }

    @Test
    void what_it_was_shown_before_is_forgotten() {
        answer(Message.user("The listen port of amber-ledger is 4711."), Message.user(QUESTION));

        assertThat(answer(Message.user(QUESTION))).isEqualTo(ReaderModel.UNKNOWN);
    }

    @Test
    void a_name_that_is_nearly_the_same_is_not_the_same() {
        assertThat(answer(
                        Message.user("The listen port of amber-ledger-2 is 1. The listen port of amber-ledgers is 2."
                                + " config old-amber-ledger listen port = 3"),
                        Message.user(QUESTION)))
                .isEqualTo(ReaderModel.UNKNOWN);
    }

    @Test
    void what_is_not_there_is_looked_up_once() {
        Reply first = ask(List.of(Message.user(QUESTION)), SEARCH);
        ToolCall call = first.message().toolCalls().get(0);
        Message.Tool nothing = Message.tool(ToolResult.of(call, "nothing found"));

        assertThat(call.name()).isEqualTo("history_search");
        assertThat(call.arguments()).isEqualTo(Json.object().put("words", "listen port amber-ledger"));
        assertThat(ask(List.of(Message.user(QUESTION), first.message(), nothing), SEARCH)
                        .message())
                .isEqualTo(said(ReaderModel.UNKNOWN));
    }

    @Test
    void what_the_search_found_is_the_answer() {
        Reply first = ask(List.of(Message.user(QUESTION)), SEARCH);
        Message.Tool found = Message.tool(ToolResult.of(
                first.message().toolCalls().get(0), "world-0#17: config amber-ledger listen port = 4711"));

        assertThat(ask(List.of(Message.user(QUESTION), first.message(), found), SEARCH)
                        .message()
                        .text())
                .isEqualTo("Answer: 4711");
    }

    @Test
    void words_of_the_runtime_are_neither_question_nor_task() {
        Message.User memory =
                new Message.User(List.of(Content.text("The listen port of amber-ledger is 4711.")), "memory");

        assertThat(answer(Message.user(QUESTION), memory)).isEqualTo("Answer: 4711");
    }

    @Test
    void work_goes_on_with_the_task_that_the_tool_names_and_says_what_follows_from_measurements() {
        Reply first = ask(List.of(Message.user("Go on with the tests of amber-ledger [12].")));
        ToolCall call = first.message().toolCalls().get(0);
        String printed = "bench cache policy of amber-ledger: lru 40 ms, arc 12 ms, none 77 ms\nnext: the review [13]";
        Reply second = ask(List.of(
                Message.user("Go on with the tests of amber-ledger [12]."),
                first.message(),
                Message.tool(ToolResult.of(call, printed))));

        assertThat(call.arguments()).isEqualTo(Json.object().put("task", "the tests of amber-ledger [12]"));
        assertThat(second.message().text()).startsWith("I decided on arc as the cache policy of amber-ledger.");
        assertThat(second.message().toolCalls().get(0).arguments())
                .isEqualTo(Json.object().put("task", "the review [13]"));
    }

    @Test
    void a_turn_ends_when_nothing_is_left() {
        Reply first = ask(List.of(Message.user("Go on with the tests of amber-ledger [12].")));
        Message.Tool last =
                Message.tool(ToolResult.of(first.message().toolCalls().get(0), ReaderModel.NOTHING_LEFT));

        Reply end = ask(List.of(Message.user("Go on with the tests of amber-ledger [12]."), first.message(), last));

        assertThat(end.message().toolCalls()).isEmpty();
    }

    @Test
    void a_prompt_beyond_its_window_is_refused() {
        Message.User much = Message.user("word ".repeat(40_000));

        assertThatThrownBy(() -> ask(List.of(much))).isInstanceOf(ModelException.ContextOverflow.class);
    }

    @Test
    void what_stood_in_the_prompt_before_counts_as_cached() {
        Message.User task = Message.user("Go on with the tests of amber-ledger [12].");
        Reply first = ask(List.of(task));
        Message.Tool result =
                Message.tool(ToolResult.of(first.message().toolCalls().get(0), "next: the review [13]"));

        Reply second = ask(List.of(task, first.message(), result));

        assertThat(first.usage().cacheRead()).isZero();
        assertThat(second.usage().cacheRead()).isEqualTo(first.usage().prompt());
        assertThat(second.usage().prompt()).isGreaterThan(first.usage().total());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "What is to be run before you touch services/amber-ledger? | run touch services/amber-ledger",
                "Whose word is needed to merge into services/amber-ledger? | word merge services/amber-ledger",
                "修改 services/amber-ledger 之前必须运行什么？ | 修改 services/amber-ledger 运行",
                "What was decided on as the wire format of amber-ledger? | decided wire format amber-ledger",
                "amber-ledger 的消息队列选用什么？ | amber-ledger 消息队列",
                "amber-ledger 的监听端口是多少？ | amber-ledger 监听端口"
            })
    void the_words_that_carry_a_question_are_looked_for(String question, String words) {
        assertThat(ReaderModel.words(question)).isEqualTo(words);
    }

    private String answer(Message... messages) {
        return ask(List.of(messages)).message().text();
    }

    private Reply ask(List<Message> messages, ToolSpec... tools) {
        return model.reply(new Prompt("", messages, List.of(tools), ModelOptions.defaults()), ModelCall.of(Role.MAIN));
    }

    private static Message.Assistant said(String text) {
        return new Message.Assistant(
                List.of(Content.text(text)), new ReaderModel(32_000).facts().ref(), null);
    }

    private static ObjectNode schema() {
        ObjectNode schema = Json.object().put("type", "object");
        schema.putObject("properties").putObject("words").put("type", "string");
        schema.putArray("required").add("words");
        return schema;
    }
}
