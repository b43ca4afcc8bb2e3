package dev.mimo.tool.coding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.model.Content;
import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ReadToolIT {

    @TempDir
    Path folder;

    private Calls calls;

    @BeforeEach
    void session() {
        calls = new Calls(folder);
    }

    @Test
    void lines_are_shown_with_their_numbers() throws Exception {
        calls.file("a.txt", "one\r\n\ntwo");
        assertThat(calls.told("read", "path", "a.txt")).isEqualTo("    1\tone\n    2\t\n    3\ttwo\n");
    }

    @Test
    void a_long_file_comes_in_pages() throws Exception {
        calls.file("a.txt", "x\n".repeat(2_005));
        assertThat(calls.told("read", "path", "a.txt")).endsWith(" 2000\tx\n(5 more lines; go on with offset 2001)");
        assertThat(calls.told("read", "path", "a.txt", "offset", 2_004)).isEqualTo(" 2004\tx\n 2005\tx\n");
        assertThat(calls.told("read", "path", "a.txt", "offset", "3", "limit", 1))
                .isEqualTo("    3\tx\n(2002 more lines; go on with offset 4)");
    }

    @Test
    void a_page_has_at_most_50_kib_and_a_line_2000_characters() throws Exception {
        calls.file("a.txt", ("y".repeat(2_500) + "\n").repeat(60));
        String page = calls.told("read", "path", "a.txt");
        assertThat(page).hasSizeLessThan(51 * 1024 + 100).contains("y… [500 more characters]\n");
        assertThat(page).endsWith("more lines; go on with offset 26)");
    }

    @Test
    void a_place_beyond_the_end_is_told_with_the_number_of_lines() throws Exception {
        calls.file("a.txt", "x\ny\n").file("empty", "");
        assertThat(calls.fault("read", "path", "a.txt", "offset", 3))
                .isEqualTo("a.txt has 2 lines, so there is no line 3");
        assertThat(calls.fault("read", "path", "a.txt", "offset", 0))
                .isEqualTo("the arguments are refused: offset counts from 1, not 0");
        assertThat(calls.told("read", "path", "empty")).isEqualTo("(empty is empty)");
    }

    @Test
    void a_folder_lists_its_entries() throws Exception {
        calls.file("b/c.txt", "").file("a.txt", "");
        assertThat(calls.told("read", "path", ".")).isEqualTo("a.txt\nb/");
    }

    @Test
    void a_wrong_name_is_answered_with_those_that_sound_alike() throws Exception {
        calls.file("src/Order.java", "").file("src/Other.java", "");
        assertThat(calls.fault("read", "path", "src/order.java"))
                .startsWith("there is no src/order.java; did you mean src/Order.java");
        assertThat(calls.fault("read", "path", "scr/deep/Order.java"))
                .isEqualTo("there is no scr/deep/Order.java, nor the folder scr/deep; the nearest folder there is: .");
    }

    @Test
    void texts_in_other_charsets_are_read_and_binary_files_refused() throws Exception {
        Files.write(folder.resolve("gb"), "中文\n".getBytes(Charset.forName("GB18030")));
        Files.write(folder.resolve("utf16"), "\uFEFFé\n".getBytes(StandardCharsets.UTF_16LE));
        Files.write(folder.resolve("latin1"), new byte[] {'c', 'a', 'f', (byte) 0xE9, ' ', 'x'});
        Files.write(folder.resolve("zeros"), new byte[3_000]);
        assertThat(calls.told("read", "path", "gb")).isEqualTo("    1\t中文\n");
        assertThat(calls.told("read", "path", "utf16")).isEqualTo("    1\té\n");
        assertThat(calls.fault("read", "path", "latin1"))
                .startsWith("latin1 is binary or in an unknown encoding, 6 bytes");
        assertThat(calls.fault("read", "path", "zeros"))
                .startsWith("zeros is binary or in an unknown encoding, 2.9 KiB");
    }

    @Test
    void images_are_shown_as_such() throws Exception {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0};
        Files.write(folder.resolve("a.dat"), png);
        assertThat(calls.result("read", "path", "a.dat").content())
                .containsExactly(
                        new Content.Image("image/png", Base64.getEncoder().encodeToString(png)));
        Files.write(folder.resolve("big.png"), java.util.Arrays.copyOf(png, ReadTool.LARGEST_IMAGE + 1));
        assertThat(calls.fault("read", "path", "big.png")).contains("make it smaller");
    }

    @Test
    @Timeout(20)
    void what_is_no_regular_file_is_never_opened() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThat(calls.fault("read", "path", "pipe")).isEqualTo("pipe is no regular file");
        assertThat(calls.fault("read", "path", "/dev/zero")).isEqualTo("/dev/zero is no regular file");
        assertThat(calls.fault("write", "path", "pipe", "content", "x")).isEqualTo("pipe is no regular file");
        assertThat(calls.fault("grep", "path", "pipe", "pattern", "x")).isEqualTo("pipe is no regular file");
    }

    @Test
    void a_huge_file_of_zeros_is_refused_before_it_is_loaded() throws Exception {
        try (var file = new java.io.RandomAccessFile(folder.resolve("huge").toFile(), "rw")) {
            file.setLength(1L << 32);
        }
        assertThat(calls.fault("read", "path", "huge"))
                .startsWith("huge is binary or in an unknown encoding, 4096.0 MiB");
    }

    @Test
    void the_gate_is_told_the_real_path() throws Exception {
        calls.file("real.txt", "x");
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real.txt"));
        assertThat(calls.tool("read").actions(Calls.call("read", "path", "link"), calls.context.workspace()))
                .containsExactly(Action.file("read", calls.root.resolve("real.txt"), Effect.READ));
        assertThat(calls.told("read", "path", "link")).isEqualTo("    1\tx\n");
    }
}
