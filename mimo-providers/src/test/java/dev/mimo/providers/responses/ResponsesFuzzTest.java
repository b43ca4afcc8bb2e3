package dev.mimo.providers.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelException.StreamBroken;
import dev.mimo.model.ProviderData;
import dev.mimo.model.Reply;
import dev.mimo.model.ToolCall;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(3_600)
final class ResponsesFuzzTest {

    private static final String THOUGHT = "thinking 你好";
    private static final String TEXT = "the answer \uD83D\uDE00 is \"42\"\n";
    private static final String FIRST = "{\"path\":\"a\",\"n\":1}";
    private static final String SECOND = "{\"command\":\"rm -rf \\\"x\\\"\"}";

    /** A finish, a line end, or nothing but a brace is enough to turn a cut answer into a wrong one. */
    private static final String JUNK = "{}[]\",:\\\n\rdatnul0 -\u0000";

    private final Answering asked = new Answering();

    @Test
    void a_cut_at_any_byte_gives_a_broken_answer_with_a_beginning_of_its_text() {
        byte[] body = stream(new Random(1)).getBytes(StandardCharsets.UTF_8);
        int end = new String(body, StandardCharsets.ISO_8859_1).indexOf("data: {\"type\":\"response.completed\"");
        int whole = body.length - 2;

        for (int cut = 0; cut < whole; cut++) {
            byte[] part = Arrays.copyOf(body, cut);
            Object result = result(new ByteArrayInputStream(part));

            if (result instanceof StreamBroken broken) {
                assertThat(TEXT).as("cut at %d", cut).startsWith(broken.partial());
            } else {
                assertThat(cut).isGreaterThan(end);
                assertThat(((Reply) result).message().content())
                        .as("cut at %d", cut)
                        .isEqualTo(whole());
            }
        }
    }

    @Test
    void a_split_at_any_byte_changes_nothing() {
        byte[] body = stream(new Random(2)).getBytes(StandardCharsets.UTF_8);

        for (int split = 1; split < body.length; split++) {
            assertThat(content(new Split(body, split, body.length)))
                    .as("split at %d", split)
                    .isEqualTo(whole());
        }
    }

    @Test
    void pieces_and_reads_of_any_size_give_the_same_reply() {
        samePieces(300);
    }

    @Test
    void a_damaged_answer_is_a_reply_or_a_failure_of_ours() {
        damaged(1_000);
    }

    @Test
    @Tag("fuzz")
    void pieces_and_reads_of_any_size_give_the_same_reply_for_long() {
        samePieces(100_000);
    }

    @Test
    @Tag("fuzz")
    void a_damaged_answer_is_a_reply_or_a_failure_of_ours_for_long() {
        damaged(300_000);
    }

    private void samePieces(int tries) {
        for (long seed = 0; seed < tries; seed++) {
            Random random = new Random(seed);
            byte[] body = stream(random).getBytes(StandardCharsets.UTF_8);

            List<Content> content = content(new Split(body, 1 + random.nextInt(50), 1 + random.nextInt(50)));

            assertThat(content).as("seed %d", seed).isEqualTo(whole());
            assertThat(asked.textDeltas()).as("seed %d", seed).isEqualTo(TEXT);
            assertThat(asked.thinkingDeltas()).as("seed %d", seed).isEqualTo(THOUGHT);
        }
    }

    private void damaged(int tries) {
        for (long seed = 0; seed < tries; seed++) {
            Random random = new Random(seed);
            StringBuilder body = new StringBuilder(random.nextInt(5) == 0 ? response() : stream(random));
            for (int i = random.nextInt(4); i >= 0; i--) {
                damage(body, random);
            }

            Object result = result(new ByteArrayInputStream(body.toString().getBytes(StandardCharsets.UTF_8)));

            if (result instanceof Reply reply) {
                assertThat(reply.message().toolCalls())
                        .as("seed %d", seed)
                        .allMatch(call -> call.isWhole() || call.arguments().isEmpty());
            }
        }
    }

    /** Another character, a part that is missing, or one that comes twice. */
    private static void damage(StringBuilder body, Random random) {
        int at = random.nextInt(body.length());
        int to = Math.min(body.length(), at + random.nextInt(200));
        switch (random.nextInt(3)) {
            case 0 -> body.setCharAt(at, JUNK.charAt(random.nextInt(JUNK.length())));
            case 1 -> body.delete(at, Math.min(to, body.length() - 1));
            default -> body.insert(random.nextInt(body.length()), body.substring(at, to));
        }
    }

    private Object result(InputStream body) {
        try {
            return asked.answer(200, body);
        } catch (ModelException e) {
            return e;
        }
    }

    private List<Content> content(InputStream body) {
        return asked.answer(200, body).message().content();
    }

    private static List<Content> whole() {
        ObjectNode data = Json.readObject("{\"encrypted_content\":\"enc\"}");
        data.putArray("summary").addObject().put("type", "summary_text").put("text", THOUGHT);
        return List.of(
                new Content.Thinking(THOUGHT, new ProviderData("openai", data)),
                Content.text(TEXT),
                ToolCall.of("c1", "read", Json.readObject(FIRST)),
                ToolCall.of("c2", "bash", Json.readObject(SECOND)));
    }

    /** The same answer in pieces of other sizes each time. */
    private static String stream(Random random) {
        StringBuilder body = new StringBuilder();
        event(body, "created", "\"response\":{\"status\":\"in_progress\",\"output\":[]}");
        added(body, 0, "{\"type\":\"reasoning\",\"summary\":[]}");
        pieces(THOUGHT, random, body, "reasoning_summary_text", 0);
        done(body, 0, reasoning());
        added(body, 1, "{\"type\":\"message\",\"content\":[]}");
        pieces(TEXT, random, body, "output_text", 1);
        done(body, 1, message());
        boolean interleaved = random.nextBoolean();
        added(body, 2, call("c1", "read", "", "in_progress"));
        if (interleaved) {
            added(body, 3, call("c2", "bash", "", "in_progress"));
        }
        pieces(FIRST, random, body, "function_call_arguments", 2);
        done(body, 2, call("c1", "read", FIRST, "completed"));
        if (!interleaved) {
            added(body, 3, call("c2", "bash", "", "in_progress"));
        }
        pieces(SECOND, random, body, "function_call_arguments", 3);
        done(body, 3, call("c2", "bash", SECOND, "completed"));
        event(body, "completed", "\"response\":" + response());
        return body.toString();
    }

    private static String response() {
        return "{\"object\":\"response\",\"status\":\"completed\",\"output\":[" + reasoning() + "," + message() + ","
                + call("c1", "read", FIRST, "completed") + "," + call("c2", "bash", SECOND, "completed") + "]}";
    }

    private static String reasoning() {
        return "{\"type\":\"reasoning\",\"id\":\"rs\",\"summary\":[{\"type\":\"summary_text\",\"text\":"
                + quote(THOUGHT) + "}],\"encrypted_content\":\"enc\"}";
    }

    private static String message() {
        return "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":" + quote(TEXT) + "}]}";
    }

    private static String call(String id, String name, String arguments, String status) {
        return "{\"type\":\"function_call\",\"call_id\":\"" + id + "\",\"name\":\"" + name + "\",\"arguments\":"
                + quote(arguments) + ",\"status\":\"" + status + "\"}";
    }

    private static void added(StringBuilder body, int index, String item) {
        event(body, "output_item.added", "\"output_index\":" + index + ",\"item\":" + item);
    }

    private static void done(StringBuilder body, int index, String item) {
        event(body, "output_item.done", "\"output_index\":" + index + ",\"item\":" + item);
    }

    private static void event(StringBuilder body, String type, String fields) {
        body.append("event: response.").append(type).append('\n');
        body.append("data: {\"type\":\"response.").append(type).append("\",");
        body.append(fields).append("}\n\n");
    }

    private static void pieces(String text, Random random, StringBuilder body, String kind, int index) {
        int[] points = text.codePoints().toArray();
        int at = 0;
        while (at < points.length) {
            int length = Math.min(points.length - at, 1 + random.nextInt(6));
            String piece = quote(new String(points, at, length));
            event(body, kind + ".delta", "\"output_index\":" + index + ",\"delta\":" + piece);
            at += length;
        }
    }

    private static String quote(String text) {
        return TextNode.valueOf(text).toString();
    }

    /** Gives bytes in reads of at most two sizes: the first read of one, all others of the other. */
    private static final class Split extends ByteArrayInputStream {

        private final int first;
        private final int others;

        Split(byte[] body, int first, int others) {
            super(body);
            this.first = first;
            this.others = others;
        }

        @Override
        public synchronized int read(byte[] to, int offset, int length) {
            return super.read(to, offset, Math.min(length, pos < first ? first - pos : others));
        }
    }
}
