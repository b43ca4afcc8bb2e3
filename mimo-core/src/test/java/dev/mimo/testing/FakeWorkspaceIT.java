package dev.mimo.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeWorkspaceIT {

    private final FakeWorkspace files = FakeWorkspace.create();

    @AfterEach
    void close() {
        files.close();
    }

    @Test
    void files_are_real() throws Exception {
        files.file("src/main/A.java", "class A {}");

        assertThat(files.root().resolve("src/main/A.java")).hasContent("class A {}");
        assertThat(files.read("src/main/A.java")).isEqualTo("class A {}");
        assertThat(files.exists("src/main")).isTrue();
        assertThat(files.exists("src/test")).isFalse();
        assertThat(files.workspace().root()).isEqualTo(files.root());
        assertThatThrownBy(() -> files.read("missing")).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void the_whole_state_is_one_value() throws Exception {
        files.file("b", "2").file("a/c", "3").file("a/b", "");
        Files.createDirectory(files.path("empty"));
        Files.createSymbolicLink(files.path("link"), Path.of("a/c"));

        assertThat(files.snapshot())
                .isEqualTo(new TreeMap<>(Map.of("a/b", "", "a/c", "3", "b", "2", "link", "-> a/c")));
        assertThat(files.list()).containsExactly("a/b", "a/c", "b", "link");
    }

    @Test
    void changes_are_what_has_happened_since() throws Exception {
        files.file("kept", "1").file("changed", "1").file("removed", "1");
        Map<String, String> before = files.snapshot();
        assertThat(files.changesSince(before).isEmpty()).isTrue();

        files.file("changed", "2").file("added", "1").file("kept", "1");
        Files.delete(files.path("removed"));

        assertThat(files.changesSince(before))
                .isEqualTo(new FakeWorkspace.Changes(List.of("added"), List.of("changed"), List.of("removed")));
    }

    @Test
    void nothing_is_written_outside() {
        assertThatThrownBy(() -> files.file("../x", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> files.file("/etc/x", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_repository_has_a_commit_that_is_the_same_each_time() {
        assumeTrue(FakeWorkspace.gitIsPresent());
        files.file("a", "1").gitInit().file("a", "2");

        assertThat(files.git("status", "--porcelain")).isEqualTo(" M a\n");
        assertThat(files.list()).containsExactly("a");
        assertThatThrownBy(() -> files.git("no-such-command")).isInstanceOf(UncheckedIOException.class);
        try (FakeWorkspace other = FakeWorkspace.create().file("a", "1").gitInit()) {
            assertThat(other.git("rev-parse", "HEAD")).isEqualTo(files.git("rev-parse", "HEAD"));
        }
    }

    @Test
    void closing_deletes_everything_and_follows_no_link() throws Exception {
        try (FakeWorkspace other = FakeWorkspace.create()) {
            other.file("precious", "1");
            Files.createSymbolicLink(files.path("link"), other.root());
            files.file("deep/er/x", "1");
            assertThat(files.path("deep/er/x").toFile().setReadOnly()).isTrue();

            files.close();

            assertThat(files.root()).doesNotExist();
            assertThat(other.read("precious")).isEqualTo("1");
        }
    }
}
