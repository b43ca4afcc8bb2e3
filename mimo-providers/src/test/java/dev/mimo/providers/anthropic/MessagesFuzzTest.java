package dev.mimo.providers.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.ModelException;
import dev.mimo.model.Reply;
import dev.mimo.model.ToolCall;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;

final class MessagesFuzzTest {

    private static final String THOUGHT = "thinking 你好";
    private static final String TEXT = "the answer \uD83D\uDE00 is \"42\"\n";
    private static final String FIRST = "{\"path\":\"a\",\"n\":1}";
    private static final String SECOND = "{\"command\":\"rm -rf \\\"x\\\"\"}";
    private static final String SEARCH = "{\"query\":\"q\"}";

    @Test
    void an_answer_cut_at_any_byte_has_no_call_that_was_not_sent_whole() {
        byte[] body = stream(new Random(7)).getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < body.length; at++) {
            Reply reply = replyOrNull(Arrays.copyOf(body, at));
            if (reply != null) {
                assertThat(reply.message().content()).as("cut at %d", at).isEqualTo(whole());
            }
        }
    }

    @Test
    void an_answer_cut_at_any_byte_with_the_end_in_place_has_no_call_that_was_not_sent_whole() {
        String body = stream(new Random(8));
        String end = Stream.empty().ended("max_tokens");
        for (int at = 0; at < body.length(); at++) {
            if (body.startsWith("event:", at)) {
                Reply reply = Decoded.reply(body.substring(0, at) + end);
                assertThat(List.of(first(), second()))
                        .as("cut at %d", at)
                        .containsAll(reply.message().toolCalls().stream()
                                .filter(ToolCall::isWhole)
                                .toList());
            }
        }
    }

    @Test
    void an_answer_split_at_any_byte_is_the_same_answer() {
        byte[] body = stream(new Random(9)).getBytes(StandardCharsets.UTF_8);
        for (int at = 1; at < body.length; at++) {
            InputStream split = inReads(body, at, body.length);
            assertThat(Decoded.of(200, split).reply.message().content())
                    .as("split at %d", at)
                    .isEqualTo(whole());
        }
        assertThat(Decoded.of(200, inReads(body, 1, 1)).reply.message().content())
                .isEqualTo(whole());
    }

    @Property(tries = 500)
    void a_damaged_answer_is_a_reply_or_a_failure_of_ours(@ForAll long seed) {
        damaged(seed);
    }

    @Property(tries = 200)
    void pieces_of_any_size_give_the_same_reply(@ForAll long seed) {
        pieces(seed);
    }

    @Tag("fuzz")
    @Property(tries = 100_000)
    void a_damaged_answer_is_a_reply_or_a_failure_of_ours_at_length(@ForAll long seed) {
        damaged(seed);
    }

    @Tag("fuzz")
    @Property(tries = 20_000)
    void pieces_of_any_size_give_the_same_reply_at_length(@ForAll long seed) {
        pieces(seed);
    }

    private static void damaged(long seed) {
        Random random = new Random(seed);
        byte[] body = stream(random).getBytes(StandardCharsets.UTF_8);
        String junk = "{}[]\",:\\\n\rdatnul0 -\u0000\u00ff";
        for (int i = random.nextInt(6); i >= 0; i--) {
            body[random.nextInt(body.length)] = (byte) junk.charAt(random.nextInt(junk.length()));
        }

        Reply reply = replyOrNull(body);

        if (reply != null) {
            for (ToolCall call : reply.message().toolCalls()) {
                assertThat(call.isWhole() || call.arguments().isEmpty()).isTrue();
            }
        }
    }

    private static void pieces(long seed) {
        Random random = new Random(seed);
        byte[] body = stream(random).getBytes(StandardCharsets.UTF_8);
        int first = 1 + random.nextInt(body.length);

        Decoded decoded = Decoded.of(200, inReads(body, first, 1 + random.nextInt(50)));

        assertThat(decoded.reply.message().content()).isEqualTo(whole());
        assertThat(decoded.text()).isEqualTo(TEXT);
        assertThat(decoded.thinking()).isEqualTo(THOUGHT);
        assertThat(decoded.arguments(0)).isEqualTo(FIRST);
        assertThat(decoded.arguments(1)).isEqualTo(SECOND);
    }

    private static Reply replyOrNull(byte[] body) {
        try {
            return Decoded.of(200, new ByteArrayInputStream(body)).reply;
        } catch (ModelException e) {
            return null;
        }
    }

    /** Gives so many bytes at first, and no more than {@code most} at a time afterwards. */
    private static InputStream inReads(byte[] body, int first, int most) {
        return new ByteArrayInputStream(body) {
            @Override
            public synchronized int read(byte[] to, int offset, int length) {
                int allowed = pos < first ? first - pos : most;
                return super.read(to, offset, Math.min(length, allowed));
            }
        };
    }

    private static List<Content> whole() {
        return List.of(
                new Content.Thinking(THOUGHT, Seal.signature("anthropic", "sig")),
                Content.text(TEXT),
                new Content.Opaque(
                        "anthropic",
                        Json.read(
                                "{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"w\",\"input\":" + SEARCH + "}")),
                first(),
                second());
    }

    private static ToolCall first() {
        return ToolCall.of("c1", "read", Json.readObject(FIRST));
    }

    private static ToolCall second() {
        return ToolCall.of("c2", "bash", Json.readObject(SECOND));
    }

    private static String stream(Random random) {
        Stream stream = Stream.begun()
                .thinking(0, "sig", cut(THOUGHT, random))
                .event("{\"type\": \"ping\"}")
                .text(1, cut(TEXT, random))
                .start(2, "{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"w\",\"input\":{}}");
        for (String piece : cut(SEARCH, random)) {
            stream.delta(2, "{\"type\":\"input_json_delta\",\"partial_json\":" + Stream.quote(piece) + "}");
        }
        return stream.stop(2)
                .call(3, "c1", "read", cut(FIRST, random))
                .call(4, "c2", "bash", cut(SECOND, random))
                .ended("tool_use");
    }

    private static String[] cut(String text, Random random) {
        int[] points = text.codePoints().toArray();
        List<String> pieces = new ArrayList<>();
        int at = 0;
        while (at < points.length) {
            int length = Math.min(points.length - at, 1 + random.nextInt(6));
            pieces.add(new String(points, at, length));
            at += length;
        }
        return pieces.toArray(new String[0]);
    }
}
