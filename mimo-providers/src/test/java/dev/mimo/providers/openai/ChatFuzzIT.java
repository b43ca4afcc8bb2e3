package dev.mimo.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.environment.Event;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.ModelException;
import dev.mimo.model.Reply;
import dev.mimo.model.ToolCall;
import dev.mimo.providers.http.EventStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

final class ChatFuzzIT {

    private static final String THOUGHT = "thinking 你好";
    private static final String TEXT = "the answer \uD83D\uDE00 is \"42\"\n";
    private static final String FIRST = "{\"path\":\"a\",\"n\":1}";
    private static final String SECOND = "{\"command\":\"rm -rf \\\"x\\\"\"}";

    private static Asked asked;

    @BeforeContainer
    static void open() {
        asked = new Asked();
    }

    @AfterContainer
    static void close() {
        asked.close();
    }

    @Property(tries = 300)
    void pieces_and_reads_of_any_size_give_the_same_reply(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] body = stream(random).getBytes(StandardCharsets.UTF_8);
        List<Event> events = new ArrayList<>();
        ReplyBuilder reply = new ReplyBuilder(true, new StopWords(Map.of()), 4_000_000, events::add);
        ChunkReader chunks = new ChunkReader(reply);
        EventStream stream = new EventStream(
                new ByteArrayInputStream(body) {
                    @Override
                    public synchronized int read(byte[] to, int offset, int length) {
                        return super.read(to, offset, Math.min(length, 1 + random.nextInt(50)));
                    }
                },
                1_000_000);

        while (stream.next() && stream.bytes()[stream.offset()] == '{') {
            assertThat(chunks.read(stream.bytes(), stream.offset(), stream.length()))
                    .isNull();
        }

        assertThat(reply.content(true)).isEqualTo(whole());
    }

    @Property(tries = 500)
    void a_truncated_answer_never_has_a_call_that_was_not_sent_whole(@ForAll long seed) {
        Random random = new Random(seed);
        String body = stream(random);
        String cut = body.substring(0, random.nextInt(body.length()));

        Reply reply = replyOrNull(cut);

        if (reply != null) {
            assertThat(whole()).containsAll(reply.message().content());
        }
    }

    @Property(tries = 500)
    void a_damaged_answer_is_a_reply_or_a_failure_of_ours(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder body = new StringBuilder(stream(random));
        String junk = "{}[]\",:\\\n\rdatnul0 -\u0000";
        for (int i = random.nextInt(4); i >= 0; i--) {
            body.setCharAt(random.nextInt(body.length()), junk.charAt(random.nextInt(junk.length())));
        }

        Reply reply = replyOrNull(body.toString());

        if (reply != null) {
            for (ToolCall call : reply.message().toolCalls()) {
                assertThat(call.isWhole() || call.arguments().isEmpty()).isTrue();
            }
        }
    }

    private static Reply replyOrNull(String body) {
        try {
            return asked.answer(body);
        } catch (ModelException e) {
            return null;
        }
    }

    private static List<Content> whole() {
        return List.of(
                new Content.Thinking(THOUGHT, null),
                Content.text(TEXT),
                ToolCall.of("c1", "read", Json.readObject(FIRST)),
                ToolCall.of("c2", "bash", Json.readObject(SECOND)));
    }

    private static String stream(Random random) {
        StringBuilder body = new StringBuilder();
        pieces(THOUGHT, random, piece -> chunk(body, "{\"reasoning_content\":" + quote(piece) + "}"));
        pieces(TEXT, random, piece -> chunk(body, "{\"content\":" + quote(piece) + "}"));
        chunk(
                body,
                "{\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":\"read\",\"arguments\":\"\"}}]}");
        pieces(FIRST, random, piece -> arguments(body, 0, piece));
        chunk(
                body,
                "{\"tool_calls\":[{\"index\":1,\"id\":\"c2\",\"function\":{\"name\":\"bash\",\"arguments\":\"\"}}]}");
        pieces(SECOND, random, piece -> arguments(body, 1, piece));
        body.append("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]\n\n");
        return body.toString();
    }

    private static void arguments(StringBuilder body, int index, String piece) {
        chunk(body, "{\"tool_calls\":[{\"index\":" + index + ",\"function\":{\"arguments\":" + quote(piece) + "}}]}");
    }

    private static void chunk(StringBuilder body, String delta) {
        body.append("data: {\"choices\":[{\"index\":0,\"delta\":").append(delta).append("}]}\n\n");
    }

    private static String quote(String text) {
        return Json.mapper().getNodeFactory().textNode(text).toString();
    }

    private static void pieces(String text, Random random, java.util.function.Consumer<String> piece) {
        int[] points = text.codePoints().toArray();
        int at = 0;
        while (at < points.length) {
            int length = Math.min(points.length - at, 1 + random.nextInt(6));
            piece.accept(new String(points, at, length));
            at += length;
        }
    }
}
