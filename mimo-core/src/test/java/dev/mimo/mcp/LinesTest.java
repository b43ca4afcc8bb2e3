package dev.mimo.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {

    private static List<String> all(String text, int most, boolean cuts) throws IOException {
        Lines lines = new Lines(new ByteArrayInputStream(text.getBytes(UTF_8)), most, cuts);
        List<String> all = new ArrayList<>();
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            all.add(new String(line, UTF_8));
        }
        return all;
    }

    @Test
    void lines_come_one_by_one_and_the_last_may_have_no_end() throws IOException {
        assertThat(all("one\n\ntwo\nthree", 100, false)).containsExactly("one", "", "two", "three");
        assertThat(all("", 100, false)).isEmpty();
    }

    @Test
    void a_line_may_span_many_reads() throws IOException {
        String line = "x".repeat(200_000);

        assertThat(all(line + "\n" + line + "\n", 1_000_000, false)).containsExactly(line, line);
    }

    @Test
    void a_line_as_long_as_allowed_is_whole() throws IOException {
        assertThat(all("12345\n6", 5, false)).containsExactly("12345", "6");
    }

    @Test
    void a_longer_line_is_an_error_or_comes_in_pieces() throws IOException {
        assertThatThrownBy(() -> all("123456\n", 5, false)).isInstanceOf(IOException.class);
        assertThat(all("1234567\n8", 3, true)).containsExactly("123", "456", "7", "8");
    }
}
