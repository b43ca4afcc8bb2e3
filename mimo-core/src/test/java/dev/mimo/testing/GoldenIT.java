package dev.mimo.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenIT {

    @TempDir
    private Path folder;

    @Test
    void a_file_is_made_on_demand_and_then_compared() {
        Path file = folder.resolve("a/b.txt");
        assertThatThrownBy(() -> Golden.assertMatches(file, "one\ntwo\n", false))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("mimo.golden=update");

        Golden.assertMatches(file, "one\ntwo\n", true);

        assertThat(file).hasContent("one\ntwo\n");
        assertThatCode(() -> Golden.assertMatches(file, "one\r\ntwo", false)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Golden.assertMatches(file, "one\nthree\n", false))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-two\n+three");
    }

    @Test
    void what_differs_from_run_to_run_is_given_a_name() {
        String tmp = System.getProperty("java.io.tmpdir");
        Path inTmp = Path.of(tmp, "work-1", "a.txt");

        String text = Golden.stable("turn-01jd00000aaaaaaaaaa in " + inTmp + " at 2026-01-01T10:00:00.5Z, again turn-"
                + "01jd00000aaaaaaaaaa, not turn-01jd00000aaaaaaaaab, id 123e4567-e89b-12d3-a456-426614174000");

        assertThat(text)
                .isEqualTo("<turn-1> in <tmp-1>" + File.separator + "a.txt at <time>, again <turn-1>, not <turn-2>,"
                        + " id <uuid-1>");
    }

    @Test
    void plain_words_and_numbers_stay() {
        String text = "well-known, call-1, 2026-01-01, 12:30, /usr/share, a-b-c-d-e";

        assertThat(Golden.stable(text)).isEqualTo(text);
    }
}
