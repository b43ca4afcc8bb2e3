package dev.mimo.providers.anthropic;

import static dev.mimo.providers.anthropic.Decoded.PLAIN;
import static dev.mimo.providers.anthropic.Decoded.REF;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import dev.mimo.providers.policy.AnswerRules.Structured;
import dev.mimo.providers.policy.Caching;
import dev.mimo.providers.policy.EndpointPolicy;
import dev.mimo.providers.policy.Reasoning;
import dev.mimo.providers.policy.Reasoning.Authors;
import dev.mimo.providers.policy.Reasoning.Replay;
import dev.mimo.providers.policy.Reasoning.Signatures;
import dev.mimo.providers.policy.ToolRules;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MessagesRequestTest {

    private static final EndpointPolicy MARKING = PLAIN.withCaching(new Caching(true, "1h"));
    private static final ToolCall CALL =
            ToolCall.of("toolu_1", "read", Json.object().put("path", "ä"));
    private static final Content SIGNED = new Content.Thinking("hm", Seal.signature("anthropic", "sig"));

    @Test
    void a_conversation_with_thinking_and_calls_has_the_shape_that_servers_accept() {
        Prompt prompt = prompt(
                Message.user("hi"),
                said(SIGNED, new Content.Thinking("", Seal.redacted("anthropic", "Eqk")), Content.text("I look"), CALL),
                Message.tool(ToolResult.of(CALL, "text")));

        assertThat(body(MARKING, prompt)).isEqualTo(Json.read("""
                {"model":"claude","max_tokens":32000,"stream":true,
                 "system":[{"type":"text","text":"Be kind.","cache_control":{"type":"ephemeral","ttl":"1h"}}],
                 "tools":[{"name":"list","description":"Lists","input_schema":{"type":"object"}},
                  {"name":"read","description":"Reads","input_schema":{"type":"object"},
                   "cache_control":{"type":"ephemeral","ttl":"1h"}}],
                 "messages":[
                  {"role":"user","content":[{"type":"text","text":"hi"}]},
                  {"role":"assistant","content":[
                   {"type":"thinking","thinking":"hm","signature":"sig"},{"type":"redacted_thinking","data":"Eqk"},
                   {"type":"text","text":"I look"},
                   {"type":"tool_use","id":"toolu_1","name":"read","input":{"path":"ä"},
                    "cache_control":{"type":"ephemeral","ttl":"1h"}}]},
                  {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1",
                    "content":[{"type":"text","text":"text"}],"cache_control":{"type":"ephemeral","ttl":"1h"}}]}]}"""));
    }

    @Test
    void the_fields_stand_in_one_order_with_the_messages_last() {
        ModelOptions options = new ModelOptions(1.7, 100, null, null);
        EndpointPolicy policy = PLAIN.withExtra(Json.object().put("service_tier", "auto"));

        JsonNode body = body(policy, prompt(Message.user("x")).withOptions(options));

        assertThat(body.properties().stream().map(Map.Entry::getKey))
                .containsExactly(
                        "model", "max_tokens", "stream", "temperature", "service_tier", "system", "tools", "messages");
        assertThat(body.path("temperature").asDouble()).isEqualTo(1);
        assertThat(body.path("max_tokens").asInt()).isEqualTo(100);
    }

    @Test
    void while_it_thinks_there_is_no_temperature_and_the_limit_is_above_the_budget() {
        EndpointPolicy policy = efforts("""
                {"high":{"thinking":{"type":"enabled","budget_tokens":16000}},
                 "*":{"thinking":{"type":"adaptive"},"output_config":{"effort":"$effort"}},
                 "none":{"thinking":{"type":"disabled"}}}""");

        JsonNode high = body(policy, asking("high", null));
        JsonNode brief = body(policy, asking("high", 16_000));
        JsonNode max = body(policy, asking("max", 500));
        JsonNode none = body(policy, asking("none", 500));

        assertThat(high.path("thinking").path("budget_tokens").asInt()).isEqualTo(16_000);
        assertThat(high.path("max_tokens").asInt()).isEqualTo(32_000);
        assertThat(brief.path("max_tokens").asInt()).isEqualTo(32_000);
        assertThat(max.at("/output_config/effort").asText()).isEqualTo("max");
        assertThat(max.path("max_tokens").asInt()).isEqualTo(500);
        assertThat(List.of(high.has("temperature"), max.has("temperature"), none.has("temperature")))
                .containsExactly(false, false, true);
    }

    @Test
    void the_form_of_the_answer_stands_beside_the_effort_or_in_the_instructions() {
        ObjectNode schema = Json.object().put("type", "object");
        EndpointPolicy policy = efforts("{\"high\":{\"output_config\":{\"effort\":\"high\"}}}");
        Prompt prompt = prompt(Message.user("x"))
                .withOptions(new ModelOptions(null, null, "high", null).withAnswerSchema(schema));

        JsonNode inFields = body(policy.withAnswers(policy.answers().withStructured(Structured.SCHEMA)), prompt);
        JsonNode inWords = body(policy.withAnswers(policy.answers().withStructured(Structured.JSON_OBJECT)), prompt);

        assertThat(inFields.path("output_config"))
                .isEqualTo(
                        Json.read(
                                "{\"effort\":\"high\",\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}}"));
        assertThat(inWords.at("/output_config/format").isMissingNode()).isTrue();
        assertThat(inWords.at("/system/0/text").asText()).startsWith("Be kind.").contains("{\"type\":\"object\"}");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "required, sig, signed",
                "required, -, ",
                "optional, sig, signed",
                "optional, -, unsigned",
                "empty, sig, signed",
                "empty, -, empty"
            })
    void thinking_goes_back_as_the_policy_says_of_signatures(String rule, String signature, String sent) {
        Content thought = new Content.Thinking("hm", signature == null ? null : Seal.signature("anthropic", signature));
        EndpointPolicy policy = PLAIN.withReasoning(
                PLAIN.reasoning().withSignatures(Signatures.valueOf(rule.toUpperCase(Locale.ROOT))));

        JsonNode first = body(policy, prompt(Message.user("x"), said(thought, Content.text("a")), Message.user("y")))
                .at("/messages/1/content/0");

        String found = !first.path("type").asText().equals("thinking")
                ? null
                : !first.has("signature")
                        ? "unsigned"
                        : first.path("signature").asText().isEmpty() ? "empty" : "signed";
        assertThat(found).isEqualTo(sent);
    }

    @Test
    void thinking_of_others_is_left_out_with_their_signatures_and_sealed_thinking() {
        Content foreign = new Content.Thinking("hm", Seal.signature("other", "sig"));
        Content sealed = new Content.Thinking("", Seal.redacted("other", "sig"));
        Content opaque = new Content.Opaque("other", Json.object().put("type", "x"));
        ModelRef other = ModelRef.of("other", "m");
        Message said = new Message.Assistant(List.of(foreign, sealed, opaque, Content.text("a")), other, null);
        Prompt prompt = prompt(Message.user("x"), said, Message.user("y"));
        Reasoning own = PLAIN.reasoning();
        EndpointPolicy any = PLAIN.withReasoning(new Reasoning(
                own.replay(), Authors.ANY, own.field(), null, own.signatures(), own.tags(), own.efforts()));

        assertThat(body(PLAIN, prompt).at("/messages/1/content"))
                .isEqualTo(Json.read("[{\"type\":\"text\",\"text\":\"a\"}]"));
        assertThat(body(any, prompt).at("/messages/1/content"))
                .isEqualTo(
                        Json.read("[{\"type\":\"thinking\",\"thinking\":\"hm\"},{\"type\":\"text\",\"text\":\"a\"}]"));
    }

    @Test
    void thinking_that_must_be_there_and_is_not_is_made_up_as_the_policy_says() {
        EndpointPolicy policy = PLAIN.withReasoning(PLAIN.reasoning()
                .withReplay(Replay.WITH_CALLS)
                .withSignatures(Signatures.EMPTY)
                .withWhenMissing(" "));

        JsonNode messages = body(
                        policy,
                        prompt(
                                Message.user("x"),
                                said(SIGNED, Content.text("a")),
                                Message.user("y"),
                                said(CALL),
                                Message.tool(ToolResult.of(CALL, "z"))))
                .path("messages");

        assertThat(messages.at("/1/content")).hasSize(1);
        assertThat(messages.at("/3/content/0"))
                .isEqualTo(Json.read("{\"type\":\"thinking\",\"thinking\":\" \",\"signature\":\"\"}"));
    }

    @Test
    void calls_come_last_and_thinking_never_does() {
        Content opaque = new Content.Opaque("anthropic", Json.object().put("type", "fallback"));
        JsonNode messages = body(
                        PLAIN,
                        prompt(
                                Message.user("x"),
                                said(Content.text("a"), CALL, SIGNED, opaque, Content.text("b")),
                                Message.tool(ToolResult.of(CALL, "y")),
                                said(Content.text("c"), SIGNED),
                                Message.user("z"),
                                said(SIGNED),
                                Message.user("end")))
                .path("messages");

        assertThat(messages.at("/1/content").findValuesAsText("type"))
                .containsExactly("text", "thinking", "fallback", "text", "tool_use");
        assertThat(messages.at("/3/content").findValuesAsText("type")).containsExactly("text");
        assertThat(messages.at("/4/content").findValuesAsText("text")).containsExactly("z", "end");
        assertThat(messages).hasSize(5);
    }

    @Test
    void the_sides_take_turns_with_results_first() {
        JsonNode messages = body(
                        PLAIN,
                        prompt(
                                Message.user("x"),
                                said(CALL),
                                Message.tool(ToolResult.of(CALL, "y")),
                                Message.user("hurry"),
                                Message.user("please"),
                                said(Content.text("a")),
                                said(Content.text("b")),
                                Message.user("end")))
                .path("messages");

        assertThat(messages.findValuesAsText("role")).containsExactly("user", "assistant", "user", "assistant", "user");
        assertThat(messages.at("/2/content/0/type").asText()).isEqualTo("tool_result");
        assertThat(messages.at("/2/content/1/text").asText()).isEqualTo("hurry");
        assertThat(messages.at("/3/content")).hasSize(2);
    }

    @Test
    void a_conversation_never_ends_with_the_model_unless_it_paused() {
        Content opaque = new Content.Opaque("anthropic", Json.object().put("type", "server_tool_use"));

        JsonNode ended = body(PLAIN, prompt(Message.user("x"), said(Content.text("a"))));
        JsonNode paused = body(PLAIN, prompt(Message.user("x"), said(Content.text("a"), opaque)));

        assertThat(ended.at("/messages/2/role").asText()).isEqualTo("user");
        assertThat(ended.at("/messages/2/content/0/text").asText()).isEqualTo("Continue.");
        assertThat(paused.path("messages")).hasSize(2);
    }

    @Test
    void nothing_empty_is_sent() {
        ToolCall second = ToolCall.of("c2", "read", Json.object());
        JsonNode body = body(
                PLAIN,
                new Prompt(
                        " ",
                        List.of(
                                Message.user(""),
                                said(Content.text("\n\n"), CALL, second),
                                Message.tool(ToolResult.of(CALL, " "), new ToolResult("c2", List.of(), true)),
                                said(Content.text(" ")),
                                Message.user("x")),
                        List.of(),
                        ModelOptions.defaults()));

        assertThat(body.has("system")).isFalse();
        assertThat(body.has("tools")).isFalse();
        assertThat(body.at("/messages/0/content/0/text").asText()).isEqualTo("(empty)");
        assertThat(body.at("/messages/1/content").findValuesAsText("type")).containsExactly("tool_use", "tool_use");
        assertThat(body.at("/messages/2/content/0/content/0/text").asText()).isEqualTo("(no output)");
        assertThat(body.at("/messages/2/content/1/is_error").asBoolean()).isTrue();
        assertThat(body.at("/messages/2/content/2/text").asText()).isEqualTo("x");
    }

    @Test
    void images_stand_where_the_policy_lets_them() {
        Content.Image image = new Content.Image("image/png", "AAAA");
        Prompt prompt = prompt(
                new Message.User(List.of(Content.text("look"), image), null),
                said(CALL),
                Message.tool(new ToolResult("toolu_1", List.of(image), false)));
        ToolRules rules = PLAIN.tools();
        EndpointPolicy outside = PLAIN.withTools(rules.withImages(ToolRules.Images.IN_MESSAGES));

        JsonNode inside = body(PLAIN, prompt).path("messages");
        JsonNode behind = body(outside, prompt).path("messages");

        JsonNode sent = Json.read(
                "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"AAAA\"}}");
        assertThat(inside.at("/0/content/1")).isEqualTo(sent);
        assertThat(inside.at("/2/content/0/content/0")).isEqualTo(sent);
        assertThat(behind.at("/2/content/0/content/0/text").asText()).isEqualTo("(images follow)");
        assertThat(behind.at("/2/content/2")).isEqualTo(sent);
    }

    @Test
    void ids_names_and_cut_arguments_are_made_fit_to_be_sent() {
        ToolCall cut = new ToolCall("functions.read:0", "re ad!", Json.object(), "{\"pa", null);

        JsonNode messages = body(
                        PLAIN, prompt(Message.user("x"), said(cut), Message.tool(ToolResult.error(cut, "cut"))))
                .path("messages");

        JsonNode call = messages.at("/1/content/0");
        assertThat(call.path("id").asText()).matches("[A-Za-z0-9_-]+");
        assertThat(messages.at("/2/content/0/tool_use_id")).isEqualTo(call.path("id"));
        assertThat(call.path("name").asText()).isEqualTo("re_ad_");
        assertThat(call.path("input")).isEqualTo(Json.object().put("unparsed", "{\"pa"));
    }

    @Test
    void what_only_the_provider_understands_is_never_marked() {
        Content opaque = new Content.Opaque("anthropic", Json.object().put("type", "server_tool_use"));

        JsonNode messages =
                body(MARKING, prompt(Message.user("x"), said(opaque))).path("messages");

        assertThat(messages.findValues("cache_control")).hasSize(1);
        assertThat(messages.at("/0/content/0").has("cache_control")).isTrue();
    }

    @Test
    void a_prompt_is_counted_by_what_makes_its_length() {
        EndpointPolicy policy = efforts("{\"high\":{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}}}")
                .withExtra(Json.object().put("metadata", "x"));

        JsonNode body = Json.read(new String(
                bytes(new MessagesRequest(REF, policy).encodeForCounting(asking("high", 5))), StandardCharsets.UTF_8));

        assertThat(body.properties().stream().map(Map.Entry::getKey))
                .containsExactly("model", "thinking", "system", "tools", "messages");
    }

    @Test
    void a_message_is_encoded_once_for_all_requests() {
        MessagesRequest request = new MessagesRequest(REF, MARKING);
        Message first = Message.user("hi");

        List<byte[]> one = request.encode(prompt(first));
        List<byte[]> two = request.encode(prompt(first, said(Content.text("a")), Message.user("again")));

        assertThat(two.get(0)).isSameAs(one.get(0));
        assertThat(two.get(2)).isSameAs(one.get(2));
    }

    @Property(tries = 100)
    void the_body_of_a_longer_conversation_begins_with_that_of_the_shorter_one_but_for_marks(@ForAll long seed) {
        Random random = new Random(seed);
        MessagesRequest plain = new MessagesRequest(REF, PLAIN);
        MessagesRequest marking = new MessagesRequest(REF, PLAIN.withCaching(new Caching(true, null)));
        List<Message> messages = new ArrayList<>();
        String head = null;
        String before = "";
        for (int i = 0; i < 20; i++) {
            grow(messages, random, i);
            Prompt prompt = prompt(messages.toArray(new Message[0]));
            String body = text(plain.encode(prompt));
            String marked = text(marking.encode(prompt));
            ObjectNode json = Json.readObject(marked);

            assertThat(body).startsWith(before);
            assertThat(marked.replace(",\"cache_control\":{\"type\":\"ephemeral\"}", ""))
                    .isEqualTo(body);
            assertThat(json.findValues("cache_control")).hasSizeBetween(2, 4);
            String markedHead = marked.substring(0, marked.indexOf("\"messages\":["));
            assertThat(head == null ? markedHead : head).isEqualTo(markedHead);
            head = markedHead;
            before = body.substring(0, body.length() - "}]}]}".length());
        }
    }

    private static void grow(List<Message> messages, Random random, int step) {
        if (messages.isEmpty() || random.nextInt(3) == 0) {
            messages.add(Message.user(random.nextInt(5) == 0 ? "" : "wörds \u0000 😀 " + step));
            return;
        }
        ToolCall call = random.nextBoolean()
                ? ToolCall.of("c" + step, "read", Json.object().put("n", step))
                : new ToolCall("c" + step, "", Json.object(), "{\"a", null);
        Content after = random.nextBoolean() ? Content.text("after") : new Content.Thinking("t" + step, null);
        messages.add(said(new Content.Thinking("t" + step, null), Content.text("s"), call, after));
        messages.add(Message.tool(ToolResult.of(call, "r\n" + step)));
    }

    private static Message said(Content... content) {
        return new Message.Assistant(List.of(content), REF, null);
    }

    private static Prompt prompt(Message... messages) {
        ToolSpec list = new ToolSpec("list", "Lists", Json.object().put("type", "object"));
        ToolSpec read = new ToolSpec("read", "Reads", Json.object().put("type", "object"));
        return new Prompt("Be kind.", List.of(messages), List.of(list, read), ModelOptions.defaults());
    }

    private static Prompt asking(String effort, Integer most) {
        return prompt(Message.user("x")).withOptions(new ModelOptions(0.5, most, effort, null));
    }

    private static EndpointPolicy efforts(String json) {
        return PLAIN.withReasoning(PLAIN.reasoning().withEfforts(Json.readObject(json)));
    }

    private static JsonNode body(EndpointPolicy policy, Prompt prompt) {
        return Json.read(text(new MessagesRequest(REF, policy).encode(prompt)));
    }

    private static String text(List<byte[]> segments) {
        return new String(bytes(segments), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(List<byte[]> segments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        segments.forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }
}
