package dev.mimo.providers.responses;

import static dev.mimo.providers.responses.Answering.PLAIN;
import static dev.mimo.providers.responses.Answering.REF;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.model.ProviderData;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import dev.mimo.providers.policy.AnswerRules.Structured;
import dev.mimo.providers.policy.EndpointPolicy;
import dev.mimo.providers.policy.Reasoning.Replay;
import dev.mimo.providers.policy.Reasoning.Signatures;
import dev.mimo.providers.policy.Sampling;
import dev.mimo.providers.policy.ToolRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class ResponsesRequestTest {

    private static final ToolCall CALL = ToolCall.of("c1", "read", Json.object().put("path", "ä"));

    @Test
    void a_conversation_with_calls_has_the_shape_that_servers_accept() {
        Prompt prompt = prompt(
                Message.user("hi"),
                said(sealed("hm", "enc-1"), Content.text("I look"), CALL),
                Message.tool(ToolResult.of(CALL, "text")),
                said(Content.text("done")));

        assertThat(body(PLAIN, prompt)).isEqualTo(Json.read("""
                {"model":"gpt-5.2","stream":true,"store":false,"include":["reasoning.encrypted_content"],
                 "instructions":"Be kind.",
                 "tools":[{"type":"function","name":"read","description":"Reads","parameters":{"type":"object"},
                   "strict":false}],
                 "input":[
                  {"type":"message","role":"user","content":[{"type":"input_text","text":"hi"}]},
                  {"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"enc-1"},
                  {"type":"message","role":"assistant","content":[{"type":"output_text","text":"I look"}]},
                  {"type":"function_call","call_id":"c1","name":"read","arguments":"{\\"path\\":\\"ä\\"}"},
                  {"type":"function_call_output","call_id":"c1","output":"text"},
                  {"type":"message","role":"assistant","content":[{"type":"output_text","text":"done"}]}]}"""));
    }

    @Test
    void input_is_the_last_field_whatever_the_host_adds() {
        EndpointPolicy policy = PLAIN.withExtra(Json.object().put("service_tier", "flex"));
        JsonNode body = body(policy, prompt(Message.user("x")));

        assertThat(body.properties().stream().map(Map.Entry::getKey))
                .containsExactly(
                        "model", "stream", "store", "include", "instructions", "tools", "service_tier", "input");
    }

    @Test
    void options_go_into_the_fields_that_the_policy_names() {
        ObjectNode schema = Json.object().put("type", "object");
        Prompt prompt = asking(new ModelOptions(1.7, 100, "high", schema));

        JsonNode full = body(PLAIN.withSampling(new Sampling(true, 1.5)), prompt);
        JsonNode bare = body(
                PLAIN.withSampling(new Sampling(false, 2))
                        .withReasoning(
                                PLAIN.reasoning().withEfforts(Json.object()).withReplay(Replay.NEVER))
                        .withAnswers(PLAIN.answers().withCapField(null).withStructured(Structured.JSON_OBJECT)),
                prompt);

        assertThat(full.path("temperature").asDouble()).isEqualTo(1.5);
        assertThat(full.path("max_output_tokens").asInt()).isEqualTo(100);
        assertThat(full.path("reasoning")).isEqualTo(Json.read("{\"effort\":\"high\",\"summary\":\"auto\"}"));
        assertThat(full.path("text")).isEqualTo(Json.read("""
                {"format":{"type":"json_schema","name":"answer","strict":false,"schema":{"type":"object"}}}"""));
        assertThat(bare.properties().stream().map(Map.Entry::getKey))
                .containsExactly("model", "stream", "store", "instructions", "text", "input");
        assertThat(bare.at("/text/format/type").asText()).isEqualTo("json_object");
        assertThat(bare.path("instructions").asText()).contains("{\"type\":\"object\"}");
    }

    @Test
    void fields_of_the_host_are_joined_with_ours() {
        EndpointPolicy policy = PLAIN.withExtra(
                Json.readObject("{\"text\":{\"verbosity\":\"low\"},\"reasoning\":{\"summary\":\"detailed\"}}"));

        JsonNode body = body(policy, asking(new ModelOptions(null, null, "low", Json.object())));

        assertThat(body.at("/text/verbosity").asText()).isEqualTo("low");
        assertThat(body.at("/text/format/type").asText()).isEqualTo("json_schema");
        assertThat(body.path("reasoning")).isEqualTo(Json.read("{\"effort\":\"low\",\"summary\":\"detailed\"}"));
        assertThat(body(policy, asking(ModelOptions.defaults())).path("reasoning"))
                .isEqualTo(Json.read("{\"summary\":\"detailed\"}"));
    }

    @Test
    void reasoning_of_another_provider_is_dropped_and_what_it_led_to_is_kept() {
        Content thought = sealed("because", "enc");
        Content foreign =
                new Content.Thinking("because", new ProviderData("other", Json.readObject("{\"signature\":\"s\"}")));
        List<Content> content = List.of(thought, CALL);

        JsonNode stranger = input(PLAIN, new Message.Assistant(content, ModelRef.of("other", "m"), null));
        JsonNode unknown = input(PLAIN, new Message.Assistant(content, null, null));
        JsonNode mixed = input(PLAIN, new Message.Assistant(List.of(foreign, CALL), REF, null));

        assertThat(types(stranger)).containsExactly("function_call");
        assertThat(types(unknown)).containsExactly("reasoning", "function_call");
        assertThat(types(mixed)).containsExactly("function_call");
    }

    @Test
    void reasoning_that_nobody_encrypted_goes_back_only_where_the_endpoint_takes_it() {
        ObjectNode data =
                Json.readObject("{\"summary\":[],\"content\":[{\"type\":\"reasoning_text\",\"text\":\"because\"}]}");
        Message plain = said(new Content.Thinking("because", new ProviderData("openai", data)), CALL);
        EndpointPolicy open = PLAIN.withReasoning(PLAIN.reasoning().withSignatures(Signatures.OPTIONAL));

        assertThat(types(input(PLAIN, plain))).containsExactly("function_call");
        assertThat(input(open, plain).get(0))
                .isEqualTo(Json.object().put("type", "reasoning").setAll(data));
        assertThat(types(input(open, said(new Content.Thinking("never sent", null), CALL))))
                .containsExactly("function_call");
    }

    @Test
    void reasoning_goes_back_in_the_messages_that_the_policy_names() {
        EndpointPolicy withCalls = PLAIN.withReasoning(PLAIN.reasoning().withReplay(Replay.WITH_CALLS));
        Message answer = said(sealed("a", "enc"), Content.text("x"));
        Message asking = said(sealed("a", "enc"), CALL);

        assertThat(types(input(withCalls, answer))).containsExactly("message");
        assertThat(types(input(withCalls, asking))).containsExactly("reasoning", "function_call");
    }

    @Test
    void reasoning_stands_directly_before_what_it_led_to_and_never_alone() {
        Message message = said(
                sealed("a", "enc-1"),
                sealed("b", "enc-2"),
                Content.text("one"),
                sealed("c", "enc-3"),
                CALL,
                sealed("led to nothing", "enc-4"));

        JsonNode input = input(PLAIN, message);

        assertThat(types(input)).containsExactly("reasoning", "reasoning", "message", "reasoning", "function_call");
        assertThat(input.findValuesAsText("encrypted_content")).containsExactly("enc-1", "enc-2", "enc-3");
    }

    @Test
    void phases_go_back_to_the_provider_that_gave_them() {
        ProviderData phases =
                new ProviderData("openai", Json.readObject("{\"phases\":[\"commentary\",null,\"final_answer\"]}"));
        List<Content> content = List.of(Content.text("a"), Content.text("b"), CALL, Content.text("c"));

        JsonNode own = input(PLAIN, new Message.Assistant(content, REF, phases));
        JsonNode foreign = input(PLAIN, new Message.Assistant(content, REF, new ProviderData("other", phases.data())));

        assertThat(own.get(0).path("phase").asText()).isEqualTo("commentary");
        assertThat(own.get(1).has("phase")).isFalse();
        assertThat(own.get(3).path("phase").asText()).isEqualTo("final_answer");
        assertThat(foreign.findValues("phase")).isEmpty();
    }

    @Test
    void items_of_no_known_kind_go_back_as_they_came_to_their_provider() {
        JsonNode search = Json.read("{\"id\":\"ws_1\",\"type\":\"web_search_call\",\"status\":\"completed\"}");
        JsonNode waiting = Json.read("{\"id\":\"a\",\"type\":\"apply_patch_call\",\"call_id\":\"c\"}");
        Message message = said(
                sealed("a", "enc"),
                new Content.Opaque("openai", search),
                new Content.Opaque("openai", waiting),
                new Content.Opaque("other", search),
                Content.text("found"));

        JsonNode input = input(PLAIN, message);

        assertThat(types(input)).containsExactly("reasoning", "web_search_call", "message");
        assertThat(input.get(1)).isEqualTo(search);
    }

    @Test
    void images_stand_in_messages_and_in_results_or_behind_them() {
        ToolCall one = ToolCall.of("c1", "shot", Json.object());
        ToolCall two = ToolCall.of("c2", "shot", Json.object());
        Content.Image image = new Content.Image("image/png", "AAAA");
        Message[] messages = {
            new Message.User(List.of(Content.text("look"), image), null),
            Message.assistant(one, two),
            Message.tool(
                    new ToolResult("c1", List.of(Content.text("done"), image), false),
                    new ToolResult("c2", List.of(), false))
        };
        ToolRules rules = PLAIN.tools();
        EndpointPolicy without = PLAIN.withTools(rules.withImages(ToolRules.Images.IN_MESSAGES));

        JsonNode in = input(PLAIN, messages);
        JsonNode behind = input(without, messages);

        assertThat(in.at("/0/content/1")).isEqualTo(Json.read("""
                {"type":"input_image","image_url":"data:image/png;base64,AAAA"}"""));
        assertThat(in.at("/3/output")).isEqualTo(Json.read("""
                [{"type":"input_text","text":"done"},
                 {"type":"input_image","image_url":"data:image/png;base64,AAAA"}]"""));
        assertThat(in.at("/4/output").asText()).isEqualTo("(no output)");
        assertThat(behind.at("/3/output").asText()).isEqualTo("done\n[1 image follows]");
        assertThat(behind.at("/5/role").asText()).isEqualTo("user");
        assertThat(behind.at("/5/content/1/type").asText()).isEqualTo("input_image");
    }

    @Test
    void a_call_that_was_cut_goes_back_as_an_object_with_a_lawful_name_and_id() {
        ToolCall cut = new ToolCall("id with blanks", "re ad!", Json.object(), "{\"pa", null);

        JsonNode input = input(PLAIN, said(cut), Message.tool(ToolResult.error(cut, "cut")));

        assertThat(input.get(0).path("name").asText()).isEqualTo("re_ad_");
        assertThat(Json.readObject(input.get(0).path("arguments").asText()))
                .isEqualTo(Json.object().put("unparsed", "{\"pa"));
        assertThat(input.get(0).path("call_id").asText()).matches("id_with_blanks_[0-9a-f]+");
        assertThat(input.get(1).path("call_id")).isEqualTo(input.get(0).path("call_id"));
    }

    @Test
    void a_message_with_nothing_to_send_is_left_out_and_half_a_character_harms_nothing() {
        JsonNode input = input(PLAIN, said(sealed("x", "enc")), Message.user("half \uD83D"));

        assertThat(types(input)).containsExactly("message");
        assertThat(input.at("/0/content/0/text").asText()).startsWith("half ");
    }

    @Test
    void a_message_is_encoded_once_for_all_requests() {
        ResponsesRequest request = new ResponsesRequest(REF, PLAIN);
        Message first = Message.user("hi");
        Message second = Message.user("more");

        List<byte[]> one = request.encode(prompt(first, second));
        List<byte[]> two = request.encode(prompt(first, second, Message.user("again")));

        assertThat(two.get(0)).isSameAs(one.get(0));
        assertThat(two.get(2)).isSameAs(one.get(2));
    }

    @Property(tries = 100)
    void the_body_of_a_longer_conversation_begins_with_that_of_the_shorter_one(@ForAll long seed) {
        Random random = new Random(seed);
        ResponsesRequest request = new ResponsesRequest(REF, PLAIN);
        String system = random.nextBoolean() ? "" : "Sys\u2028tem \"x\"";
        List<Message> messages = new ArrayList<>();
        byte[] before = null;
        for (int i = 0; i < 20; i++) {
            grow(messages, random, i);
            Prompt prompt = new Prompt(system, List.copyOf(messages), List.of(tool()), ModelOptions.defaults());
            byte[] body = Answering.bytes(request.encode(prompt));
            Json.readObject(new String(body, StandardCharsets.UTF_8));
            if (before != null) {
                assertThat(Arrays.copyOf(body, before.length - 2)).isEqualTo(Arrays.copyOf(before, before.length - 2));
            }
            before = body;
        }
    }

    private static void grow(List<Message> messages, Random random, int step) {
        if (messages.isEmpty() || random.nextInt(3) == 0) {
            messages.add(Message.user("wörds \u0000 😀 " + step));
            return;
        }
        ToolCall call = random.nextBoolean()
                ? ToolCall.of("c" + step, "read", Json.object().put("n", step))
                : new ToolCall("c" + step, "", Json.object(), "{\"a", null);
        messages.add(said(sealed("t" + step, "enc" + step), Content.text("s"), call));
        messages.add(Message.tool(ToolResult.of(call, "r\n" + step)));
    }

    private static Content.Thinking sealed(String summary, String encrypted) {
        ObjectNode data = Json.object();
        data.putArray("summary").addObject().put("type", "summary_text").put("text", summary);
        return new Content.Thinking(summary, new ProviderData("openai", data.put("encrypted_content", encrypted)));
    }

    private static Message.Assistant said(Content... content) {
        return new Message.Assistant(List.of(content), REF, null);
    }

    private static Prompt asking(ModelOptions options) {
        return new Prompt("Be kind.", List.of(Message.user("x")), List.of(), options);
    }

    private static Prompt prompt(Message... messages) {
        return new Prompt("Be kind.", List.of(messages), List.of(tool()), ModelOptions.defaults());
    }

    private static ToolSpec tool() {
        return new ToolSpec("read", "Reads", Json.object().put("type", "object"));
    }

    private static JsonNode input(EndpointPolicy policy, Message... messages) {
        return body(policy, prompt(messages)).path("input");
    }

    private static List<String> types(JsonNode input) {
        List<String> types = new ArrayList<>();
        input.forEach(item -> types.add(item.path("type").asText()));
        return types;
    }

    private static JsonNode body(EndpointPolicy policy, Prompt prompt) {
        return Json.read(new String(Answering.body(policy, prompt), StandardCharsets.UTF_8));
    }
}
