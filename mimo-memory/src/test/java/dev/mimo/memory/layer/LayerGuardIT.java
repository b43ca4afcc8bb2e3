package dev.mimo.memory.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.MimoException;
import dev.mimo.model.ToolResult;
import dev.mimo.permission.Permission;
import dev.mimo.permission.PermissionGate;
import dev.mimo.permission.Permissions;
import dev.mimo.session.MemoryConflict;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.SessionId;
import dev.mimo.testing.ManualClock;
import dev.mimo.testing.TestToolContext;
import dev.mimo.tool.Tool;
import dev.mimo.tool.Workspace;
import dev.mimo.tool.coding.CodingTools;
import dev.mimo.tool.shell.ShellTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerGuardIT {

    private static final SessionId ID = SessionId.of("mine");
    private static final SessionId OTHER = SessionId.of("other");
    private static final MemoryScope.Project PROJECT = new MemoryScope.Project("billing");
    private static final MemoryScope.Project FOREIGN = new MemoryScope.Project("secret-project");
    private static final String CHECKPOINT = "# Checkpoint 1\n";

    private final LayerLedger ledger = new InMemoryLayerLedger();
    private Path top;
    private Path root;
    private MarkdownMemoryStore store;
    private Notes notes;
    private LayerGuard guard;
    private TestToolContext context;
    private String whole;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        top = folder.toRealPath();
        root = top.resolve("memory");
        Path work = Files.createDirectories(top.resolve("work"));
        store = MarkdownMemoryStore.at(root, ledger);
        store.update(PROJECT, Entries.adding(Entries.fact("m-1", "the build needs Maven")));
        store.update(FOREIGN, Entries.adding(Entries.fact("m-2", "the launch is in May")));
        store.update(MemoryScope.global(), Entries.adding(Entries.rule("m-3", "use tabs")));
        notes = Notes.in(root, ledger);
        notes.add(ID, NoteKind.FACT, "noted");
        notes.add(OTHER, NoteKind.FACT, "noted by another");
        Files.writeString(session().resolve("checkpoint.md"), CHECKPOINT);
        guard = new LayerGuard(root, ledger, new Layers(), new ManualClock(Entries.AT));
        guard.opened(ID);
        Workspace workspace = Workspace.of(work).protect(List.of(root));
        PermissionGate gate = new PermissionGate(Permissions.bypass(), workspace, null, path -> false);
        context = TestToolContext.builder(workspace)
                .session(ID.value())
                .allow(action -> gate.decide(List.of(action)) instanceof Permission.Allow)
                .build();
        whole = everything();
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void file_tools_cannot_change_memory_by_any_name() throws IOException {
        link();
        List<String> names = new ArrayList<>();
        for (String file : List.of(
                "projects/billing/MEMORY.md",
                "projects/secret-project/MEMORY.md",
                "global/MEMORY.md",
                "sessions/" + ID.folderName() + "/notes.md",
                "sessions/" + ID.folderName() + "/checkpoint.md",
                "projects/billing/new.md")) {
            names.addAll(List.of(
                    root + "/" + file,
                    "../memory/" + file,
                    "link/" + file,
                    "link/../memory/" + file,
                    root.getParent() + "/MEMORY/" + file,
                    root.getParent() + "/work/../Memory/" + file.toUpperCase(java.util.Locale.ROOT)));
        }
        names.add("file.md");
        for (String name : names) {
            assertRefused("write", Map.of("path", name, "content", "- forged\n"));
            assertRefused("edit", Map.of("path", name, "old", "the", "new", "THE"));
            assertRefused("patch", Map.of("patch", "*** Begin Patch\n*** Add File: " + name + "\n+x\n*** End Patch"));
        }
        assertThat(everything()).isEqualTo(whole);
    }

    @Test
    void commands_that_name_the_root_are_denied() throws IOException {
        link();
        for (String command : List.of(
                "echo x >> " + root + "/global/MEMORY.md",
                "cat ../memory/projects/billing/MEMORY.md",
                "cd .. && echo x > memory/global/MEMORY.md",
                "echo x > link/global/MEMORY.md",
                "sed -i s/a/b/ file.md",
                "echo x > '" + root + "'/global/MEMORY.md",
                "echo x > ../MEMORY/global/MEMORY.md",
                "echo x > ../mem*/global/MEMORY.md",
                "python3 -c 'open(\"" + root + "/global/MEMORY.md\", \"w\")'")) {
            assertRefused("bash", Map.of("command", command));
        }
        assertThat(everything()).isEqualTo(whole);
    }

    @Test
    void what_is_readable_is_the_own_session_and_the_own_layers() throws Exception {
        link();
        for (Path own : List.of(
                store.file(PROJECT),
                store.file(MemoryScope.global()),
                notes.file(ID),
                session().resolve("checkpoint.md"))) {
            assertThat(call("read", Map.of("path", own.toString())).error())
                    .as("%s", own)
                    .isFalse();
        }
        for (String name : List.of(
                store.file(FOREIGN).toString(),
                "link/projects/secret-project/MEMORY.md",
                root + "/projects/billing/../secret-project/MEMORY.md",
                notes.file(OTHER).toString(),
                root + "/mimo.db")) {
            assertRefused("read", Map.of("path", name));
        }
    }

    @Test
    void searches_do_not_find_what_may_not_be_read() throws Exception {
        String found = call("grep", Map.of("pattern", "Maven|launch|noted", "path", root.toString()))
                .text();

        assertThat(found)
                .contains("Maven")
                .contains("(fact) noted")
                .doesNotContain("launch")
                .doesNotContain("another");
        assertThat(call("glob", Map.of("pattern", "**/*.md", "path", root.toString()))
                        .text())
                .contains("billing")
                .doesNotContain("secret-project");
    }

    @Test
    void what_a_command_does_to_the_files_of_a_session_is_undone_and_told() throws Exception {
        for (String change : List.of(
                "echo forged >> \"$F\"",
                "echo forged > \"$F\"",
                "rm -f \"$F\"",
                "rm -rf \"${F%/*}\"",
                "ln -sf /etc/passwd \"$F\"")) {
            for (Path file : List.of(notes.file(ID), session().resolve("checkpoint.md"))) {
                shell(change, file);

                assertThat(everything()).as("%s %s", change, file).isEqualTo(whole);
                assertThat(context.events().events())
                        .contains(new LayerEvent.LayerRestored(
                                root.relativize(file).toString(), "call-1"));
            }
        }
    }

    @Test
    void what_a_command_does_to_memory_is_set_aside_until_a_person_accepts_it() throws Exception {
        shell("echo '- forged by a command' >> \"$F\"", store.file(PROJECT));

        assertThat(store.read(PROJECT).entries()).extracting(MemoryEntry::id).containsExactly("m-1");
        UnverifiedChange change = guard.unverified().get(0);
        assertThat(guard.unverified()).hasSize(1);
        assertThat(change.copy()).content().contains("- forged by a command");
        assertThat(context.events().events()).contains(new LayerEvent.ChangeSetAside(change));

        guard.accept(change.id());

        assertThat(store.read(PROJECT).entries())
                .extracting(MemoryEntry::text)
                .containsExactly("the build needs Maven", "forged by a command");
        assertThat(guard.unverified()).isEmpty();
        assertThat(change.copy()).doesNotExist();
        guard.check(ID, null, context.events());
        assertThat(guard.unverified()).isEmpty();
    }

    @Test
    void a_rejected_change_is_gone() throws Exception {
        shell("echo '- forged' >> \"$F\"", store.file(MemoryScope.global()));
        UnverifiedChange change = guard.unverified().get(0);

        guard.reject(change.id());

        assertThat(guard.unverified()).isEmpty();
        assertThat(change.copy()).doesNotExist();
        assertThatThrownBy(() -> guard.accept(change.id())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void memory_of_other_projects_is_watched_over_as_well() throws Exception {
        for (String attack : List.of(
                "echo '- forged' >> \"$F\"",
                "rm \"$F\"",
                "rm -r \"${F%/*}\"",
                "mv \"${F%/*}\" /tmp/mimo-moved-$$ && ln -s /tmp \"${F%/*}\"; rm -rf /tmp/mimo-moved-$$")) {
            shell(attack, store.file(FOREIGN));

            assertThat(store.read(FOREIGN).entries())
                    .as(attack)
                    .extracting(MemoryEntry::id)
                    .containsExactly("m-2");
            guard.unverified().forEach(change -> guard.reject(change.id()));
        }
    }

    @Test
    void what_our_own_store_writes_is_not_set_aside() throws Exception {
        store.update(PROJECT, Entries.adding(Entries.fact("m-9", "more")));

        shell("true", store.file(PROJECT));

        assertThat(guard.unverified()).isEmpty();
        assertThat(context.events().events()).noneMatch(LayerEvent.class::isInstance);
    }

    @Test
    void what_a_person_writes_while_no_session_is_open_is_theirs() throws Exception {
        guard.closing(ID, context.events());
        Files.writeString(store.file(PROJECT), Files.readString(store.file(PROJECT)) + "- by hand\n");

        guard.opened(ID);
        shell("true", store.file(PROJECT));

        assertThat(guard.unverified()).isEmpty();
        assertThat(store.read(PROJECT).entries()).hasSize(2);
    }

    @Test
    void a_second_session_does_not_launder_what_was_changed_under_the_first() throws Exception {
        Files.writeString(store.file(PROJECT), "- forged in the background\n");

        guard.opened(OTHER);
        guard.check(OTHER, null, context.events());

        assertThat(guard.unverified()).hasSize(1);
        assertThat(store.read(PROJECT).entries()).extracting(MemoryEntry::id).containsExactly("m-1");
    }

    @Test
    void a_change_cannot_be_accepted_over_what_was_remembered_since() throws Exception {
        shell("echo '- forged' >> \"$F\"", store.file(PROJECT));
        UnverifiedChange change = guard.unverified().get(0);
        store.update(PROJECT, Entries.adding(Entries.fact("m-9", "more")));

        assertThatThrownBy(() -> guard.accept(change.id())).isInstanceOf(MemoryConflict.class);

        assertThat(store.read(PROJECT).entries()).hasSize(2);
        assertThat(guard.unverified()).containsExactly(change);
    }

    private void link() throws IOException {
        Files.createSymbolicLink(top.resolve("work/link"), root);
        Files.createSymbolicLink(top.resolve("work/file.md"), store.file(PROJECT));
    }

    /** What the gate denies, or the tool refuses. */
    private void assertRefused(String tool, Map<String, String> arguments) {
        ToolResult result;
        try {
            result = call(tool, arguments);
        } catch (MimoException e) {
            return;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        assertThat(result.error())
                .as("%s %s: %s", tool, arguments, result.text())
                .isTrue();
    }

    private ToolResult call(String name, Map<String, String> arguments) throws Exception {
        return context.call(guard.around(tool(name)), arguments);
    }

    /** Runs a command that names nothing: the file comes in as a variable, built while it runs. */
    private void shell(String command, Path file) throws Exception {
        String hex = java.util.HexFormat.of().formatHex(file.toString().getBytes(StandardCharsets.UTF_8));
        String line = "F=$(printf '" + hex.replaceAll("(..)", "\\\\x$1") + "'); " + command;
        ToolResult result = call("bash", Map.of("command", line));
        assertThat(result.text()).contains("[exit ");
    }

    private static Tool tool(String name) {
        return Stream.<Supplier<List<Tool>>>of(CodingTools::all, ShellTools::all)
                .flatMap(tools -> tools.get().stream())
                .filter(tool -> tool.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Path session() {
        return Objects.requireNonNull(notes.file(ID).getParent());
    }

    /** All layers with their content. */
    private String everything() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                all.append(file)
                        .append(Files.isSymbolicLink(file) ? " ->" : "")
                        .append('\n')
                        .append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private static final class Layers implements SessionLayers {
        @Override
        public MemoryScope.Project findProject(SessionId session) {
            return PROJECT;
        }

        @Override
        public List<String> checkpoints(SessionId session) {
            return session.equals(ID) ? List.of(CHECKPOINT) : List.of();
        }
    }
}
