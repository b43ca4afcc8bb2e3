package dev.mimo.memory.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.session.MemoryScope;
import dev.mimo.testing.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectsIT {

    private final Projects projects = new Projects(new InMemoryLayerLedger(), new ManualClock(Entries.AT));
    private Path top;
    private Path repository;

    @BeforeEach
    void make(@TempDir Path folder) throws IOException {
        top = folder.toRealPath();
        repository = Files.createDirectories(top.resolve("My Shop"));
        Files.createDirectories(repository.resolve(".git/worktrees/fix"));
        Files.createDirectories(repository.resolve("src/main"));
    }

    @Test
    void a_project_is_named_by_its_folder_and_a_hash_of_its_path() {
        assertThat(projects.of(repository).id()).matches("my-shop-[0-9a-f]{12}");
        assertThat(projects.of(Path.of("/")).id()).matches("project-[0-9a-f]{12}");
    }

    @Test
    void sub_folders_and_links_share_the_project_and_clones_do_not() throws IOException {
        Path clone = Files.createDirectories(top.resolve("clones/My Shop"));
        Files.createDirectories(clone.resolve(".git"));
        Path link = Files.createSymbolicLink(top.resolve("link"), repository);

        MemoryScope.Project project = projects.of(repository);

        assertThat(projects.of(repository.resolve("src/main"))).isEqualTo(project);
        assertThat(projects.of(link)).isEqualTo(project);
        assertThat(projects.of(clone)).isNotEqualTo(project);
        assertThat(projects.of(top)).isNotEqualTo(project);
    }

    @Test
    void a_linked_worktree_shares_the_project_of_its_repository() throws IOException {
        Path worktree = worktree("fix");
        Files.writeString(repository.resolve(".git/worktrees/fix/gitdir"), worktree.resolve(".git") + "\n");

        assertThat(projects.of(worktree)).isEqualTo(projects.of(repository));
    }

    @Test
    void a_folder_cannot_claim_the_memory_of_another_project() throws IOException {
        Path thief = worktree("fix");
        Files.writeString(repository.resolve(".git/worktrees/fix/gitdir"), top.resolve("elsewhere/.git") + "\n");
        Path other = Files.createDirectories(top.resolve("other"));
        Files.writeString(other.resolve(".git"), "gitdir: " + repository.resolve(".git"));
        Path broken = Files.createDirectories(top.resolve("broken"));
        Files.writeString(broken.resolve(".git"), "gitdir: \0/nowhere");

        for (Path folder : java.util.List.of(thief, other, broken)) {
            assertThat(projects.of(folder)).isNotEqualTo(projects.of(repository));
        }
    }

    @Test
    void a_lost_folder_of_the_same_name_is_noticed_and_its_memory_can_be_adopted() throws IOException {
        Projects.Opened first = projects.open(repository);
        assertThat(first.message()).isNull();
        Path moved = Files.createDirectories(top.resolve("moved")).resolve("My Shop");
        Files.move(repository, moved);

        Projects.Opened second = projects.open(moved);
        assertThat(second.project()).isNotEqualTo(first.project());
        assertThat(second.message())
                .contains("mimo memory adopt " + first.project().id());

        assertThat(projects.adopt(first.project().id(), moved.resolve("src"))).isEqualTo(first.project());
        assertThat(projects.open(moved)).isEqualTo(new Projects.Opened(first.project(), null));
        assertThat(projects.all()).extracting(Projects.Known::project).containsExactly(first.project());
    }

    @Test
    void a_project_that_is_still_there_cannot_be_adopted() throws IOException {
        Projects.Opened shop = projects.open(repository);
        Path other = Files.createDirectories(top.resolve("other"));

        assertThatThrownBy(() -> projects.adopt(shop.project().id(), other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("still is in " + repository);
        assertThatThrownBy(() -> projects.adopt("unknown", other)).isInstanceOf(IllegalArgumentException.class);
    }

    private Path worktree(String name) throws IOException {
        Path worktree = Files.createDirectories(top.resolve("tree-" + name));
        Files.writeString(
                worktree.resolve(".git"),
                "gitdir: " + repository.resolve(".git/worktrees").resolve(name) + "\n");
        return worktree;
    }
}
