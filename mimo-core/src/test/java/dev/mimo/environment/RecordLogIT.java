package dev.mimo.environment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.RecordLog.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordLogIT {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name_the_file() {
        file = folder.resolve("run.log");
    }

    @Test
    void a_line_is_checksum_mark_and_payload() throws IOException {
        try (RecordLog log = open()) {
            log.append(records("one"));
            log.append(records("two", "", "three"));
        }

        assertThat(file)
                .hasContent(checksum(" one") + " one\n" + checksum("+two") + "+two\n" + checksum("+") + "+\n"
                        + checksum(" three") + " three\n");
    }

    @Test
    void records_are_numbered_and_read_in_pages() throws IOException {
        try (RecordLog log = open()) {
            for (int i = 0; i < 1_000; i += 4) {
                assertThat(log.append(numbers(i, 4))).isEqualTo(i);
            }

            assertThat(log.size()).isEqualTo(1_000);
            for (int from : new int[] {0, 1, 63, 64, 65, 127, 128, 500, 999}) {
                assertThat(texts(log.page(from, 70))).isEqualTo(texts(numbers(from, Math.min(70, 1_000 - from))));
            }
        }
        try (RecordLog log = open()) {
            assertThat(texts(log.page(0, 5_000))).isEqualTo(texts(numbers(0, 1_000)));
            assertThat(texts(log.page(640, 1))).containsExactly("record 640");
        }
    }

    @Test
    void a_log_cut_at_any_byte_of_its_last_batch_comes_back_without_that_batch() throws IOException {
        byte[] whole = threeBatches();
        int lastBatch = lengthOf(3);

        for (int length = lastBatch; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            try (RecordLog reader = RecordLog.read(file)) {
                assertThat(reader.size()).isEqualTo(3);
            }
            try (RecordLog log = open()) {
                assertThat(texts(log.page(0, 9))).containsExactly("a", "b", "c");
                assertThat(log.discarded()).isEqualTo(length - lastBatch);
                log.append(records("next"));
            }
            try (RecordLog log = open()) {
                assertThat(texts(log.page(0, 9))).containsExactly("a", "b", "c", "next");
                assertThat(log.discarded()).isZero();
            }
        }
    }

    @Test
    void a_log_with_any_bit_flipped_gives_whole_batches_or_the_place_of_the_damage() throws IOException {
        byte[] whole = threeBatches();
        List<String> all = List.of("a", "b", "c", "d", "e", "f");

        for (int at = 0; at < whole.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) (1 << bit);
                Files.write(file, damaged);
                List<String> found;
                try (RecordLog log = open()) {
                    found = texts(log.page(0, 9));
                } catch (DamagedLog e) {
                    assertThat(e.position()).isBetween(0L, (long) at);
                    assertThat(e).hasMessageContaining("byte " + e.position());
                    assertThat(file).hasBinaryContent(damaged);
                    continue;
                }
                assertThat(all.subList(0, found.size())).isEqualTo(found);
                assertThat(found.size()).isIn(0, 1, 3);
            }
        }
    }

    @Test
    void damage_before_the_last_line_is_told_with_its_place() throws IOException {
        byte[] whole = threeBatches();
        int second = lengthOf(1);
        whole[second + 9] ^= 1;
        Files.write(file, whole);

        assertThatThrownBy(this::open)
                .isInstanceOf(DamagedLog.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("byte " + second);
        assertThat(file).hasBinaryContent(whole);
        assertThatThrownBy(() -> RecordLog.read(file)).isInstanceOf(DamagedLog.class);
    }

    @Test
    void a_tail_of_zeros_is_cut_off() throws IOException {
        byte[] whole = threeBatches();
        Files.write(file, Arrays.copyOf(whole, whole.length + 200_000));

        try (RecordLog log = open()) {
            assertThat(log.size()).isEqualTo(6);
            assertThat(log.discarded()).isEqualTo(200_000);
        }
        assertThat(file).hasBinaryContent(whole);
    }

    @Test
    void records_longer_than_any_buffer_are_kept() throws IOException {
        byte[] big = "0123456789".repeat(700_000).getBytes(UTF_8);
        try (RecordLog log = open()) {
            log.append(List.of(big, "x".getBytes(UTF_8), big));
            log.append(records("end"));

            assertThat(log.page(2, 1).get(0)).isEqualTo(big);
        }
        try (RecordLog log = open()) {
            assertThat(log.page(0, 1).get(0)).isEqualTo(big);
            assertThat(texts(log.page(3, 1))).containsExactly("end");
        }
        assertThat(RecordLog.ends(file).get(0)).isEqualTo(big);
        assertThat(texts(RecordLog.ends(file).subList(1, 2))).containsExactly("end");
    }

    @Test
    void the_ends_are_found_without_the_middle() throws IOException {
        try (RecordLog log = open()) {
            assertThat(RecordLog.ends(file)).isEmpty();
            log.append(records("first"));
            assertThat(texts(RecordLog.ends(file))).containsExactly("first", "first");
            log.append(numbers(0, 5_000));
            log.append(List.of("y".repeat(100_000).getBytes(UTF_8)));
            Files.writeString(file, "00000000+torn", StandardOpenOption.APPEND);

            assertThat(texts(RecordLog.ends(file))).containsExactly("first", "y".repeat(100_000));
        }
    }

    @Test
    void a_full_disk_takes_nothing_and_the_log_goes_on_when_there_is_room() throws IOException {
        FaultyTape disk = new FaultyTape();
        try (RecordLog log = RecordLog.open(file, Durability.FLUSH, disk::over)) {
            log.append(records("kept"));
            disk.room = 25;

            assertThatThrownBy(() -> log.append(records("lost one", "lost two")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no space left");
            assertThat(texts(log.page(0, 9))).containsExactly("kept");
            assertThat(Files.size(file)).isEqualTo(14);

            disk.room = Integer.MAX_VALUE;
            assertThat(log.append(records("next"))).isEqualTo(1);
        }
        try (RecordLog log = open()) {
            assertThat(texts(log.page(0, 9))).containsExactly("kept", "next");
            assertThat(log.discarded()).isZero();
        }
    }

    @Test
    void a_log_that_cannot_take_back_a_failed_append_refuses_more() throws IOException {
        FaultyTape disk = new FaultyTape();
        try (RecordLog log = RecordLog.open(file, Durability.FLUSH, disk::over)) {
            log.append(records("kept"));
            disk.room = 15;
            disk.truncates = false;
            assertThatThrownBy(() -> log.append(records("lost"))).hasMessageContaining("no space left");
            disk.room = Integer.MAX_VALUE;

            assertThatThrownBy(() -> log.append(records("next")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("could not be taken back");
            assertThat(texts(log.page(0, 9))).containsExactly("kept");
        }
        try (RecordLog log = open()) {
            assertThat(texts(log.page(0, 9))).containsExactly("kept");
            assertThat(log.discarded()).isPositive();
        }
    }

    @Test
    void a_log_that_could_not_be_forced_refuses_more() throws IOException {
        FaultyTape disk = new FaultyTape();
        try (RecordLog log = RecordLog.open(file, Durability.FORCE, disk::over)) {
            log.append(records("kept"));
            disk.forces = false;

            assertThatThrownBy(() -> log.append(records("lost"))).hasMessageContaining("input/output error");
            disk.forces = true;
            assertThatThrownBy(() -> log.append(records("next"))).hasMessageContaining("could not be forced");
            assertThat(texts(log.page(0, 9))).containsExactly("kept");
        }
    }

    @Test
    void only_a_forced_log_forces_and_once_for_each_append() throws IOException {
        FaultyTape disk = new FaultyTape();
        try (RecordLog log = RecordLog.open(file, Durability.FLUSH, disk::over)) {
            log.append(records("a", "b"));
        }
        assertThat(disk.forced).isZero();
        try (RecordLog log = RecordLog.open(file, Durability.FORCE, disk::over)) {
            log.append(records("c", "d"));
            log.append(List.of());
        }
        assertThat(disk.forced).isOne();
        assertThat(disk.written).isEqualTo(2);
    }

    @Test
    void a_log_has_one_writer() throws IOException {
        try (RecordLog log = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(FileBusy.class)
                    .hasMessageContaining(ProcessHandle.current().pid() + "@");
            Path link = folder.resolve("link");
            Files.createSymbolicLink(link, folder);
            assertThatThrownBy(() -> RecordLog.open(link.resolve("run.log"), Durability.FLUSH))
                    .isInstanceOf(FileBusy.class);
            log.append(records("a"));
        }
        open().close();
    }

    @Test
    void a_log_that_could_not_be_opened_is_not_held() throws IOException {
        Files.writeString(file, "rubbish\nrubbish\n");
        assertThatThrownBy(this::open).isInstanceOf(DamagedLog.class);

        Files.delete(file);

        open().close();
    }

    @Test
    void a_reader_sees_what_was_written_since() throws IOException {
        try (RecordLog log = open();
                RecordLog reader = RecordLog.read(file)) {
            assertThat(reader.size()).isZero();
            log.append(records("a", "b"));
            assertThat(texts(reader.page(1, 5))).containsExactly("b");
            log.append(records("c"));
            assertThat(reader.size()).isEqualTo(3);
            assertThatThrownBy(() -> reader.append(records("d"))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_record_with_a_line_feed_is_refused_with_its_batch() throws IOException {
        try (RecordLog log = open()) {
            assertThatThrownBy(() -> log.append(records("fine", "two\nlines")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(log.size()).isZero();
        }
        assertThat(file).isEmptyFile();
    }

    @Test
    void files_are_private() throws IOException {
        open().close();

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(RecordLog.lockFile(file)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    private RecordLog open() throws IOException {
        return RecordLog.open(file, Durability.FLUSH);
    }

    /** Batches of one, two and three records. */
    private byte[] threeBatches() throws IOException {
        Files.deleteIfExists(file);
        try (RecordLog log = open()) {
            log.append(records("a"));
            log.append(records("b", "c"));
            log.append(records("d", "e", "f"));
        }
        return Files.readAllBytes(file);
    }

    /** The bytes of so many records of one letter. */
    private static int lengthOf(int records) {
        return records * 11;
    }

    private static String checksum(String text) {
        var crc = new CRC32C();
        crc.update(text.getBytes(UTF_8));
        return String.format("%08x", crc.getValue());
    }

    private static List<byte[]> records(String... texts) {
        return Arrays.stream(texts).map(text -> text.getBytes(UTF_8)).toList();
    }

    private static List<byte[]> numbers(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> ("record " + i).getBytes(UTF_8))
                .toList();
    }

    private static List<String> texts(List<byte[]> records) {
        return records.stream().map(record -> new String(record, UTF_8)).toList();
    }

    /** A disk that has so much room, and may refuse to force or truncate. */
    private static final class FaultyTape implements LogTape {

        int room = Integer.MAX_VALUE;
        boolean truncates = true;
        boolean forces = true;
        int forced;
        int written;
        private LogTape disk;

        FaultyTape over(Path path) throws IOException {
            disk = new LogTape.Disk(path);
            return this;
        }

        @Override
        public void write(long position, byte[] bytes, int length) throws IOException {
            int fits = (int) Math.min(length, Math.max(0, room - position));
            disk.write(position, bytes, fits);
            written++;
            if (fits < length) {
                throw new IOException("no space left on device");
            }
        }

        @Override
        public void force() throws IOException {
            forced++;
            if (!forces) {
                throw new IOException("input/output error");
            }
            disk.force();
        }

        @Override
        public void truncate(long length) throws IOException {
            if (!truncates) {
                throw new IOException("input/output error");
            }
            disk.truncate(length);
        }

        @Override
        public void close() throws IOException {
            disk.close();
        }
    }
}
