package dev.mimo.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileIT {

    @TempDir
    Path folder;

    @Test
    void an_interrupted_thread_writes_all_the_same(@org.junit.jupiter.api.io.TempDir Path fresh) throws Exception {
        Path file = fresh.resolve("kept");
        Thread.currentThread().interrupt();

        AtomicFile.write(file, "new".getBytes(java.nio.charset.StandardCharsets.UTF_8), false);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(file).hasContent("new");
    }

    @Test
    void a_new_file_has_the_content_and_nothing_else_is_left() throws IOException {
        Path file = folder.resolve("a.txt");

        write(file, "new");

        assertThat(file).hasContent("new");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void an_empty_file_can_be_written() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "old");

        write(file, "");

        assertThat(file).isEmptyFile();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void an_existing_file_keeps_its_mode() throws IOException {
        for (String mode : List.of("rwxr-x--x", "r--r--r--", "rw-------")) {
            Path file = Files.writeString(folder.resolve(mode), "old");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

            write(file, "new");

            assertThat(file).hasContent("new");
            assertThat(mode(file)).isEqualTo(mode);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_new_secret_is_for_its_owner_only() throws IOException {
        Path file = folder.resolve("key");

        AtomicFile.write(file, new byte[] {1}, true);

        assertThat(mode(file)).isEqualTo("rw-------");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_new_file_has_the_mode_of_any_other_new_file() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "");

        write(folder.resolve("new"), "x");

        assertThat(mode(folder.resolve("new"))).isEqualTo(mode(other));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_link_is_replaced_by_a_file_that_is_no_more_open_than_others() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "target");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);

        write(link, "new");

        assertThat(link).isRegularFile().hasContent("new");
        assertThat(Files.isSymbolicLink(link)).isFalse();
        assertThat(target).hasContent("target");
        assertThat(mode(link)).isEqualTo(mode(target));
    }

    @Test
    void a_failure_leaves_the_old_state_and_no_temporary_file() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("taken"));
        Files.writeString(taken.resolve("inside"), "old");

        assertThatThrownBy(() -> write(taken, "new")).isInstanceOf(IOException.class);

        assertThat(taken.resolve("inside")).hasContent("old");
        assertThat(names()).containsExactly("taken");
    }

    @Test
    void a_missing_folder_is_a_failure_and_is_not_made() {
        assertThatThrownBy(() -> write(folder.resolve("missing/a.txt"), "new")).isInstanceOf(IOException.class);

        assertThat(folder.resolve("missing")).doesNotExist();
    }

    @Test
    void a_root_is_no_file() {
        assertThatThrownBy(() -> write(folder.getRoot(), "x"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a file in a folder");
    }

    @Test
    void the_longest_name_that_the_system_takes_can_be_written() throws IOException {
        Path file = folder.resolve("n".repeat(255));

        write(file, "x");

        assertThat(file).hasContent("x");
    }

    @Test
    void writers_at_the_same_time_leave_one_whole_content() throws Exception {
        Path file = folder.resolve("a.txt");
        List<String> contents =
                IntStream.range(0, 8).mapToObj(i -> (i + "").repeat(100_000)).toList();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Object>> writers = contents.stream()
                    .map(content -> (Callable<Object>) () -> {
                        write(file, content);
                        return content;
                    })
                    .toList();
            for (Future<Object> done : pool.invokeAll(writers)) {
                done.get();
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(contents).contains(Files.readString(file));
        assertThat(names()).containsExactly("a.txt");
    }

    private static void write(Path file, String text) throws IOException {
        AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8), false);
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
