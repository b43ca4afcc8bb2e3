package dev.mimo.tool.coding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.tool.Action;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchToolIT {

    @TempDir
    Path folder;

    private Calls calls;

    @BeforeEach
    void session() {
        calls = new Calls(folder);
    }

    @Test
    void several_files_are_changed_created_deleted_and_moved() throws Exception {
        calls.known("a.txt", "1\n2\n3\n").known("old.txt", "gone\n").known("from.sh", "echo 1\n");
        Files.setPosixFilePermissions(folder.resolve("from.sh"), PosixFilePermissions.fromString("rwx------"));
        String told = calls.told("patch", "patch", """
                diff --git a/a.txt b/a.txt
                index 0123456..789abcd 100644
                --- a/a.txt
                +++ b/a.txt
                @@ -1,3 +1,3 @@
                 1
                -2
                +two
                 3
                diff --git a/new/b.txt b/new/b.txt
                new file mode 100644
                --- /dev/null
                +++ b/new/b.txt
                @@ -0,0 +1,2 @@
                +x
                +y
                \\ No newline at end of file
                diff --git a/old.txt b/old.txt
                deleted file mode 100644
                --- a/old.txt
                +++ /dev/null
                @@ -1 +0,0 @@
                -gone
                diff --git a/from.sh b/to.sh
                similarity index 50%
                rename from from.sh
                rename to to.sh
                --- a/from.sh
                +++ b/to.sh
                @@ -1 +1 @@
                -echo 1
                +echo 2
                """);
        assertThat(told).isEqualTo("changed a.txt\ncreated new/b.txt\ndeleted old.txt\nmoved from.sh to to.sh");
        assertThat(tree()).isEqualTo("{a.txt=1\ntwo\n3\n, new/b.txt=x\ny, to.sh=echo 2\n}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("to.sh"))))
                .isEqualTo("rwx------");
        assertThat(calls.context.told()).hasSize(5);
    }

    @Test
    void the_gate_is_told_every_file_a_move_touches() {
        String patch = "diff --git a/x b/y\nrename from x\nrename to y\n";
        assertThat(calls.tool("patch").actions(Calls.call("patch", "patch", patch), calls.context.workspace()))
                .extracting(Action::path)
                .containsExactly(calls.root.resolve("x"), calls.root.resolve("y"));
    }

    @Test
    void plain_diffs_and_quoted_names_are_understood() throws Exception {
        calls.known("dir/ä b.txt", "1\n").known("plain.txt", "1\n");
        calls.told("patch", "patch", """
                --- "a/dir/\\303\\244 b.txt"
                +++ "b/dir/\\303\\244 b.txt"
                @@ -1 +1 @@
                -1
                +2
                --- plain.txt\t2026-01-01 00:00:00
                +++ plain.txt\t2026-01-02 00:00:00
                @@ -1 +1 @@
                -1
                +2
                """);
        assertThat(tree()).isEqualTo("{dir/ä b.txt=2\n, plain.txt=2\n}");
    }

    @Test
    void wrong_numbers_and_counts_do_no_harm() throws Exception {
        calls.known("a.txt", "x\n".repeat(5) + "a\n\nb\n" + "x\n".repeat(5));
        calls.told("patch", "patch", """
                --- a/a.txt
                +++ b/a.txt
                @@ -40,1 +40,9 @@
                 a

                -b
                +B
                +C

                """);
        assertThat(calls.text("a.txt")).isEqualTo("x\n".repeat(5) + "a\n\nB\nC\n" + "x\n".repeat(5));
    }

    @Test
    void the_nearest_place_is_taken() throws Exception {
        calls.known("a.txt", "x\ny\n".repeat(10));
        calls.told("patch", "patch", "--- a/a.txt\n+++ b/a.txt\n@@ -12,2 +12,2 @@\n x\n-y\n+z\n");
        assertThat(Lines.of(calls.text("a.txt")).indexOf("z")).isIn(11, 13);
    }

    @Test
    void windows_line_ends_stay_whatever_the_patch_has() throws Exception {
        calls.known("a.txt", "1\r\n2\r\n3");
        calls.told("patch", "patch", "--- a/a.txt\n+++ b/a.txt\n@@ -1,3 +1,4 @@\n 1\n-2\n+two\n 3\n+4\n");
        assertThat(calls.text("a.txt")).isEqualTo("1\r\ntwo\r\n3\r\n4\r\n");
        calls.told("patch", "patch", "--- a/a.txt\r\n+++ b/a.txt\r\n@@ -1 +1 @@\r\n-1\r\n+one\r\n");
        assertThat(calls.text("a.txt")).isEqualTo("one\r\ntwo\r\n3\r\n4\r\n");
    }

    @Test
    void the_form_without_line_numbers_is_understood() throws Exception {
        calls.known("a.py", "def f():\n    return 1\n\ndef g():\n    return 1\n")
                .known("b.py", "x\n")
                .known("c.py", "c\n");
        calls.told("patch", "patch", """
                *** Begin Patch
                *** Update File: a.py
                @@ def g():
                -    return 1
                +    return 2
                *** Add File: d.py
                +new
                *** Delete File: b.py
                *** Update File: c.py
                *** Move to: e.py
                @@
                -c
                +e
                *** End Patch
                """);
        assertThat(tree()).isEqualTo("{a.py=def f():\n    return 1\n\ndef g():\n    return 2\n, d.py=new\n, e.py=e\n}");
        assertThat(calls.fault(
                        "patch", "patch", "*** Begin Patch\n*** Update File: a.py\n@@\n-\n+x\n-def\n*** End Patch"))
                .contains("hunk 1 does not fit a.py");
    }

    @Test
    void a_hunk_without_numbers_that_fits_twice_is_refused() throws Exception {
        calls.known("a.txt", "x\ny\nx\n");
        assertThat(calls.fault("patch", "patch", "*** Begin Patch\n*** Update File: a.txt\n@@\n-x\n+z\n*** End Patch"))
                .isEqualTo("hunk 1 fits several places of a.txt, lines 1 and 3; give more lines around the change");
    }

    @Test
    void when_one_hunk_fails_nothing_is_changed() throws Exception {
        calls.known("a.txt", "1\n").known("b.txt", "1\n");
        String before = tree();
        assertThat(calls.fault("patch", "patch", """
                --- a/a.txt
                +++ b/a.txt
                @@ -1 +1 @@
                -1
                +2
                --- /dev/null
                +++ b/c.txt
                @@ -0,0 +1 @@
                +x
                --- a/b.txt
                +++ b/b.txt
                @@ -1 +1 @@
                -one
                +2
                """)).startsWith("hunk 1 does not fit b.txt: its lines are not there");
        assertThat(tree()).isEqualTo(before);
        assertThat(calls.context.told()).isEmpty();
    }

    @Test
    void when_a_file_cannot_be_written_those_before_are_put_back() throws Exception {
        calls.known("a.txt", "1\n").known("gone.txt", "1\n");
        String before = tree();
        String fault = calls.fault("patch", "patch", """
                --- a/a.txt
                +++ b/a.txt
                @@ -1 +1 @@
                -1
                +2
                --- /dev/null
                +++ b/new/deep/c.txt
                @@ -0,0 +1 @@
                +x
                --- a/gone.txt
                +++ /dev/null
                @@ -1 +0,0 @@
                -1
                --- /dev/null
                +++ b/new/deep/c.txt/below-a-file.txt
                @@ -0,0 +1 @@
                +x
                """);
        assertThat(fault)
                .startsWith("cannot write new/deep/c.txt/below-a-file.txt")
                .endsWith("; nothing was changed");
        assertThat(tree()).isEqualTo(before);
        assertThat(folder.resolve("new")).doesNotExist();
        assertThat(calls.context.told()).isEmpty();
        assertThat(calls.told("edit", "path", "a.txt", "old", "1", "new", "3")).startsWith("changed");
    }

    @Test
    void what_makes_no_sense_is_refused() throws Exception {
        calls.known("a.txt", "1\n").file("unread.txt", "1\n");
        assertThat(calls.fault("patch", "patch", "please change it")).startsWith("no file in the patch");
        assertThat(calls.fault("patch", "patch", "--- /dev/null\n+++ b/a.txt\n@@ -0,0 +1 @@\n+x\n"))
                .isEqualTo("a.txt exists already");
        assertThat(calls.fault("patch", "patch", "--- a/unread.txt\n+++ b/unread.txt\n@@ -1 +1 @@\n-1\n+2\n"))
                .contains("was not read yet");
        assertThat(calls.fault("patch", "patch", "--- a/b.txt\n+++ b/b.txt\n@@ -1 +1 @@\n-1\n+2\n"))
                .isEqualTo("there is no b.txt; did you mean a.txt?");
        assertThat(calls.fault("patch", "patch", "--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n 1\n"))
                .contains("a hunk that changes nothing");
        assertThat(calls.fault("patch", "patch", "--- a/a.txt\n+++ /dev/null\n@@ -2 +0,0 @@\n-2\n"))
                .contains("does not fit");
        assertThat(calls.fault("patch", "patch", "diff --git a/i.png b/i.png\nGIT binary patch\nliteral 1\n"))
                .contains("binary files are not supported");
        assertThat(calls.fault(
                        "patch", "patch", "diff --git a/a.txt b/unread.txt\nrename from a.txt\nrename to unread.txt\n"))
                .isEqualTo("unread.txt exists already");
    }

    /** Every file below the folder with its content. */
    private String tree() throws Exception {
        return calls.tree().toString();
    }
}
