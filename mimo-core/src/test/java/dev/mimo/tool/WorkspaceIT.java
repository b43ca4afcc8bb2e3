package dev.mimo.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS) // making links needs rights there
class WorkspaceIT {

    @TempDir
    Path temporary;

    private Path outside;
    private Path root;
    private Workspace workspace;

    @BeforeEach
    void open() throws IOException {
        outside = Files.createDirectory(temporary.toRealPath().resolve("outside"));
        root = Files.createDirectory(temporary.toRealPath().resolve("repo"));
        workspace = Workspace.of(root);
    }

    @Test
    void the_root_is_a_real_path_even_when_given_as_a_link() throws IOException {
        Path link = Files.createSymbolicLink(temporary.resolve("link"), root);

        assertThat(Workspace.of(link).root()).isEqualTo(root);
    }

    @Test
    void a_root_that_is_no_folder_is_refused() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");

        assertThatThrownBy(() -> Workspace.of(file)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Workspace.of(temporary.resolve("missing")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "./a.txt", "sub/../a.txt", "sub/./..//a.txt", "missing/../a.txt"})
    void a_relative_path_is_resolved_against_the_root(String given) throws IOException {
        Files.createDirectory(root.resolve("sub"));

        assertThat(workspace.resolve(given)).isEqualTo(root.resolve("a.txt"));
        assertThat(workspace.contains(workspace.resolve(given))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../outside/x", "sub/../../outside/x", "../repo-2/x", "../repository", "/etc/passwd"})
    void a_path_that_leads_out_is_outside(String given) {
        assertThat(workspace.contains(workspace.resolve(given))).isFalse();
    }

    @Test
    void a_way_out_and_in_again_is_inside() {
        assertThat(workspace.resolve("../repo/a.txt")).isEqualTo(root.resolve("a.txt"));
    }

    @Test
    void more_steps_up_than_there_are_end_at_the_top() {
        assertThat(workspace.resolve("../".repeat(100) + "missing-thing")).isEqualTo(Path.of("/missing-thing"));
    }

    @Test
    void a_sibling_whose_name_begins_alike_is_outside() throws IOException {
        Path sibling = Files.createDirectory(root.resolveSibling("repo-secret"));

        assertThat(workspace.contains(workspace.resolve(sibling + "/key"))).isFalse();
    }

    @Test
    void a_link_to_a_file_outside_is_outside() throws IOException {
        Path target = Files.writeString(outside.resolve("key"), "secret");
        Files.createSymbolicLink(root.resolve("innocent.txt"), target);

        assertThat(workspace.resolve("innocent.txt")).isEqualTo(target);
        assertThat(workspace.contains(workspace.resolve("innocent.txt"))).isFalse();
    }

    @Test
    void a_link_to_a_folder_outside_takes_new_files_outside() throws IOException {
        Files.createSymbolicLink(root.resolve("dir"), outside);

        assertThat(workspace.resolve("dir/new/deep.txt")).isEqualTo(outside.resolve("new/deep.txt"));
    }

    @Test
    void a_dangling_link_is_followed_to_where_it_would_write() throws IOException {
        Files.createSymbolicLink(root.resolve("dangling"), outside.resolve("not-yet"));
        Files.createSymbolicLink(root.resolve("relative"), Path.of("../outside/not-yet"));

        assertThat(workspace.resolve("dangling")).isEqualTo(outside.resolve("not-yet"));
        assertThat(workspace.resolve("relative")).isEqualTo(outside.resolve("not-yet"));
        assertThat(workspace.resolve("dangling/below")).isEqualTo(outside.resolve("not-yet/below"));
    }

    @Test
    void a_chain_of_links_is_followed_to_its_end() throws IOException {
        Files.createSymbolicLink(root.resolve("c"), outside.resolve("end"));
        Files.createSymbolicLink(root.resolve("b"), Path.of("c"));
        Files.createSymbolicLink(root.resolve("a"), root.resolve("b"));

        assertThat(workspace.resolve("a")).isEqualTo(outside.resolve("end"));
    }

    @Test
    void steps_up_after_a_link_go_up_from_its_target() throws IOException {
        Files.createDirectory(outside.resolve("inner"));
        Files.createSymbolicLink(root.resolve("dir"), outside.resolve("inner"));

        assertThat(workspace.resolve("dir/../key")).isEqualTo(outside.resolve("key"));
    }

    @Test
    void a_link_that_stays_inside_is_inside() throws IOException {
        Files.createSymbolicLink(root.resolve("alias"), Path.of("real.txt"));

        assertThat(workspace.resolve("alias")).isEqualTo(root.resolve("real.txt"));
    }

    @Test
    void a_loop_of_links_is_refused() throws IOException {
        Files.createSymbolicLink(root.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(root.resolve("b"), Path.of("a"));
        Files.createSymbolicLink(root.resolve("self"), Path.of("self"));

        assertThatThrownBy(() -> workspace.resolve("a")).isInstanceOf(InvalidCall.class);
        assertThatThrownBy(() -> workspace.resolve("self/below")).isInstanceOf(InvalidCall.class);
    }

    @Test
    void a_file_that_is_used_as_a_folder_stays_inside() throws IOException {
        Files.writeString(root.resolve("file"), "");

        assertThat(workspace.resolve("file/below")).isEqualTo(root.resolve("file/below"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b", "a\nb", "a\rb"})
    void what_is_no_path_is_refused_without_its_control_characters(String given) {
        assertThatThrownBy(() -> workspace.resolve(given))
                .isInstanceOf(InvalidCall.class)
                .message()
                .doesNotContainPattern("\\p{Cntrl}");
    }

    @Test
    void a_tilde_is_the_home_of_the_user_and_only_alone() throws IOException {
        Path home = Path.of(System.getProperty("user.home")).toRealPath();

        assertThat(workspace.resolve("~")).isEqualTo(home);
        assertThat(workspace.resolve("~/x-missing")).isEqualTo(home.resolve("x-missing"));
        assertThat(workspace.resolve("~other/x")).isEqualTo(root.resolve("~other/x"));
        assertThat(workspace.resolve("a/~/x")).isEqualTo(root.resolve("a/~/x"));
    }

    @Test
    void protected_folders_hold_inside_and_outside_also_before_they_exist_and_through_links() throws IOException {
        Path later = outside.resolve("later");
        Workspace guarded = workspace.protect(List.of(root.resolve(".git"), later));
        Files.createSymbolicLink(root.resolve("door"), later);

        assertThat(guarded.isProtected(guarded.resolve(".git/config"))).isTrue();
        assertThat(guarded.isProtected(guarded.resolve(".git"))).isTrue();
        assertThat(guarded.isProtected(guarded.resolve("door/x"))).isTrue();
        assertThat(guarded.isProtected(guarded.resolve(".GIT/config"))).isTrue();
        assertThat(guarded.isProtected(guarded.resolve("door/../Later/x"))).isTrue();
        assertThat(guarded.isProtected(guarded.resolve(".gitignore"))).isFalse();
        assertThat(workspace.isProtected(workspace.resolve(".git"))).isFalse();
        assertThat(guarded.protect(List.of()).protectedFolders()).hasSize(2);
    }

    @Test
    void paths_are_shown_from_the_root_where_they_lie_inside() {
        assertThat(workspace.show(root)).isEqualTo(".");
        assertThat(workspace.show(root.resolve("a/b.txt"))).isEqualTo("a/b.txt");
        assertThat(workspace.show(outside)).isEqualTo(outside.toString());
    }
}
