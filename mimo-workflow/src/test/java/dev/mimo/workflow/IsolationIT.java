package dev.mimo.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.workflow.journal.InMemoryJournal;
import dev.mimo.workflow.journal.JournalRecord.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents of a workflow in git worktrees of their own. */
class IsolationIT {

    private static final WorkflowScript SCRIPT = WorkflowScript.of("""
            export const meta = { name: 'side-by-side', description: 'two agents change one file' };
            return parallel(['a', 'b', 'nothing'].map(text => () => agent(text, { isolation: 'worktree', label: text })));
            """);

    @TempDir
    Path folder;

    private Path repository;
    private final AtomicInteger launched = new AtomicInteger();

    @BeforeEach
    void make_a_repository() throws Exception {
        repository = Files.createDirectory(folder.resolve("repository"));
        Files.writeString(repository.resolve("file.txt"), "as it was");
        git("init", "-q");
        git("add", ".");
        git("-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "first");
    }

    @Test
    void what_an_isolated_agent_changes_is_kept_on_a_branch_and_found_again() throws Exception {
        InMemoryJournal journal = new InMemoryJournal();
        WorkflowResult result;
        try (WorkflowEngine engine = engine(journal)) {
            result = engine.start(SCRIPT, null).await();
            assertThat(result.fault()).isNull();
            for (int i = 0; i < 2; i++) {
                JsonNode kept = result.value().get(i).path("_worktree");
                Path file = Path.of(kept.path("directory").asText()).resolve("file.txt");
                assertThat(file).hasContent(i == 0 ? "a" : "b");
                assertThat(git("branch", "--list", kept.path("branch").asText()))
                        .isNotBlank();
                assertThat(result.value().get(i).path("result").asText()).isEqualTo("done");
            }
            assertThat(result.value().get(2).asText()).isEqualTo("done");
            assertThat(repository.resolve("file.txt")).hasContent("as it was");

            assertThat(engine.resume(result.run()).await().launched()).isZero();
            PathUtils.deleteDirectory(Path.of(
                    result.value().get(0).path("_worktree").path("directory").asText()));
            git("worktree", "prune");
            git(
                    "branch",
                    "-D",
                    result.value().get(0).path("_worktree").path("branch").asText());
            assertThat(engine.resume(result.run()).await().launched()).isEqualTo(1);
        }
    }

    @Test
    void cancelling_leaves_no_worktree_of_an_agent_that_had_not_ended() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        try (WorkflowEngine engine = WorkflowEngine.builder()
                .workspace(repository)
                .worktrees(folder.resolve("worktrees"))
                .caps(Caps.defaults().withConcurrent(2))
                .launcher((call, scope) -> {
                    Files.writeString(call.workspace().resolve("file.txt"), "half");
                    begun.countDown();
                    new CountDownLatch(1).await();
                    return CallResult.ok("done");
                })
                .build()) {
            WorkflowRun run = engine.start(WorkflowScript.of("""
                            export const meta = { name: 'fan-out', description: 'agents here and in nested runs' };
                            const inner = `export const meta = { name: 'inner', description: 'one agent' };
                              return agent(args, { isolation: 'worktree' })`;
                            return parallel([() => agent('a', { isolation: 'worktree' }), ...['b', 'c', 'd'].map(text =>
                              () => workflow(inner, text))]);
                            """), null);
            begun.await();
            run.cancel("enough");

            assertThat(run.await().status()).isEqualTo(Status.CANCELLED);
        }
        assertThat(git("worktree", "list").lines()).hasSize(1);
        assertThat(git("branch", "--list", "mimo/*")).isBlank();
    }

    @Test
    void without_a_repository_isolated_agents_fail_and_say_why() throws Exception {
        try (WorkflowEngine engine = WorkflowEngine.builder()
                .workspace(Files.createDirectory(folder.resolve("plain")))
                .worktrees(folder.resolve("worktrees"))
                .launcher((call, scope) -> CallResult.ok("done"))
                .build()) {
            InMemoryJournal journal = (InMemoryJournal) engine.journal();
            WorkflowResult result = engine.start(SCRIPT, null).await();

            assertThat(result.value()).allMatch(JsonNode::isNull);
            assertThat(journal.find(result.run()).stream(0).toList().toString())
                    .contains("isolation needs a git repository");
        }
    }

    private WorkflowEngine engine(InMemoryJournal journal) {
        return WorkflowEngine.builder()
                .journal(journal)
                .workspace(repository)
                .worktrees(folder.resolve("worktrees"))
                .launcher((call, scope) -> {
                    launched.incrementAndGet();
                    if (!call.prompt().equals("nothing")) {
                        Files.writeString(call.workspace().resolve("file.txt"), call.prompt());
                    }
                    return CallResult.ok("done");
                })
                .build();
    }

    private String git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(repository.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
