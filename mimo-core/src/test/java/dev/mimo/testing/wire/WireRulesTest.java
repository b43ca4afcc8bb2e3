package dev.mimo.testing.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One request for each demand; {@code '} stands for the quotes of JSON. */
final class WireRulesTest {

    private static final String U = "{'role':'user','content':'hi'}";
    private static final String A = "{'role':'assistant','content':'ho'}";
    private static final String CALL = "{'id':'c1','type':'function','function':{'name':'f','arguments':'{}'}}";
    private static final String CALL_2 = CALL.replace("c1", "c2");
    private static final String RESULT = "{'role':'tool','tool_call_id':'c1','content':'x'}";
    private static final String USE = "{'type':'tool_use','id':'t1','name':'f','input':{}}";
    private static final String THOUGHT = "{'type':'thinking','thinking':'hm','signature':'s'}";
    private static final String USED = "{'type':'tool_result','tool_use_id':'t1','content':'x'}";
    private static final String F_CALL = "{'type':'function_call','call_id':'c1','name':'f','arguments':'{}'}";
    private static final String F_OUT = "{'type':'function_call_output','call_id':'c1','output':'x'}";
    private static final String R = "{'type':'reasoning','id':'rs_1','summary':[],'encrypted_content':'e'}";

    static List<Arguments> chat() {
        return List.of(
                broken("", U, calls("'content':null", CALL), RESULT),
                broken("", "{'role':'developer','content':'d'}", U, A),
                broken("messages FIELD"),
                broken("messages[0].role KNOWN_KIND", "{'role':'function','content':'x'}"),
                broken("messages[2] CALL_ANSWERED", U, calls("", CALL)),
                broken("messages[3] CALL_ANSWERED", U, calls("", CALL, CALL_2), RESULT, U),
                broken("messages[3] RESULT_ASKED", U, calls("", CALL), RESULT, RESULT),
                broken("messages[1] RESULT_ASKED", U, RESULT),
                broken("messages[1].tool_calls[1].id ID_UNIQUE", U, calls("", CALL, CALL), RESULT),
                broken("messages[1].content NOT_EMPTY", U, "{'role':'assistant','content':null}"),
                broken(
                        "messages[1].tool_calls[0].function.arguments FIELD",
                        U,
                        calls("", CALL.replace("'{}'", "{}")),
                        RESULT));
    }

    @ParameterizedTest
    @MethodSource("chat")
    void chat_answers_each_call_right_after_it(List<String> expected, List<String> messages) {
        assertThat(chat(Vendor.STANDARD, "", messages)).isEqualTo(expected);
    }

    @Test
    void reasoning_goes_back_with_its_calls_where_the_vendor_wants_it() {
        List<String> without = List.of(U, calls("'content':''", CALL), RESULT);
        List<String> empty = List.of(U, calls("'reasoning_content':''", CALL), RESULT);
        List<String> space = List.of(U, calls("'reasoning_content':' '", CALL), RESULT);
        String on = ",'thinking':{'type':'enabled'}";
        String off = ",'thinking':{'type':'disabled'}";
        List<String> missing = List.of("messages[1].reasoning_content REASONING_REPLAYED");

        assertThat(chat(Vendor.STANDARD, on, without)).isEmpty();
        assertThat(chat(Vendor.GLM, on, without)).isEmpty();
        assertThat(chat(Vendor.DEEPSEEK, "", without)).isEqualTo(missing);
        assertThat(chat(Vendor.DEEPSEEK, "", empty)).isEmpty();
        assertThat(chat(Vendor.DEEPSEEK, off, without)).isEmpty();
        assertThat(chat(Vendor.KIMI, "", without)).isEqualTo(missing);
        assertThat(chat(Vendor.KIMI, "", empty)).isEqualTo(missing);
        assertThat(chat(Vendor.KIMI, "", space)).isEmpty();
        assertThat(chat(Vendor.MIMO, on, without)).isEqualTo(missing);
        assertThat(chat(Vendor.MIMO, "", without)).isEmpty();
    }

    @Test
    void settings_that_a_vendor_does_not_take_while_thinking_are_named() {
        String forced = ",'tool_choice':'required'";
        String off = ",'thinking':{'type':'disabled'}";

        assertThat(chat(Vendor.STANDARD, forced, List.of(U))).isEmpty();
        assertThat(chat(Vendor.DEEPSEEK, forced, List.of(U))).containsExactly("tool_choice TOOL_CHOICE");
        assertThat(chat(Vendor.DEEPSEEK, forced + off, List.of(U))).isEmpty();
        assertThat(chat(Vendor.KIMI, forced, List.of(U))).containsExactly("tool_choice TOOL_CHOICE");
        assertThat(chat(Vendor.KIMI, ",'temperature':0.6", List.of(U))).containsExactly("temperature SAMPLING");
        assertThat(chat(Vendor.MIMO, ",'tool_choice':'none'", List.of(U))).containsExactly("tool_choice TOOL_CHOICE");
        assertThat(chat(Vendor.MIMO, ",'tool_choice':'auto'", List.of(U))).isEmpty();
        assertThat(chat(Vendor.MIMO, ",'reasoning_effort':'max'", List.of(U)))
                .containsExactly("reasoning_effort FIELD");
        assertThat(chat(Vendor.DEEPSEEK, "", List.of("{'role':'developer','content':'x'}")))
                .containsExactly("messages[0].role KNOWN_KIND");
    }

    static List<Arguments> messages() {
        return List.of(
                broken("", U, said(THOUGHT, USE), told(USED)),
                broken("messages FIELD"),
                broken("messages[0] USER_FIRST", A, U),
                broken("messages[1] ALTERNATION", U, U),
                broken("messages[1] NO_PREFILL", U, A),
                broken("messages[0].role KNOWN_KIND,messages[0] USER_FIRST", U.replace("user", "system"), U),
                broken("messages[0].content[0] NOT_EMPTY", told("{'type':'text','text':''}")),
                broken("messages[0].content[0] NOT_EMPTY", told("{'type':'text','text':' \\n'}")),
                broken("messages[0] NOT_EMPTY", "{'role':'user','content':[]}"),
                broken("messages[1] CALL_ANSWERED", U, said(USE), U),
                broken("messages[2].content[1] RESULTS_FIRST", U, said(USE), told("{'type':'text','text':'x'}", USED)),
                broken("messages[0].content[0] RESULT_ASKED", told(USED)),
                broken("messages[2].content[1] RESULT_ASKED", U, said(USE), told(USED, USED)),
                broken(
                        "messages[1].content[0] ID_FORM",
                        U,
                        said(USE.replace("t1", "f.g:0")),
                        told(USED.replace("t1", "f.g:0"))),
                broken("messages[3].content[0] ID_UNIQUE", U, said(USE), told(USED), said(USE), told(USED)),
                broken(
                        "messages[1].content[0] THINKING_SIGNED",
                        U,
                        said(THOUGHT.replace(",'signature':'s'", ""), USE),
                        told(USED)),
                broken(
                        "messages[1].content[0] THINKING_SIGNED",
                        U,
                        said(THOUGHT.replace("'s'", "''"), USE),
                        told(USED)),
                broken(
                        "messages[1].content[0] CACHE_MARKS",
                        U,
                        said(THOUGHT.replace("}", ",'cache_control':{}}"), USE),
                        told(USED)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void messages_take_turns_and_answer_calls_first(List<String> expected, List<String> messages) {
        assertThat(messages(Vendor.STANDARD, ",'max_tokens':99", messages)).isEqualTo(expected);
    }

    @Test
    void thinking_binds_the_settings_of_messages() {
        assertThat(messages(Vendor.STANDARD, "", List.of(U))).containsExactly("max_tokens FIELD");
        assertThat(messages(Vendor.STANDARD, thinking(1_023, 9_000, ""), List.of(U)))
                .containsExactly("thinking.budget_tokens THINKING_BUDGET");
        assertThat(messages(Vendor.DEEPSEEK, thinking(1_023, 9_000, ""), List.of(U)))
                .isEmpty();
        assertThat(messages(Vendor.STANDARD, thinking(2_000, 2_000, ""), List.of(U)))
                .containsExactly("thinking.budget_tokens THINKING_BUDGET");
        assertThat(messages(Vendor.STANDARD, thinking(2_000, 2_001, ",'temperature':0.5"), List.of(U)))
                .containsExactly("temperature SAMPLING");
        assertThat(messages(Vendor.STANDARD, thinking(2_000, 2_001, ",'tool_choice':{'type':'any'}"), List.of(U)))
                .containsExactly("tool_choice TOOL_CHOICE");
        assertThat(messages(Vendor.STANDARD, thinking(2_000, 2_001, ",'temperature':1"), List.of(U)))
                .isEmpty();
    }

    @Test
    void the_turn_under_way_begins_with_its_thinking() {
        String on = thinking(2_000, 9_000, "");
        List<String> late = List.of(U, said("{'type':'text','text':'x'}", THOUGHT, USE), told(USED));
        List<String> second = List.of(
                U, said(THOUGHT, USE), told(USED), said(USE.replace("t1", "t2")), told(USED.replace("t1", "t2")));
        List<String> over = List.of(U, said(USE), told(USED), A, U);

        assertThat(messages(Vendor.STANDARD, on, late)).containsExactly("messages[1].content[0] THINKING_FIRST");
        assertThat(messages(Vendor.STANDARD, on, second)).isEmpty();
        assertThat(messages(Vendor.STANDARD, on, over)).isEmpty();
        assertThat(messages(Vendor.STANDARD, ",'max_tokens':99,'thinking':{'type':'adaptive'}", late))
                .isEmpty();
        assertThat(messages(Vendor.KIMI, on, over)).containsExactly("messages[1] REASONING_REPLAYED");
        assertThat(messages(
                        Vendor.MIMO, on, List.of(U, said(THOUGHT.replace(",'signature':'s'", ""), USE), told(USED))))
                .isEmpty();
    }

    @Test
    void four_cache_marks_are_enough_wherever_they_are() {
        String mark = "{'type':'text','text':'x','cache_control':{'type':'ephemeral'}}";
        String system = ",'max_tokens':9,'system':[" + mark + "," + mark + "]";
        String tool = ",'tools':[{'name':'f','cache_control':{},"
                + "'input_schema':{'type':'object','properties':{'cache_control':{}}}}]";

        assertThat(messages(Vendor.STANDARD, system + tool, List.of(told(mark))))
                .isEmpty();
        assertThat(messages(Vendor.STANDARD, system + tool, List.of(told(mark, mark))))
                .containsExactly(" CACHE_MARKS");
    }

    @Test
    void counting_needs_no_output_limit() {
        WireRules rules = WireRules.of(Dialect.MESSAGES, Vendor.STANDARD);

        assertThat(rules.checkCount(json("{'model':'m','messages':[" + U + "]}")))
                .isEmpty();
        assertThat(rules.checkCount(json("{'model':'m','messages':[" + A + "]}")))
                .hasSize(2);
    }

    static List<Arguments> responses() {
        return List.of(
                broken("", U, R, F_CALL, F_OUT),
                broken("", U, R, "{'type':'message','id':'msg_1','role':'assistant','content':'x'}", U),
                broken("input[1] CALL_ANSWERED", U, F_CALL),
                broken("input[1] RESULT_ASKED", U, F_OUT),
                broken("input[3] RESULT_ASKED", U, F_CALL, F_OUT, F_OUT),
                broken("input[2] ID_UNIQUE", U, F_CALL, F_CALL, F_OUT),
                broken("input[1] REASONING_ORDER", U, R, U),
                broken("input[1] REASONING_ORDER", U, R, A),
                broken("input[1] REASONING_ORDER", U, R),
                broken("input[1] ITEM_KNOWN", U, R.replace("'e'", "null"), F_CALL, F_OUT),
                broken("input[1] ITEM_KNOWN", U, "{'type':'item_reference','id':'rs_1'}"),
                broken("input[0].role KNOWN_KIND", "{'role':'tool','content':'x'}"),
                broken("input[0] FIELD", "{'content':'x'}"),
                broken(
                        "input[1] ID_FORM",
                        U,
                        F_CALL.replace("c1", "c".repeat(65)),
                        F_OUT.replace("c1", "c".repeat(65))));
    }

    @ParameterizedTest
    @MethodSource("responses")
    void responses_keep_reasoning_before_its_call_and_answer_all(List<String> expected, List<String> items) {
        assertThat(responses(Vendor.STANDARD, ",'store':false", items)).isEqualTo(expected);
    }

    @Test
    void what_a_server_stores_may_be_referred_to() {
        assertThat(responses(Vendor.STANDARD, "", List.of(U, "{'type':'item_reference','id':'rs_1'}")))
                .isEmpty();
        assertThat(responses(Vendor.STANDARD, ",'store':false,'previous_response_id':'resp_1'", List.of(U)))
                .containsExactly("previous_response_id ITEM_KNOWN");
    }

    @Test
    void calls_of_one_turn_stand_together_where_responses_are_laid_upon_chat() {
        String other = F_CALL.replace("c1", "c2");
        List<String> apart = List.of(U, F_CALL, A, other, F_OUT, F_OUT.replace("c1", "c2"));

        assertThat(responses(Vendor.STANDARD, "", apart)).isEmpty();
        assertThat(responses(Vendor.DEEPSEEK, "", apart)).contains("input[1] CALL_ANSWERED");
    }

    private static Arguments broken(String expected, String... messages) {
        List<String> rules = expected.isEmpty() ? List.of() : List.of(expected.split(","));
        return Arguments.of(rules, Arrays.asList(messages));
    }

    private static String calls(String fields, String... calls) {
        return "{'role':'assistant'," + (fields.isEmpty() ? "" : fields + ",") + "'tool_calls':["
                + String.join(",", calls) + "]}";
    }

    private static String said(String... blocks) {
        return "{'role':'assistant','content':[" + String.join(",", blocks) + "]}";
    }

    private static String told(String... blocks) {
        return "{'role':'user','content':[" + String.join(",", blocks) + "]}";
    }

    private static String thinking(int budget, int most, String more) {
        return ",'max_tokens':" + most + ",'thinking':{'type':'enabled','budget_tokens':" + budget + "}" + more;
    }

    private static List<String> chat(Vendor vendor, String more, List<String> messages) {
        return check(Dialect.CHAT, vendor, "messages", more, messages);
    }

    private static List<String> messages(Vendor vendor, String more, List<String> messages) {
        return check(Dialect.MESSAGES, vendor, "messages", more, messages);
    }

    private static List<String> responses(Vendor vendor, String more, List<String> items) {
        return check(Dialect.RESPONSES, vendor, "input", more, items);
    }

    private static List<String> check(
            Dialect dialect, Vendor vendor, String field, String more, List<String> messages) {
        ObjectNode request = json("{'model':'m','" + field + "':[" + String.join(",", messages) + "]" + more + "}");
        return WireRules.of(dialect, vendor).check(request).stream()
                .map(found -> found.where() + " " + found.rule())
                .toList();
    }

    private static ObjectNode json(String text) {
        return Json.readObject(text.replace('\'', '"'));
    }
}
