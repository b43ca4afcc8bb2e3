package dev.mimo.tool.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.CancelledException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Glob and grep. */
class SearchToolsIT {

    @TempDir
    Path folder;

    private Calls calls;

    @BeforeEach
    void session() {
        calls = new Calls(folder);
    }

    @Test
    void files_are_found_newest_first() throws Exception {
        aged("src/A.java", 1);
        aged("B.java", 3);
        aged("src/deep/C.java", 2);
        aged("src/d.txt", 4);
        assertThat(calls.told("glob", "pattern", "**/*.java")).isEqualTo("B.java\nsrc/deep/C.java\nsrc/A.java");
        assertThat(calls.told("glob", "pattern", "*.java")).isEqualTo("B.java");
        assertThat(calls.told("glob", "pattern", "*.{java,txt}", "path", "src")).isEqualTo("src/d.txt\nsrc/A.java");
        assertThat(calls.told("glob", "pattern", "*.rb")).isEqualTo("no file fits *.rb in .");
        assertThat(calls.fault("glob", "pattern", "*.{rb")).isEqualTo("a brace is not closed in pattern *.{rb");
        assertThat(calls.fault("glob", "pattern", "*", "path", "B.java")).isEqualTo("B.java is no folder");
    }

    @Test
    void at_most_100_files_are_shown() throws Exception {
        for (int i = 0; i < 103; i++) {
            calls.file("f" + i, "");
        }
        assertThat(calls.told("glob", "pattern", "f*"))
                .endsWith("\n(3 more; narrow the pattern)")
                .hasLineCount(101);
    }

    @Test
    void what_is_ignored_is_left_out_and_links_are_not_followed(@TempDir Path outside) throws Exception {
        Files.writeString(outside.resolve("secret.txt"), "needle");
        Files.createSymbolicLink(folder.resolve("out"), outside);
        Files.createSymbolicLink(folder.resolve("out.txt"), outside.resolve("secret.txt"));
        Files.createSymbolicLink(folder.resolve("loop"), folder);
        calls.file(".gitignore", "build/\n*.log\n!keep.log\n/only-here\n")
                .file(".git/config.txt", "needle")
                .file("build/x.txt", "needle")
                .file("sub/build/x.txt", "needle")
                .file("a.log", "needle")
                .file("keep.log", "needle")
                .file("only-here", "needle")
                .file("sub/only-here", "needle")
                .file("sub/.gitignore", "*.tmp\n!a.log\n")
                .file("sub/a.log", "needle")
                .file("sub/b.tmp", "needle")
                .file("b.tmp", "needle");
        String[] found = {"b.tmp", "keep.log", "sub/a.log", "sub/only-here"};
        assertThat(calls.told("grep", "pattern", "needle").lines().map(line -> line.split(":")[0]))
                .containsExactlyInAnyOrder(found);
        assertThat(calls.told("glob", "pattern", "**").lines())
                .containsExactlyInAnyOrder(
                        "b.tmp", "keep.log", "sub/a.log", "sub/only-here", ".gitignore", "sub/.gitignore");
        assertThat(calls.told("grep", "pattern", "needle", "path", "sub").lines())
                .hasSize(2);
        assertThat(calls.told("grep", "pattern", "needle", "path", "a.log")).isEqualTo("a.log:1: needle\n");
    }

    @Test
    void rules_of_the_repository_above_hold_in_a_folder_of_it() throws Exception {
        calls.file(".git/info/exclude", "private.txt\n")
                .file(".gitignore", "/part/gen/\n")
                .file("part/gen/a.txt", "x")
                .file("part/private.txt", "x")
                .file("part/b.txt", "x");
        Calls below = new Calls(folder.resolve("part"));
        assertThat(below.told("glob", "pattern", "**/*.txt")).isEqualTo("b.txt");
    }

    @Test
    void lines_are_found_with_their_place_in_any_charset() throws Exception {
        calls.file("src/a.txt", "one\r\ntwo ten\r\n").file("b.md", "ten\n");
        Files.write(folder.resolve("u16"), "\uFEFFten\n".getBytes(java.nio.charset.StandardCharsets.UTF_16LE));
        Files.write(folder.resolve("bin"), new byte[] {'t', 'e', 'n', 0});
        assertThat(calls.told("grep", "pattern", "t[aeiou]n$").lines())
                .containsExactlyInAnyOrder("src/a.txt:2: two ten", "b.md:1: ten", "u16:1: ten");
        assertThat(calls.told("grep", "pattern", "ten", "include", "*.txt")).isEqualTo("src/a.txt:2: two ten\n");
        assertThat(calls.told("grep", "pattern", "ten", "include", "src/**")).isEqualTo("src/a.txt:2: two ten\n");
        assertThat(calls.told("grep", "pattern", "eleven")).isEqualTo("no line fits eleven in .");
        assertThat(calls.fault("grep", "pattern", "(")).startsWith("not a regular expression: Unclosed group");
    }

    @Test
    void at_most_100_lines_of_500_characters_are_shown() throws Exception {
        calls.file("a.txt", ("x".repeat(600) + "\n").repeat(101));
        String told = calls.told("grep", "pattern", "x");
        assertThat(told)
                .hasLineCount(101)
                .contains("x… [100 more characters]\n")
                .endsWith("(there are more; narrow the pattern, path or include)");
    }

    @Test
    @Timeout(60)
    void a_pattern_that_never_ends_is_given_up() throws Exception {
        calls.file("a.txt", "a".repeat(200) + "!\n");
        assertThat(calls.fault("grep", "pattern", "(.*)(.*)(.*)(.*)(.*)(.*)\\1Z"))
                .startsWith("the pattern takes too long");
        calls.file("a.txt", "ab".repeat(100_000) + "!\n");
        assertThat(calls.fault("grep", "pattern", "(a|b)*$")).containsAnyOf("too complex", "takes too long");
    }

    @Test
    void a_cancelled_search_ends() throws Exception {
        calls.file("a.txt", "x\n");
        calls.context.cancellation.cancel("enough");
        for (String tool : new String[] {"glob", "grep"}) {
            assertThatThrownBy(() -> calls.told(tool, "pattern", "x")).isInstanceOf(CancelledException.class);
        }
    }

    private void aged(String name, int day) throws Exception {
        calls.file(name, "");
        Files.setLastModifiedTime(folder.resolve(name), FileTime.fromMillis(day * 86_400_000L));
    }
}
