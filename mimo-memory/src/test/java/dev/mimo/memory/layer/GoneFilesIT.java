package dev.mimo.memory.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.session.MemoryEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoneFilesIT {

    @TempDir
    Path workspace;

    @Test
    void an_entry_is_gone_when_all_its_files_are() throws IOException {
        Files.createDirectories(workspace.resolve("src"));
        Files.writeString(workspace.resolve("src/Here.java"), "");

        assertThat(gone(entry("a", "src/Foo.java holds the parser", "src/Foo.java")))
                .containsExactly("a");
        assertThat(gone(entry("b", "both hold the parser", "src/Foo.java", "src/Here.java")))
                .isEmpty();
        assertThat(gone(entry("c", "it holds no file"))).isEmpty();
    }

    @Test
    void what_lies_outside_or_has_no_name_is_not_missed() {
        assertThat(gone(
                        entry("a", "a file elsewhere matters", "../elsewhere"),
                        entry("b", "an absolute path matters", "/no/such/file"),
                        entry("c", "this names nothing", "a\u0000b")))
                .isEmpty();
    }

    @Test
    void what_speaks_of_the_end_of_a_file_is_borne_out_by_its_absence() {
        assertThat(gone(entry("a", "src/Old.java was removed on purpose, do not bring it back", "src/Old.java")))
                .isEmpty();
    }

    @Test
    void without_a_workspace_no_file_is_missed() {
        MemoryEntry entry = entry("a", "src/Foo.java holds the parser", "src/Foo.java");

        assertThat(new Flaws(Entries.AT, null, 10_000).find(List.of(entry))).isEmpty();
        assertThat(new Flaws(Entries.AT, workspace.resolve("nowhere"), 10_000).find(List.of(entry)))
                .isEmpty();
    }

    private List<String> gone(MemoryEntry... entries) {
        return new Flaws(Entries.AT, workspace, 10_000)
                .find(List.of(entries)).stream()
                        .filter(flaw -> flaw.kind() == Flaw.Kind.GONE)
                        .map(flaw -> flaw.entries().get(0))
                        .toList();
    }

    private static MemoryEntry entry(String id, String text, String... paths) {
        MemoryEntry fact = Entries.fact(id, text);
        return new MemoryEntry(id, fact.kind(), fact.text(), fact.status(), fact.origin(), fact.seen(), List.of(paths));
    }
}
