package dev.mimo.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.CancelledException;
import dev.mimo.environment.Environment;
import dev.mimo.workflow.WorktreeFailed.Kind;
import dev.mimo.workflow.Worktrees.Kept;
import dev.mimo.workflow.journal.RunId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real repositories, in folders with blanks and accents in their names. */
@Timeout(120)
class WorktreesIT {

    private static final RunId RUN = RunId.of("wf_one");

    @TempDir
    private Path temporary;

    private Path repository;
    private Path folder;

    @BeforeEach
    void repository() throws Exception {
        Path home = Files.createDirectory(temporary.toRealPath().resolve("with blank é"));
        repository = Files.createDirectory(home.resolve("a repository"));
        folder = home.resolve("work trees");
        git("init", "--quiet", "--initial-branch=main");
        git("config", "user.name", "Tester");
        git("config", "user.email", "tester@example.com");
        write(repository.resolve("file.txt"), "first\n");
        write(repository.resolve("sub dir/inner.txt"), "inner\n");
        write(repository.resolve(".gitignore"), "ignored/\n");
        commitAll(repository);
    }

    @Test
    void two_agents_work_side_by_side_and_what_they_changed_is_kept() throws Exception {
        Worktrees worktrees = worktrees();
        Worktree one = worktrees.add();
        Worktree two = worktrees.add();
        write(one.workspace().resolve("file.txt"), "one\n");
        write(two.workspace().resolve("new.txt"), "two\n");

        Kept first = worktrees.finish(one);
        Kept second = worktrees.finish(two);

        assertThat(first).isEqualTo(new Kept("mimo/wf_one/1", folder.resolve("wf_one/1"), true));
        assertThat(second).isEqualTo(new Kept("mimo/wf_one/2", folder.resolve("wf_one/2"), true));
        assertThat(one.base()).isEqualTo(git("rev-parse", "HEAD"));
        assertThat(folder.resolve("wf_one/2/file.txt")).hasContent("first");
        assertThat(repository.resolve("file.txt")).hasContent("first");
        assertThat(git("status", "--porcelain")).isEmpty();
    }

    @Test
    void many_threads_get_one_each() throws Exception {
        Worktrees worktrees = worktrees();
        Worktrees others = Worktrees.of(repository, RunId.of("wf_two"), folder, Environment.standard());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Worktree>> started = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Worktrees from = i % 2 == 0 ? worktrees : others;
            started.add(threads.submit(from::add));
        }

        List<Path> made = new ArrayList<>();
        for (Future<Worktree> worktree : started) {
            made.add(worktree.get().workspace().resolve("file.txt"));
        }
        threads.shutdown();

        assertThat(made).hasSize(8).doesNotHaveDuplicates().allMatch(Files::exists);
    }

    @Test
    void what_was_not_changed_is_removed_with_its_branch() throws Exception {
        Worktrees worktrees = worktrees();
        Worktree worktree = worktrees.add();
        write(worktree.workspace().resolve("ignored/log.txt"), "only build output\n");

        assertThat(worktrees.finish(worktree)).isNull();

        assertThat(worktree.directory()).doesNotExist();
        assertNothingIsLeft();
    }

    @Test
    void a_commit_is_a_change_also_when_the_agent_has_left_its_branch() throws Exception {
        Worktrees worktrees = worktrees();
        Worktree commits = worktrees.add();
        Worktree leaves = worktrees.add();
        write(commits.workspace().resolve("file.txt"), "changed\n");
        commitAll(commits.directory());
        write(leaves.workspace().resolve("file.txt"), "changed\n");
        commitAll(leaves.directory());
        git(leaves.directory(), "checkout", "--quiet", "--detach", leaves.base());

        assertThat(worktrees.finish(commits)).isNotNull();
        assertThat(worktrees.finish(leaves)).isNotNull();
    }

    @Test
    void begins_with_what_is_committed_in_the_workspace_now() throws Exception {
        Worktrees worktrees = worktrees();
        write(repository.resolve("file.txt"), "second\n");
        commitAll(repository);
        write(repository.resolve("file.txt"), "not committed\n");

        Worktree worktree = worktrees.add();

        assertThat(worktree.workspace().resolve("file.txt")).hasContent("second");
    }

    @Test
    void a_workspace_within_the_repository_has_its_counterpart() throws Exception {
        Worktree worktree = Worktrees.of(repository.resolve("sub dir"), RUN, folder, Environment.standard())
                .add();

        assertThat(worktree.workspace()).isEqualTo(worktree.directory().resolve("sub dir"));
        assertThat(worktree.workspace().resolve("inner.txt")).hasContent("inner");
    }

    @Test
    void an_isolated_agents_own_run_isolates_from_its_worktree() throws Exception {
        Worktree outer = worktrees().add();
        write(outer.workspace().resolve("file.txt"), "outer\n");
        commitAll(outer.directory());

        Worktree inner = Worktrees.of(outer.workspace(), RunId.of("wf_inner"), folder, Environment.standard())
                .add();

        assertThat(inner.workspace().resolve("file.txt")).hasContent("outer");
    }

    @Test
    void a_cancel_removes_those_at_work_and_keeps_what_is_finished() throws Exception {
        Worktrees worktrees = worktrees();
        Worktree finished = worktrees.add();
        Worktree atWork = worktrees.add();
        write(finished.workspace().resolve("file.txt"), "done\n");
        write(atWork.workspace().resolve("file.txt"), "half\n");
        commitAll(atWork.directory());
        Kept kept = worktrees.finish(finished);

        Thread.currentThread().interrupt();
        worktrees.removeAll();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(atWork.directory()).doesNotExist();
        assertThat(git("branch", "--list", "mimo/*")).contains("mimo/wf_one/1").doesNotContain("mimo/wf_one/2");
        assertThat(kept).isNotNull();
        assertThat(worktrees.isThere(kept)).isTrue();
        worktrees.removeAll();
        assertThatThrownBy(worktrees::add).isInstanceOf(CancelledException.class);
    }

    @Test
    void one_that_was_wrecked_by_its_agent_is_removed_all_the_same() throws Exception {
        Worktrees worktrees = worktrees();
        Worktree broken = worktrees.add();
        Worktree gone = worktrees.add();
        write(broken.directory().resolve(".git"), "gitdir: /nowhere\n");
        PathUtils.deleteDirectory(gone.directory());

        worktrees.removeAll();

        assertNothingIsLeft();
    }

    @Test
    void a_folder_that_its_agent_has_deleted_leaves_nothing_unless_there_are_commits() throws Exception {
        Worktrees worktrees = worktrees();
        Worktree empty = worktrees.add();
        Worktree commits = worktrees.add();
        write(commits.workspace().resolve("file.txt"), "changed\n");
        commitAll(commits.directory());
        PathUtils.deleteDirectory(empty.directory());
        PathUtils.deleteDirectory(commits.directory());

        assertThat(worktrees.finish(empty)).isNull();
        Kept kept = worktrees.finish(commits);

        assertThat(kept).isNotNull();
        assertThat(worktrees.isThere(kept)).isTrue();
    }

    @Test
    void leftovers_of_a_killed_process_are_removed_but_for_recorded_results() throws Exception {
        Worktrees killed = worktrees();
        Worktree recorded = killed.add();
        Worktree unfinished = killed.add();
        Worktree halfRemoved = killed.add();
        write(recorded.workspace().resolve("file.txt"), "done\n");
        write(unfinished.workspace().resolve("file.txt"), "half\n");
        PathUtils.deleteDirectory(halfRemoved.directory());
        Files.createDirectories(folder.resolve("wf_one/7"));

        Worktrees resumed = worktrees();
        List<String> removed = resumed.removeLeftovers(Set.of(recorded.branch()));

        assertThat(removed).containsExactlyInAnyOrder("mimo/wf_one/2", "mimo/wf_one/3", "mimo/wf_one/7");
        assertThat(unfinished.directory()).doesNotExist();
        assertThat(recorded.directory()).exists();
        assertThat(git("branch", "--list", "mimo/*")).contains("mimo/wf_one/1").doesNotContain("mimo/wf_one/2");
        assertThat(resumed.add().branch()).isEqualTo("mimo/wf_one/2");
    }

    @Test
    void leftovers_of_other_runs_stay() throws Exception {
        Worktree other = Worktrees.of(repository, RunId.of("wf_two"), folder, Environment.standard())
                .add();

        assertThat(worktrees().removeLeftovers(Set.of())).isEmpty();

        assertThat(other.directory()).exists();
    }

    @Test
    void a_result_has_its_evidence_while_its_folder_or_its_branch_is_there() throws Exception {
        Worktrees worktrees = worktrees();
        Worktree worktree = worktrees.add();
        write(worktree.workspace().resolve("file.txt"), "done\n");
        Kept kept = worktrees.finish(worktree);
        assertThat(kept).isNotNull();

        git("worktree", "remove", "--force", worktree.directory().toString());
        assertThat(worktrees.isThere(kept)).isTrue();

        git("branch", "-D", worktree.branch());
        assertThat(worktrees.isThere(kept)).isFalse();
    }

    @Test
    void says_what_is_missing() throws Exception {
        Path plain = Files.createDirectory(temporary.resolve("plain"));
        Path empty = Files.createDirectory(temporary.resolve("empty"));
        git(empty, "init", "--quiet");

        assertThatThrownBy(() -> Worktrees.of(plain, RUN, folder, Environment.standard()))
                .isInstanceOfSatisfying(
                        WorktreeFailed.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_REPOSITORY))
                .hasMessageContaining("plain");
        assertThatThrownBy(() ->
                        Worktrees.of(empty, RUN, folder, Environment.standard()).add())
                .isInstanceOfSatisfying(
                        WorktreeFailed.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_COMMIT));
        assertThatThrownBy(() -> GitProcess.run(plain, List.of("no-such-git"), Duration.ofSeconds(1)))
                .isInstanceOfSatisfying(
                        WorktreeFailed.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_GIT));
    }

    @Test
    void a_folder_among_the_repositorys_files_has_to_be_ignored() throws Exception {
        assertThatThrownBy(() -> Worktrees.of(repository, RUN, repository.resolve("trees"), Environment.standard()))
                .isInstanceOfSatisfying(
                        WorktreeFailed.class, e -> assertThat(e.kind()).isEqualTo(Kind.BAD_FOLDER));

        Worktrees ignored = Worktrees.of(repository, RUN, repository.resolve("ignored/trees"), Environment.standard());

        assertThat(ignored.add().workspace().resolve("file.txt")).hasContent("first");
    }

    @Test
    void a_process_that_takes_too_long_is_ended() {
        assertThatThrownBy(() -> GitProcess.run(temporary, List.of("sleep", "600"), Duration.ofMillis(50)))
                .isInstanceOfSatisfying(
                        WorktreeFailed.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIME_OUT));
    }

    @Test
    void hooks_and_programs_that_settings_of_the_repository_name_are_not_run() throws Exception {
        write(repository.resolve(".gitattributes"), "*.txt filter=long\n*.md filter=short\n");
        write(repository.resolve("read.md"), "text\n");
        commitAll(repository);
        Files.copy(
                program("hook"),
                Files.createDirectories(repository.resolve(".git/hooks")).resolve("post-checkout"));
        Path included = temporary.resolve("included");
        write(included, "[filter \"short\"]\n\tsmudge = " + program("smudge") + "\n\trequired = true\n");
        git("config", "includeIf.onbranch:mimo/**.path", included.toString());
        git("config", "filter.long.process", program("process").toString());
        git("config", "core.fsmonitor", program("watcher").toString());

        Worktrees worktrees = worktrees();
        Worktree changed = worktrees.add();
        Worktree unchanged = worktrees.add();
        write(changed.workspace().resolve("file.txt"), "changed\n");
        Kept kept = worktrees.finish(changed);
        worktrees.finish(unchanged);
        worktrees.removeLeftovers(Set.of());

        assertThat(kept).isNotNull();
        assertNothingIsLeft();
        assertThat(List.of("hook", "smudge", "process", "watcher")).noneMatch(this::ran);
        String plain = folder.resolve("plain").toString();
        gitAnyhow("-c", "filter.long.process=", "worktree", "add", "-b", "mimo/plain", plain);
        gitAnyhow("status");
        gitAnyhow("-c", "core.fsmonitor=", "worktree", "add", plain + "2");
        assertThat(List.of("hook", "smudge", "process", "watcher"))
                .as("git runs them when it is not kept from it")
                .allMatch(this::ran);
    }

    @Test
    void what_an_agent_says_about_its_repository_does_not_count() throws Exception {
        Worktrees worktrees = worktrees();
        Worktree worktree = worktrees.add();
        Path other = Files.createDirectory(temporary.toRealPath().resolve("other"));
        git(other, "init", "--quiet");
        git(other, "config", "core.fsmonitor", program("watcher").toString());
        write(worktree.directory().resolve(".git"), "gitdir: " + other.resolve(".git") + "\n");

        assertThat(worktrees.finish(worktree)).isNull();

        assertThat(ran("watcher")).isFalse();
        assertNothingIsLeft();
    }

    /** A program that leaves a trace when it is run. */
    private Path program(String name) throws IOException {
        Path real = temporary.toRealPath();
        Path program =
                Files.writeString(real.resolve(name), "#!/bin/sh\ntouch '" + real.resolve(name + ".ran") + "'\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    private boolean ran(String name) {
        return Files.exists(temporary.resolve(name + ".ran"));
    }

    private void assertNothingIsLeft() throws Exception {
        assertThat(git("worktree", "list").lines()).hasSize(1);
        assertThat(git("branch", "--list", "mimo/*")).isEmpty();
        assertThat(folder.resolve("wf_one/1")).doesNotExist();
    }

    private Worktrees worktrees() throws InterruptedException {
        return Worktrees.of(repository, RUN, folder, Environment.standard());
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void commitAll(Path at) throws Exception {
        git(at, "add", "--all");
        git(at, "commit", "--quiet", "-m", "A commit");
    }

    private String git(String... words) throws Exception {
        return git(repository, words);
    }

    private static String git(Path at, String... words) throws Exception {
        Process process = start(at, words);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip();
    }

    private void gitAnyhow(String... words) throws Exception {
        Process process = start(repository, words);
        process.getInputStream().readAllBytes();
        process.waitFor();
    }

    private static Process start(Path at, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .directory(at.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        return process;
    }
}
