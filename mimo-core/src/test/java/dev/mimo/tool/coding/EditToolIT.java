package dev.mimo.tool.coding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.environment.Environment;
import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.TestToolContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Edit and write. */
class EditToolIT {

    @TempDir
    Path folder;

    private Calls calls;

    @BeforeEach
    void session() {
        calls = new Calls(folder);
    }

    @Test
    void a_text_is_replaced_and_people_are_shown_the_difference() throws Exception {
        calls.known("a.txt", "one\ntwo\nthree\n");
        assertThat(calls.told("edit", "path", "a.txt", "old", "two", "new", "2"))
                .isEqualTo("changed a.txt, line 2");
        assertThat(calls.text("a.txt")).isEqualTo("one\n2\nthree\n");
        assertThat(calls.context.told())
                .containsExactly(new FileChanged(
                        "call-1",
                        "a.txt",
                        FileChanged.Kind.CHANGED,
                        "--- a/a.txt\n+++ b/a.txt\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "LF,LF,LF",
        "LF,LF,CRLF",
        "LF,CRLF,LF",
        "LF,CRLF,CRLF",
        "CRLF,LF,LF",
        "CRLF,LF,CRLF",
        "CRLF,CRLF,LF",
        "CRLF,CRLF,CRLF"
    })
    void every_combination_of_line_ends_works_and_the_files_own_stay(String file, String old, String now)
            throws Exception {
        String end = end(file);
        calls.known("a.txt", "a" + end + "b" + end + "c" + end);
        calls.told(
                "edit",
                "path",
                "a.txt",
                "old",
                "a" + end(old) + "b" + end(old),
                "new",
                "x" + end(now) + "y" + end(now) + "z" + end(now));
        assertThat(calls.text("a.txt")).isEqualTo("x" + end + "y" + end + "z" + end + "c" + end);
    }

    @Test
    void lines_not_touched_keep_mixed_line_ends() throws Exception {
        calls.known("a.txt", "a\r\nb\nc\r\nd\n");
        calls.told("edit", "path", "a.txt", "old", "a\nb\nc\nd", "new", "a\nb\nC\nnew\nd");
        assertThat(calls.text("a.txt")).isEqualTo("a\r\nb\nC\r\nnew\r\nd\n");
    }

    @Test
    void mark_charset_mode_and_missing_last_line_end_stay() throws Exception {
        Path file = folder.resolve("a.txt");
        Files.write(file, "\uFEFFgrün\r\nrot".getBytes(StandardCharsets.UTF_16BE));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x--x"));
        calls.told("read", "path", "a.txt");
        calls.told("edit", "path", "a.txt", "old", "rot", "new", "weiß");
        assertThat(Files.readAllBytes(file)).isEqualTo("\uFEFFgrün\r\nweiß".getBytes(StandardCharsets.UTF_16BE));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rwxr-x--x");
    }

    @Test
    void a_text_in_several_places_is_refused_with_their_lines_unless_all_are_meant() throws Exception {
        calls.known("a.txt", "x\ny\nx\nxx\n");
        assertThat(calls.fault("edit", "path", "a.txt", "old", "x", "new", "z"))
                .isEqualTo(
                        "old stands in 4 places of a.txt, lines 1, 3, 4, 4; give more of what is around it, or set all");
        assertThat(calls.told("edit", "path", "a.txt", "old", "x", "new", "z", "all", true))
                .isEqualTo("changed a.txt, lines 1, 3, 4, 4");
        assertThat(calls.text("a.txt")).isEqualTo("z\ny\nz\nzz\n");
    }

    @Test
    void a_text_that_is_not_there_is_answered_with_the_closest() throws Exception {
        calls.known("a.txt", "class A {\n\tint count = 1;\n\tint sum;\n}\n");
        assertThat(calls.fault("edit", "path", "a.txt", "old", "  int count = 1;\n  int sum;", "new", "x"))
                .isEqualTo("old is not in a.txt; it differs in white space only from this:\n"
                        + "    2\t\tint count = 1;\n    3\t\tint sum;\n");
        assertThat(calls.fault("edit", "path", "a.txt", "old", "\tint sum;\n}\n// end", "new", "x"))
                .contains("; the closest is this:\n")
                .contains("    3\t\tint sum;\n");
        assertThat(calls.fault("edit", "path", "a.txt", "old", "int counts = 2;", "new", "x"))
                .endsWith("the closest is this:\n    2\t\tint count = 1;\n");
        assertThat(calls.fault("edit", "path", "a.txt", "old", "@@@@@@", "new", "x"))
                .isEqualTo("old is not in a.txt");
    }

    @Test
    void senseless_edits_are_refused() throws Exception {
        calls.known("a.txt", "x\n");
        assertThat(calls.fault("edit", "path", "a.txt", "old", "", "new", "x")).contains("old is empty; use write");
        assertThat(calls.fault("edit", "path", "a.txt", "old", "x", "new", "x")).contains("old and new are the same");
        assertThat(calls.fault("edit", "path", "a.txt", "old", "x\n", "new", "x\r\n"))
                .contains("differ in line ends only");
        assertThat(calls.fault("edit", "path", "a.txt", "old", "x", "new", "\uD800"))
                .contains("cannot write");
        assertThat(calls.fault("edit", "path", "b.txt", "old", "x", "new", "y"))
                .isEqualTo("there is no b.txt; did you mean a.txt?");
        assertThat(calls.fault("edit", "path", ".", "old", "x", "new", "y")).isEqualTo(". is a folder");
        assertThat(calls.text("a.txt")).isEqualTo("x\n");
    }

    @Test
    void a_file_must_be_seen_as_it_is_before_it_is_changed() throws Exception {
        calls.file("a.txt", "x\n");
        assertThat(calls.fault("edit", "path", "a.txt", "old", "x", "new", "y"))
                .isEqualTo("a.txt was not read yet: read it before you change it");
        assertThat(calls.fault("write", "path", "a.txt", "content", "y")).contains("was not read yet");
        assertThat(calls.told("write", "path", "a.txt", "content", "x\n"))
                .isEqualTo("a.txt holds exactly that already");
        calls.file("a.txt", "someone else\n");
        assertThat(calls.fault("edit", "path", "a.txt", "old", "else", "new", "y"))
                .isEqualTo("a.txt was changed by someone else since you saw it: read it again");
        assertThat(calls.text("a.txt")).isEqualTo("someone else\n");
        calls.told("read", "path", "a.txt");
        calls.told("edit", "path", "a.txt", "old", "else", "new", "y");
        calls.told("edit", "path", "a.txt", "old", "y", "new", "z");
        calls.told("write", "path", "a.txt", "content", "whole");
        assertThat(calls.text("a.txt")).isEqualTo("whole");
    }

    @Test
    void another_session_has_seen_nothing_of_it() throws Exception {
        calls.known("a.txt", "x\n");
        assertThat(new Calls(folder).fault("edit", "path", "a.txt", "old", "x", "new", "y"))
                .contains("was not read yet");
    }

    @Test
    void concurrent_edits_of_one_file_are_all_kept() throws Exception {
        int edits = 24;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < edits; i++) {
            text.append("<").append(i).append(">\n");
        }
        calls.known("a.txt", text.toString());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<String>> results = new ArrayList<>();
        for (int i = 0; i < edits; i++) {
            int each = i;
            results.add(threads.submit(() -> {
                go.await();
                return calls.told("edit", "path", "a.txt", "old", "<" + each + ">", "new", "done");
            }));
        }
        go.countDown();
        for (Future<String> result : results) {
            assertThat(result.get()).startsWith("changed a.txt");
        }
        threads.shutdownNow();
        assertThat(calls.text("a.txt")).isEqualTo("done\n".repeat(edits));
    }

    @Test
    void two_sessions_never_overwrite_each_other() throws Exception {
        try (Environment shared = Environment.builder().build()) {
            Calls one = new Calls(folder, new TestToolContext(folder, folder, shared));
            Calls two = new Calls(folder, new TestToolContext(folder, folder, shared));
            one.known("a.txt", "x y\n");
            two.told("read", "path", "a.txt");
            one.told("edit", "path", "a.txt", "old", "x", "new", "1");
            assertThat(two.fault("edit", "path", "a.txt", "old", "y", "new", "2"))
                    .contains("changed by someone else");
            assertThat(one.text("a.txt")).isEqualTo("1 y\n");
        }
    }

    @Test
    void write_makes_folders_and_keeps_charset_and_line_ends_of_what_it_replaces() throws Exception {
        assertThat(calls.told("write", "path", "new/deep/a.txt", "content", "x\n"))
                .isEqualTo("created new/deep/a.txt, 2 bytes");
        Files.write(folder.resolve("w.txt"), "\uFEFFa\r\nb\r\n".getBytes(StandardCharsets.UTF_8));
        calls.told("read", "path", "w.txt");
        calls.told("write", "path", "w.txt", "content", "c\nd");
        assertThat(Files.readAllBytes(folder.resolve("w.txt")))
                .isEqualTo("\uFEFFc\r\nd".getBytes(StandardCharsets.UTF_8));
        assertThat(calls.fault("write", "path", "new", "content", "x")).isEqualTo("new is a folder");
        assertThat(calls.context.told()).hasSize(2);
    }

    @Test
    void a_link_is_written_through_and_the_gate_knows_where_to() throws Exception {
        calls.file("real/a.txt", "x");
        Files.createSymbolicLink(folder.resolve("link.txt"), folder.resolve("real/a.txt"));
        calls.told("read", "path", "link.txt");
        assertThat(calls.tool("write")
                        .actions(Calls.call("write", "path", "link.txt", "content", "y"), calls.context.workspace()))
                .containsExactly(Action.file("write", calls.root.resolve("real/a.txt"), Effect.EDIT));
        calls.told("write", "path", "link.txt", "content", "y");
        assertThat(calls.text("real/a.txt")).isEqualTo("y");
        assertThat(folder.resolve("link.txt")).isSymbolicLink();
    }

    @Test
    void a_protected_folder_is_closed_to_every_change() throws Exception {
        calls.context.protect(folder.resolve("memory"));
        calls.known("memory/a.txt", "x\n");
        assertThat(calls.fault("edit", "path", "memory/a.txt", "old", "x", "new", "y"))
                .isEqualTo("memory/a.txt is protected: no file tool may change it");
        assertThat(calls.fault("write", "path", "memory/b.txt", "content", "y")).contains("is protected");
        assertThat(calls.fault("patch", "patch", "--- /dev/null\n+++ b/memory/c\n@@ -0,0 +1 @@\n+x\n"))
                .contains("is protected");
        assertThat(calls.text("memory/a.txt")).isEqualTo("x\n");
    }

    private static String end(String name) {
        return name.equals("LF") ? "\n" : "\r\n";
    }
}
