package dev.mimo.tool.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading what is too large to be loaded. */
class LargeFileIT {

    private static final int MIB = 1024 * 1024;

    @TempDir
    Path folder;

    private Calls calls;

    @BeforeEach
    void session() {
        calls = new Calls(folder);
    }

    @Test
    void a_file_of_64_mib_is_read_in_pages_with_little_memory() throws Exception {
        int lines = lines("log", 64 * MIB);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        calls.told("read", "path", "log", "limit", 1);

        long before = threads.getCurrentThreadAllocatedBytes();
        String told = calls.told("read", "path", "log", "offset", lines - 1_000, "limit", 2);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(told)
                .isEqualTo(numbered(lines - 1_000) + numbered(lines - 999) + "(999 more lines; go on with offset "
                        + (lines - 998) + ")");
        assertThat(allocated).isLessThan(4 * MIB);
    }

    @Test
    void pages_of_a_large_file_join_without_a_gap() throws Exception {
        int lines = lines("log", 11 * MIB);
        String first = calls.told("read", "path", "log");
        assertThat(first)
                .startsWith("    1\tline 1\n")
                .endsWith(" 2000\tline 2000\n(" + (lines - 2_000) + " more lines; go on with offset 2001)");
        assertThat(calls.told("read", "path", "log", "offset", 2_001, "limit", 1))
                .startsWith(" 2001\tline 2001\n");
        assertThat(calls.told("read", "path", "log", "offset", lines)).isEqualTo(numbered(lines));
        assertThat(calls.fault("read", "path", "log", "offset", lines + 1))
                .isEqualTo("log has " + lines + " lines, so there is no line " + (lines + 1));
    }

    @Test
    void what_is_too_large_to_be_loaded_is_still_not_changed() throws Exception {
        lines("log", 11 * MIB);
        calls.told("read", "path", "log");
        String tooLarge = "log is too large: 11.0 MiB, at most 10.0 MiB are loaded";
        assertThat(calls.fault("edit", "path", "log", "old", "line 1\n", "new", "x"))
                .startsWith(tooLarge);
        assertThat(calls.fault("write", "path", "log", "content", "x")).startsWith(tooLarge);
        assertThat(calls.fault("patch", "patch", "--- a/log\n+++ b/log\n@@ -1 +1 @@\n-line 1\n+x\n"))
                .startsWith(tooLarge);
        assertThat(Files.size(folder.resolve("log"))).isGreaterThan(11 * MIB);
    }

    @Test
    void a_line_without_an_end_is_cut() throws Exception {
        byte[] all = "é".repeat(6 * MIB).getBytes(StandardCharsets.UTF_8);
        Files.write(folder.resolve("line"), all);
        String told = calls.told("read", "path", "line");
        assertThat(told).isEqualTo("    1\t" + "é".repeat(2_000) + "… [" + (6 * MIB - 2_000) + " more characters]\n");
    }

    @Test
    void large_files_that_are_no_text_are_refused_by_their_first_bytes() throws Exception {
        byte[] random = new byte[11 * MIB];
        new Random(1).nextBytes(random);
        Files.write(folder.resolve("random"), random);
        Files.write(folder.resolve("gb"), "中文字\n".repeat(2 * MIB).getBytes(Charset.forName("GB18030")));
        Files.write(folder.resolve("u16"), "\uFEFFabc\n".repeat(2 * MIB).getBytes(StandardCharsets.UTF_16LE));
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("p.png").toFile(), "rw")) {
            file.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
            file.setLength(1L << 32);
        }
        for (String name : new String[] {"random", "gb", "u16"}) {
            assertThat(calls.fault("read", "path", name)).startsWith(name + " is binary or in an unknown encoding, ");
        }
        assertThat(calls.fault("read", "path", "p.png"))
                .startsWith("p.png is an image of 4096.0 MiB")
                .endsWith("make it smaller first");
    }

    @Test
    void a_cancelled_read_ends() throws Exception {
        lines("log", 11 * MIB);
        calls.context.cancellation.cancel("enough");
        assertThatThrownBy(() -> calls.told("read", "path", "log")).isInstanceOf(CancelledException.class);
    }

    @Property(tries = 300)
    void a_large_text_is_shown_as_a_loaded_one(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "\uFEFF" : "");
        String[] parts = {
            "a", "é", "中", "\uD83D\uDE00", "\r", "\n", "\r\n", "xyz".repeat(500), "\uD83D\uDE00".repeat(999)
        };
        for (int i = random.nextInt(400); i > 0; i--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        int offset = 1 + random.nextInt(10);
        int limit = 1 + random.nextInt(30);
        Page large = new Page(offset, limit);
        Page loaded = new Page(offset, limit);

        long count = LargeText.read(dripping(bytes, random), large, Cancellation.never());

        List<String> lines = Lines.of(TextFile.decode(bytes).text());
        for (int i = 0; i < lines.size(); i++) {
            if (loaded.wants(i + 1)) {
                loaded.add(lines.get(i), lines.get(i).length());
            }
        }
        assertThat(count).isEqualTo(lines.size());
        if (offset <= count) {
            assertThat(large.shown(count, "x")).isEqualTo(loaded.shown(count, "x"));
        }
    }

    /** Gives the bytes in parts that end anywhere. */
    private static ByteArrayInputStream dripping(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public int readNBytes(byte[] b, int off, int len) {
                return Math.max(0, super.read(b, off, Math.min(len, 3 + random.nextInt(9))));
            }

            @Override
            public synchronized int read(byte[] b, int off, int len) {
                return super.read(b, off, Math.min(len, 1 + random.nextInt(9)));
            }

            @Override
            public int read(byte[] b) {
                return read(b, 0, b.length);
            }
        };
    }

    /** Writes numbered lines of at least this many bytes in all; gives how many. */
    private int lines(String name, int bytes) throws IOException {
        int written = 0;
        int number = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            while (written < bytes) {
                byte[] line = ("line " + ++number + "\n").getBytes(StandardCharsets.US_ASCII);
                out.write(line);
                written += line.length;
            }
        }
        return number;
    }

    private static String numbered(int number) {
        return Lines.numbered(number, "line " + number);
    }
}
