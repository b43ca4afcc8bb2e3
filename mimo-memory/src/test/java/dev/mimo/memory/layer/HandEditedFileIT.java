package dev.mimo.memory.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.session.MemoryConflict;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.MemoryStore;
import dev.mimo.session.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandEditedFileIT {

    private static final MemoryScope SCOPE = MemoryScope.project("billing");

    @TempDir
    Path folder;

    private Path file;
    private MarkdownMemoryStore store;

    @BeforeEach
    void open() throws IOException {
        store = MarkdownMemoryStore.at(folder);
        file = store.file(SCOPE);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
    }

    @Test
    void bullets_of_a_person_are_entries_of_the_kind_of_their_section() throws IOException {
        Files.writeString(file, """
                Some words.
                - before any heading

                ## Rules
                * no pushes on Fridays,
                  and none on holidays
                ### Style
                + tabs

                ## Build
                - mvn verify
                ```
                - no entry
                ```
                <!-- - no entry
                - no entry
                -->
                * * *
                Gotchas
                """);

        assertThat(store.read(SCOPE).entries())
                .extracting(MemoryEntry::kind, MemoryEntry::text, MemoryEntry::belongsToPerson)
                .containsExactly(
                        tuple(MemoryEntry.Kind.FACT, "before any heading"),
                        tuple(MemoryEntry.Kind.RULE, "no pushes on Fridays, and none on holidays"),
                        tuple(MemoryEntry.Kind.RULE, "tabs"),
                        tuple(MemoryEntry.Kind.FACT, "mvn verify"));
    }

    @Test
    void the_id_of_what_a_person_wrote_stays_as_long_as_its_words() throws IOException {
        Files.writeString(file, "- a\n- b\n- a\n");
        List<String> before = ids();

        Files.writeString(file, "# Title\n\n- new\n\n- b\n- a\n- a\n");

        assertThat(before).doesNotHaveDuplicates();
        assertThat(ids()).containsAll(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFF# Ours\r\n\r\nProse of a person.\r\n- by hand  \r\n",
                "# Ours\n\n## Facts\n\n- by hand\n\n\n\ntext without an end",
                "## Gotchas\n- x\n<!-- unknown -->\n## Facts\n## Rules\n\n1. one\n2. two\n",
                "\n\n\n",
                "- 数据库 😀\t \u2028\n   \n##Facts\n",
                "a\rb\nno bullet"
            })
    void everything_but_the_lines_of_entries_that_change_stays_byte_for_byte(String content) throws IOException {
        Files.writeString(file, content);

        store.update(SCOPE, Entries.adding(Entries.fact("m-1", "one"), Entries.rule("m-2", "two")));
        store.update(SCOPE, Entries.adding(Entries.fact("m-3", "three")));
        String grown = Files.readString(file);
        assertThat(store.read(SCOPE).entries()).extracting(MemoryEntry::id).contains("m-1", "m-2", "m-3");
        assertThat(grown.endsWith("\n")).isEqualTo(content.endsWith("\n"));
        store.update(
                SCOPE,
                entries -> entries.stream()
                        .map(entry -> entry.id().equals("m-1") ? entry.withText("other words") : entry)
                        .toList());

        String reworded = Files.readString(file);
        assertThat(reworded.replace("other words", "one")).isEqualTo(grown);
        assertThat(grown.lines().filter(line -> !line.contains("mimo {")).toList())
                .containsSubsequence(content.lines().toList());
        if (content.contains("\r\n")) {
            assertThat(reworded.replace("\r\n", "")).doesNotContain("\n");
        }
    }

    @Test
    void an_entry_that_goes_takes_only_its_line_along() throws IOException {
        store.update(SCOPE, Entries.adding(Entries.fact("m-1", "one"), Entries.fact("m-2", "two")));
        List<String> before = Files.readAllLines(file);

        store.update(SCOPE, entries -> List.of(entries.get(1)));

        List<String> after = Files.readAllLines(file);
        assertThat(after).hasSize(before.size() - 1).isSubsetOf(before);
        assertThat(String.join("\n", after)).doesNotContain("m-1").contains("m-2");
    }

    @Test
    void words_that_a_person_adds_behind_the_comment_belong_to_the_entry() throws IOException {
        store.update(SCOPE, Entries.adding(Entries.fact("m-1", "one")));
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(" -->\n", " --> on Linux\n")
                        .replace("Edit freely. --> on Linux", "Edit freely. -->"));

        assertThat(store.read(SCOPE).entries()).extracting(MemoryEntry::text).containsExactly("one on Linux");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n\n- x <!-- mimo {\"id\":\"m-1\"} -->\n",
                "\n\n- x <!-- mimo {\"id\":\n",
                "\n\n- x <!-- mimo nothing -->\n",
                "\n\n<<<<<<< HEAD\n- x\n=======\n- y\n>>>>>>> b\n",
                "\n\n```\n- x\n",
                "\n\n<!-- begun\n- x\n",
                "\n\n\0\n"
            })
    void a_file_that_cannot_be_understood_is_left_alone_and_told_with_the_line(String content) throws IOException {
        Files.writeString(file, content);

        MemoryStore.Layer layer = store.read(SCOPE);

        assertThat(layer.fault()).startsWith(file + ":3: ");
        assertThat(layer.entries()).isEmpty();
        assertThatThrownBy(() -> store.update(SCOPE, Entries.adding(Entries.fact("m-1", "one"))))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file + ":3: ");
        assertThat(file)
                .hasContent(content)
                .hasBinaryContent(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void what_is_no_utf_8_is_a_fault() throws IOException {
        Files.write(file, new byte[] {'a', '\n', '-', ' ', (byte) 0xff, '\n'});

        assertThat(store.read(SCOPE).fault()).isEqualTo(file + ":2: not UTF-8");
    }

    @Test
    void an_id_that_stands_there_twice_is_a_fault() throws IOException {
        store.update(SCOPE, Entries.adding(Entries.fact("m-1", "one")));
        String line = Files.readAllLines(file).stream()
                .filter(text -> text.contains("m-1"))
                .findFirst()
                .orElseThrow();
        Files.writeString(file, Files.readString(file) + line + "\n");

        assertThat(store.read(SCOPE).fault()).contains("m-1").contains(" twice");
    }

    @Test
    void what_an_editor_saves_during_an_update_is_kept() throws IOException {
        store.update(SCOPE, Entries.adding(Entries.fact("m-1", "one")));
        AtomicInteger saves = new AtomicInteger();

        store.update(SCOPE, entries -> {
            if (saves.getAndIncrement() < 4) {
                append("- saved " + saves.get() + "\n");
            }
            return Entries.adding(Entries.fact("m-2", "two")).apply(entries);
        });

        assertThat(store.read(SCOPE).entries())
                .extracting(MemoryEntry::text)
                .containsExactly("one", "saved 1", "saved 2", "saved 3", "saved 4", "two");
    }

    @Test
    void an_update_that_is_overtaken_again_and_again_fails_and_changes_nothing() throws IOException {
        Files.writeString(file, "- a\n");

        assertThatThrownBy(() -> store.update(SCOPE, entries -> {
                    append("- b\n");
                    return Entries.adding(Entries.fact("m-1", "one")).apply(entries);
                }))
                .isInstanceOf(MemoryConflict.class)
                .hasMessageContaining("5 times");
        assertThat(file).hasContent("- a\n" + "- b\n".repeat(5));
    }

    @Test
    void links_are_refused_and_nothing_is_written_outside() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("MEMORY.md"), "- secret of others\n");
        Path link = Files.createSymbolicLink(folder.resolve("projects/linked"), outside);
        Files.createSymbolicLink(file, outside.resolve("MEMORY.md"));

        for (MemoryScope scope : List.of(SCOPE, MemoryScope.project("linked"))) {
            assertThatThrownBy(() -> store.read(scope))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("is a link");
            assertThatThrownBy(() -> store.update(scope, Entries.adding(Entries.fact("m-1", "one"))))
                    .isInstanceOf(StoreException.class);
        }
        assertThat(link).isSymbolicLink();
        assertThat(outside).isDirectoryContaining("glob:**MEMORY.md");
        assertThat(outside.resolve("MEMORY.md")).hasContent("- secret of others\n");
    }

    @Test
    void only_the_owner_can_open_what_is_made() throws IOException {
        MarkdownMemoryStore fresh = MarkdownMemoryStore.at(folder.resolve("fresh"));
        fresh.update(SCOPE, Entries.adding(Entries.fact("m-1", "one")));

        assertThat(Files.getPosixFilePermissions(fresh.file(SCOPE)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        for (Path at = fresh.file(SCOPE).getParent(); !at.equals(folder); at = at.getParent()) {
            assertThat(Files.getPosixFilePermissions(at)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
    }

    private List<String> ids() {
        return store.read(SCOPE).entries().stream().map(MemoryEntry::id).toList();
    }

    private void append(String text) {
        try {
            Files.writeString(file, text, java.nio.file.StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static org.assertj.core.groups.Tuple tuple(MemoryEntry.Kind kind, String text) {
        return org.assertj.core.groups.Tuple.tuple(kind, text, true);
    }
}
