package dev.mimo.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import dev.mimo.providers.Dialect;
import dev.mimo.providers.Vendors;
import dev.mimo.providers.policy.AnswerRules;
import dev.mimo.providers.policy.AnswerRules.Structured;
import dev.mimo.providers.policy.EndpointPolicy;
import dev.mimo.providers.policy.Reasoning.Replay;
import dev.mimo.providers.policy.Sampling;
import dev.mimo.providers.policy.ToolRules;
import dev.mimo.providers.policy.ToolRules.SchemaFix;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class ChatRequestTest {

    private static final ModelRef REF = ModelRef.of("openai-compatible", "m");
    private static final EndpointPolicy PLAIN = Vendors.standard().policy(Dialect.OPENAI_CHAT);

    @Test
    void a_conversation_with_calls_has_the_shape_that_servers_accept() {
        ToolCall call = ToolCall.of("c1", "read", Json.object().put("path", "ä"));
        Prompt prompt = prompt(
                Message.user("hi"),
                Message.assistant(new Content.Thinking("hm", null), Content.text("I look"), call),
                Message.tool(ToolResult.of(call, "text")));

        assertThat(body(PLAIN, prompt)).isEqualTo(Json.read("""
                                {"model":"m","stream":true,"stream_options":{"include_usage":true},
                                 "tools":[{"type":"function","function":{"name":"read","description":"Reads","parameters":{"type":"object"}}}],
                                 "messages":[
                                  {"role":"system","content":"Be kind."},
                                  {"role":"user","content":"hi"},
                                  {"role":"assistant","content":"I look","tool_calls":[{"id":"c1","type":"function",
                                    "function":{"name":"read","arguments":"{\\"path\\":\\"ä\\"}"}}]},
                                  {"role":"tool","tool_call_id":"c1","content":"text"}]}"""));
    }

    @Test
    void options_go_into_the_fields_that_the_policy_names() {
        ModelOptions options = new ModelOptions(0.5, 100, "high", Json.object().put("type", "object"));
        Prompt prompt = new Prompt("", List.of(Message.user("x")), List.of(), options);

        JsonNode openAi = body(PLAIN.withAnswers(PLAIN.answers().withCapField("max_completion_tokens")), prompt);
        JsonNode bare = body(
                PLAIN.withSampling(new Sampling(false, 2))
                        .withReasoning(PLAIN.reasoning().withEfforts(Json.object()))
                        .withAnswers(new AnswerRules(null, null, Structured.JSON_OBJECT, false, Map.of()))
                        .withExtra(Json.object().put("n", 1)),
                prompt);

        assertThat(openAi.path("temperature").asDouble()).isEqualTo(0.5);
        assertThat(openAi.path("max_completion_tokens").asInt()).isEqualTo(100);
        assertThat(openAi.path("reasoning_effort").asText()).isEqualTo("high");
        assertThat(openAi.at("/response_format/json_schema/schema/type").asText())
                .isEqualTo("object");
        assertThat(bare.properties().stream().map(Map.Entry::getKey))
                .containsExactly("model", "stream", "response_format", "n", "messages");
        assertThat(bare.at("/response_format/type").asText()).isEqualTo("json_object");
        assertThat(bare.at("/messages/0/content").asText()).contains("{\"type\":\"object\"}");
    }

    @Test
    void thinking_is_replayed_as_the_policy_says_and_never_that_of_another_provider() {
        ToolCall call = ToolCall.of("c", "read", Json.object());
        Content thought = new Content.Thinking("because", null);
        Prompt prompt = prompt(
                Message.user("x"),
                new Message.Assistant(List.of(thought, Content.text("a")), REF, null),
                new Message.Assistant(List.of(thought, call), REF, null),
                Message.tool(ToolResult.of(call, "")),
                new Message.Assistant(List.of(thought, call), ModelRef.of("other", "m"), null),
                Message.tool(ToolResult.of(call, "")));

        JsonNode never = body(PLAIN, prompt);
        JsonNode withCalls = body(replaying(" "), prompt);

        assertThat(never.findValues("reasoning_content")).isEmpty();
        assertThat(withCalls.at("/messages/2").has("reasoning_content")).isFalse();
        assertThat(withCalls.at("/messages/3/reasoning_content").asText()).isEqualTo("because");
        assertThat(withCalls.at("/messages/5/reasoning_content").asText()).isEqualTo(" ");
    }

    @Test
    void images_are_sent_as_data_and_those_of_results_behind_the_results() {
        ToolCall one = ToolCall.of("c1", "shot", Json.object());
        ToolCall two = ToolCall.of("c2", "shot", Json.object());
        Content.Image image = new Content.Image("image/png", "AAAA");
        Prompt prompt = prompt(
                new Message.User(List.of(Content.text("look"), image), null),
                Message.assistant(one, two),
                Message.tool(
                        new ToolResult("c1", List.of(Content.text("done"), image), false),
                        new ToolResult("c2", List.of(), false)));

        JsonNode messages = body(PLAIN, prompt).path("messages");

        assertThat(messages.at("/1/content/1/image_url/url").asText()).isEqualTo("data:image/png;base64,AAAA");
        assertThat(messages.at("/3/content").asText()).isEqualTo("done\n[1 image follows]");
        assertThat(messages.at("/4/content").asText()).isEqualTo("(no output)");
        assertThat(messages.at("/5/role").asText()).isEqualTo("user");
        assertThat(messages.at("/5/content/1/image_url/url").asText()).startsWith("data:image/png");
    }

    @Test
    void a_call_that_was_cut_goes_back_as_an_object_with_a_lawful_name() {
        ToolCall cut = new ToolCall("c", "re ad!", Json.object(), "{\"pa", null);

        JsonNode function =
                body(PLAIN, prompt(Message.user("x"), Message.assistant(cut))).at("/messages/2/tool_calls/0/function");

        assertThat(function.path("name").asText()).isEqualTo("re_ad_");
        assertThat(Json.readObject(function.path("arguments").asText()))
                .isEqualTo(Json.object().put("unparsed", "{\"pa"));
    }

    @Test
    void a_message_with_nothing_to_send_is_left_out() {
        Prompt prompt = new Prompt(
                "",
                List.of(Message.assistant(new Content.Thinking("x", null)), Message.user("hi")),
                List.of(),
                ModelOptions.defaults());

        assertThat(body(PLAIN, prompt).path("messages")).hasSize(1);
    }

    @Test
    void a_message_is_encoded_once_for_all_requests() {
        ChatRequest request = new ChatRequest(REF, PLAIN);
        Message first = Message.user("hi");

        List<byte[]> one = request.encode(prompt(first));
        List<byte[]> two = request.encode(prompt(first, Message.user("again")));

        assertThat(two.get(0)).isSameAs(one.get(0));
        assertThat(two.get(1)).isSameAs(one.get(1));
    }

    @Property(tries = 100)
    void the_body_of_a_longer_conversation_begins_with_that_of_the_shorter_one(@ForAll long seed) {
        Random random = new Random(seed);
        ChatRequest request = new ChatRequest(REF, random.nextBoolean() ? PLAIN : replaying(""));
        String system = random.nextBoolean() ? "" : "Sys\u2028tem \"x\"";
        List<Message> messages = new ArrayList<>();
        byte[] before = null;
        for (int i = 0; i < 20; i++) {
            grow(messages, random, i);
            Prompt prompt = new Prompt(system, List.copyOf(messages), List.of(tool()), ModelOptions.defaults());
            byte[] body = bytes(request.encode(prompt));
            Json.readObject(new String(body, StandardCharsets.UTF_8));
            if (before != null) {
                assertThat(Arrays.copyOf(body, before.length - 2)).isEqualTo(Arrays.copyOf(before, before.length - 2));
            }
            before = body;
        }
    }

    @Test
    void a_temperature_above_the_highest_becomes_the_highest() {
        Prompt prompt = new Prompt(
                "",
                List.of(Message.user("x")),
                List.of(),
                ModelOptions.defaults().withTemperature(1.7));

        assertThat(body(PLAIN.withSampling(new Sampling(true, 1.5)), prompt)
                        .path("temperature")
                        .asDouble())
                .isEqualTo(1.5);
    }

    @Test
    void words_of_effort_become_the_fields_of_the_endpoint() {
        EndpointPolicy policy = PLAIN.withReasoning(PLAIN.reasoning().withEfforts(Json.readObject("""
                {"default": {"thinking": {"type": "enabled"}}, "off": {"thinking": {"type": "disabled"}},
                 "*": {"thinking": {"type": "enabled", "depth": "$effort"}}}""")));

        assertThat(body(policy, effort(null)).at("/thinking/type").asText()).isEqualTo("enabled");
        assertThat(body(policy, effort("off")).at("/thinking/type").asText()).isEqualTo("disabled");
        assertThat(body(policy, effort("max")).at("/thinking/depth").asText()).isEqualTo("max");
    }

    @Test
    void ids_and_schemas_are_made_fit_for_the_endpoint() {
        EndpointPolicy policy = PLAIN.withTools(new ToolRules(
                Pattern.compile("[^A-Za-z0-9_-]"),
                true,
                Set.of(SchemaFix.ARRAY_WITHOUT_ITEMS),
                ToolRules.Images.IN_MESSAGES));
        ToolCall call = ToolCall.of("functions.list:0", "list", Json.object());
        ToolSpec list = new ToolSpec(
                "list", "Lists", Json.readObject("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"array\"}}}"));
        Prompt prompt = new Prompt(
                "",
                List.of(Message.user("x"), Message.assistant(call), Message.tool(ToolResult.of(call, "y"))),
                List.of(list),
                ModelOptions.defaults());

        JsonNode body = body(policy, prompt);

        String id = body.at("/messages/1/tool_calls/0/id").asText();
        assertThat(id).matches("functions_list_0_[0-9a-f]+");
        assertThat(body.at("/messages/2/tool_call_id").asText()).isEqualTo(id);
        assertThat(body.at("/tools/0/function/parameters/properties/a/items").isObject())
                .isTrue();
        assertThat(body.at("/tools/0/function/strict").isBoolean()).isTrue();
    }

    private static Prompt effort(String word) {
        return new Prompt(
                "",
                List.of(Message.user("x")),
                List.of(),
                ModelOptions.defaults().withEffort(word));
    }

    private static EndpointPolicy replaying(String whenMissing) {
        return PLAIN.withReasoning(
                PLAIN.reasoning().withReplay(Replay.WITH_CALLS).withWhenMissing(whenMissing));
    }

    private static void grow(List<Message> messages, Random random, int step) {
        if (messages.isEmpty() || random.nextInt(3) == 0) {
            messages.add(Message.user("wörds \u0000 😀 " + step));
            return;
        }
        ToolCall call = random.nextBoolean()
                ? ToolCall.of("c" + step, "read", Json.object().put("n", step))
                : new ToolCall("c" + step, "", Json.object(), "{\"a", null);
        messages.add(Message.assistant(new Content.Thinking("t" + step, null), Content.text("s"), call));
        messages.add(Message.tool(ToolResult.of(call, "r\n" + step)));
    }

    private static Prompt prompt(Message... messages) {
        return new Prompt("Be kind.", List.of(messages), List.of(tool()), ModelOptions.defaults());
    }

    private static ToolSpec tool() {
        return new ToolSpec("read", "Reads", Json.object().put("type", "object"));
    }

    private static JsonNode body(EndpointPolicy policy, Prompt prompt) {
        byte[] body = bytes(new ChatRequest(REF, policy).encode(prompt));
        return Json.read(new String(body, StandardCharsets.UTF_8));
    }

    private static byte[] bytes(List<byte[]> segments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        segments.forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }
}
