package dev.mimo.providers.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class EventStreamTest {

    private static final int LIMIT = 100_000;

    @Test
    void lines_may_end_in_lf_cr_or_crlf() throws IOException {
        assertThat(events("data: a\n\ndata: b\r\rdata: c\r\n\r\ndata: d\n\n")).containsExactly("a", "b", "c", "d");
    }

    @Test
    void an_event_is_there_at_its_empty_line_even_if_that_may_become_crlf() throws IOException {
        InputStream blocking = new InputStream() {
            private final byte[] bytes = "data: a\r\r".getBytes(StandardCharsets.UTF_8);
            private int at;

            @Override
            public int read() {
                if (at == bytes.length) {
                    throw new AssertionError("read on although the event was complete");
                }
                return bytes[at++];
            }

            @Override
            public int read(byte[] to, int offset, int length) {
                to[offset] = (byte) read();
                return 1;
            }
        };

        EventStream stream = new EventStream(blocking, LIMIT);

        assertThat(stream.next()).isTrue();
    }

    @Test
    void the_space_after_the_colon_may_be_missing_and_only_one_is_taken() throws IOException {
        assertThat(events("data:a\n\ndata:  b\n\ndata\n\ndata:\n\n")).containsExactly("a", " b", "", "");
    }

    @Test
    void a_byte_order_mark_comments_ids_and_unknown_fields_are_passed_over() throws IOException {
        assertThat(events("\uFEFFdata: a\n: comment\nid: 7\nretry: 5\nfoo: bar\ndatax: no\n\n:\n\n\n\ndata: b\n\n"))
                .containsExactly("a", "b");
    }

    @Test
    void data_of_several_lines_is_joined_by_line_feeds() throws IOException {
        assertThat(events("data: a\ndata:\ndata: c\n\n")).containsExactly("a\n\nc");
    }

    @Test
    void an_event_name_belongs_to_one_event() throws IOException {
        EventStream stream = new EventStream(in("event: error\ndata: a\n\nevent: ping\n\ndata: b\n\n"), LIMIT);

        assertThat(stream.next()).isTrue();
        assertThat(stream.event()).isEqualTo("error");
        assertThat(stream.next()).isTrue();
        assertThat(stream.event()).isEmpty();
        assertThat(stream.next()).isFalse();
        assertThat(stream.next()).isFalse();
    }

    @Test
    void the_end_of_the_stream_ends_an_event() throws IOException {
        assertThat(events("data: a\n")).containsExactly("a");
        assertThat(events("data: a")).containsExactly("a");
        assertThat(events("data: a\ndata: b")).containsExactly("a\nb");
        assertThat(events("da")).isEmpty();
        assertThat(events("")).isEmpty();
    }

    @Test
    void a_line_or_an_event_that_is_too_long_is_refused_without_keeping_it() {
        assertThatThrownBy(() -> events("data: " + "x".repeat(LIMIT + 1)))
                .isInstanceOf(EventStream.EventTooLong.class)
                .hasMessageContaining("100000");
        assertThatThrownBy(() -> events(("data: " + "x".repeat(999) + "\n").repeat(200)))
                .isInstanceOf(EventStream.EventTooLong.class);
        assertThatThrownBy(() -> events(": " + "x".repeat(LIMIT + 20_000)))
                .isInstanceOf(EventStream.EventTooLong.class);
    }

    @Test
    void characters_that_are_split_between_reads_stay_whole() throws IOException {
        assertThat(read(bytes("data: grüße 😀 你好\n\n"), new Random(1), 1)).containsExactly("grüße 😀 你好");
    }

    @Property(tries = 300)
    void any_cut_into_reads_gives_the_same_events(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int longest)
            throws IOException {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        String[] ends = {"\n", "\r", "\r\n"};
        for (int i = 0; i < 60; i++) {
            String[] lines = {
                "data: ä" + i, "data:" + "y".repeat(random.nextInt(700)), "", ": c", "event: e", "id: 1", ""
            };
            text.append(lines[random.nextInt(lines.length)]).append(ends[random.nextInt(3)]);
        }
        byte[] bytes = bytes(text.toString());

        assertThat(read(bytes, random, longest)).isEqualTo(events(text.toString()));
    }

    private static List<String> events(String text) throws IOException {
        return all(new EventStream(in(text), LIMIT));
    }

    private static List<String> read(byte[] bytes, Random random, int longest) throws IOException {
        InputStream pieces = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] to, int offset, int length) {
                return super.read(to, offset, Math.min(length, 1 + random.nextInt(longest)));
            }
        };
        return all(new EventStream(pieces, LIMIT));
    }

    private static List<String> all(EventStream stream) throws IOException {
        List<String> events = new ArrayList<>();
        while (stream.next()) {
            events.add(new String(stream.bytes(), stream.offset(), stream.length(), StandardCharsets.UTF_8));
        }
        return events;
    }

    private static InputStream in(String text) {
        return new ByteArrayInputStream(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
