package dev.mimo.providers.responses;

import static dev.mimo.providers.responses.Answering.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import dev.mimo.providers.policy.EndpointPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What real servers took as the second request is what we would have sent, with the first request and the answer given. */
@Tag("recordings")
final class RecordedRequestsIT {

    /** Ids and states of items that are not stored, and the name of the answer's part of a turn, which the recorder lost. */
    private static final Set<String> OF_ITEMS = Set.of("id", "status", "phase");

    /** Said by one side only, and without a bearing on what the model is told. */
    private static final Set<String> OF_REQUESTS = Set.of("store", "stream");

    private static List<Recording> recordings;

    @BeforeAll
    static void find() {
        Path folder = Recording.findFolder();
        assumeTrue(
                folder != null && Files.isDirectory(folder),
                "skipped: no ../shared/provider-recordings beside the project");
        recordings = Recording.all(folder);
    }

    @Test
    void reasoning_and_calls_go_back_as_they_were_taken() {
        assertThat(follow(conversation("rig__reasoning_tool_roundtrip__streaming", 2)))
                .isEqualTo(1);
    }

    @Test
    void reasoning_in_the_open_goes_back_as_it_was_taken() {
        assertThat(follow(conversation("openai_compatible__reasoning_content_tool_roundtrip", 2)))
                .isEqualTo(1);
    }

    @Test
    void five_turns_go_back_as_they_were_taken_with_the_phase_of_each_answer() {
        List<Recording> turns = conversation("five_turn_metadata_roundtrip", 5);

        assertThat(follow(turns)).isEqualTo(4);

        Message.Assistant first = said(turns.get(0));
        JsonNode input =
                body(turns.get(0).request(), List.of(Message.user("x"), first)).path("input");
        assertThat(input.at("/1/phase").asText()).isEqualTo("final_answer");
    }

    @Test
    void changed_history_goes_out_without_the_name_that_made_a_server_refuse_it() {
        List<Recording> turns = conversation("thinking_with_modified_history", 3);
        Message.Assistant original = said(turns.get(0));
        Content changed = Content.text("The meaning of life is 42");
        Message question = Message.user("What is the meaning of life?");
        Message more = Message.user("Anything to add?");
        Message own =
                new Message.Assistant(List.of(original.content().get(0), changed), Answering.REF, original.provider());
        Message strange =
                new Message.Assistant(List.of(original.content().get(0), changed), ModelRef.of("other", "m"), null);
        JsonNode refused = turns.get(1).request();
        JsonNode taken = turns.get(2).request();

        JsonNode withReasoning = body(refused, List.of(question, own, more));
        JsonNode without = body(taken, List.of(question, strange, more));

        assertThat(turns.get(1).status()).isEqualTo(400);
        assertThat(refused.at("/input/1/id").asText()).startsWith("rs_");
        assertThat(withReasoning.path("input").findValues("id")).isEmpty();
        assertThat(comparable(withReasoning)).isEqualTo(comparable(refused));
        ArrayNode spoken = comparable(taken).withArrayProperty("input");
        spoken.remove(1);
        assertThat(comparable(without).path("input")).isEqualTo(spoken);
    }

    /** Goes through a conversation, and compares each request but the first. How many those were. */
    private static int follow(List<Recording> turns) {
        List<Message> messages = new ArrayList<>(tail(turns.get(0).request().path("input")));
        for (int i = 1; i < turns.size(); i++) {
            messages.add(said(turns.get(i - 1)));
            JsonNode recorded = turns.get(i).request();
            messages.addAll(tail(recorded.path("input")));

            ObjectNode ours = comparable(body(recorded, messages));

            assertThat(ours).as(turns.get(i).name()).isEqualTo(comparable(recorded));
        }
        return turns.size() - 1;
    }

    private static List<Recording> conversation(String name, int requests) {
        List<Recording> turns =
                recordings.stream().filter(each -> each.name().contains(name)).toList();
        assertThat(turns).hasSize(requests);
        return turns;
    }

    private static Message.Assistant said(Recording answer) {
        return Answering.said(new Answering().answer(answer.body()));
    }

    /** The messages behind the last one that the model said. */
    private static List<Message> tail(JsonNode input) {
        List<Message> messages = new ArrayList<>();
        List<ToolResult> results = new ArrayList<>();
        for (JsonNode item : input) {
            if (item.path("type").asText().equals("function_call_output")) {
                Content output = Content.text(item.path("output").asText());
                results.add(new ToolResult(item.path("call_id").asText(), List.of(output), false));
            } else if (item.path("role").asText().equals("user")) {
                messages.add(Message.user(text(item)));
            } else {
                messages.clear();
                results.clear();
            }
        }
        if (!results.isEmpty()) {
            messages.add(0, new Message.Tool(results));
        }
        return messages;
    }

    /** Our request for a conversation, with the options of a recorded one. */
    private static JsonNode body(JsonNode recorded, List<Message> messages) {
        List<ToolSpec> tools = new ArrayList<>();
        recorded.path("tools")
                .forEach(tool -> tools.add(new ToolSpec(
                        tool.path("name").asText(), tool.path("description").asText(), (ObjectNode)
                                tool.path("parameters"))));
        ObjectNode extra = Json.object();
        extra.set("reasoning", recorded.path("reasoning"));
        JsonNode cap = recorded.path("max_output_tokens");
        ModelOptions options = ModelOptions.defaults().withMaxOutputTokens(cap.isInt() ? cap.asInt() : null);
        Prompt prompt = new Prompt(recorded.path("instructions").asText(""), messages, tools, options);
        EndpointPolicy policy = PLAIN.withExtra(extra);
        ModelRef ref = ModelRef.of("openai", recorded.path("model").asText());
        byte[] bytes = Answering.bytes(new ResponsesRequest(ref, policy).encode(prompt));
        return Json.read(new String(bytes, StandardCharsets.UTF_8));
    }

    /** In the one form of all the forms that mean the same. */
    private static ObjectNode comparable(JsonNode request) {
        ObjectNode plain = request.deepCopy();
        plain.remove(OF_REQUESTS);
        plain.path("tools").forEach(tool -> ((ObjectNode) tool).remove("strict"));
        for (JsonNode item : plain.path("input")) {
            ObjectNode object = (ObjectNode) item;
            object.remove(OF_ITEMS);
            if (object.has("role")) {
                object.put("type", "message");
                boolean user = object.path("role").asText().equals("user");
                String text = text(object);
                object.putArray("content")
                        .addObject()
                        .put("type", user ? "input_text" : "output_text")
                        .put("text", text);
            }
        }
        return plain;
    }

    private static String text(JsonNode message) {
        JsonNode content = message.path("content");
        return content.isTextual() ? content.asText() : content.at("/0/text").asText();
    }
}
