package dev.mimo.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The built-in workflow {@code implement} in a real repository, with agents that are a few git commands. */
@Timeout(120)
class ImplementIT {

    private static final Pattern BRANCH = Pattern.compile("git branch (\\S+)|The branch is (\\S+)\\.\\s");

    @TempDir
    private Path temporary;

    private Path repository;
    private final Set<String> rejected = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void repository() throws Exception {
        repository = Files.createDirectory(temporary.toRealPath().resolve("repository"));
        git(repository, "init", "--quiet", "--initial-branch=main");
        git(repository, "config", "user.name", "Tester");
        git(repository, "config", "user.email", "tester@example.com");
        Files.writeString(repository.resolve("base.txt"), "base\n");
        commit(repository);
    }

    @Test
    void tasks_are_done_in_worktrees_mended_after_objections_and_merged() throws Exception {
        ScriptedAgents agents = new ScriptedAgents()
                .on("plan", """
                        {"tasks": [{"id": "one", "title": "one", "description": "d", "acceptance": "a"},
                         {"id": "two", "title": "two", "description": "d", "acceptance": "a"},
                         {"id": "three", "title": "three", "description": "d", "acceptance": "a", "dependsOn": ["one"]}]}""")
                .on("implement: three", call -> {
                    assertThat(call.workspace().resolve("one.txt")).exists();
                    return work(call, "three");
                })
                .on("implement: one", call -> work(call, "one"))
                .on("implement: two", call -> work(call, "two"))
                .on(
                        "verify: two",
                        call -> rejected.add("two")
                                ? "{\"accepted\": false, \"problems\": [\"no test\"]}"
                                : "{\"accepted\": true, \"problems\": []}")
                .on("verify", "{\"accepted\": true, \"problems\": []}")
                .on("merge", call -> {
                    git(call.workspace(), "merge", "--quiet", "--no-edit", branch(call.prompt()));
                    return "{\"merged\": true, \"summary\": \"no conflicts\"}";
                })
                .on("check 1", "{\"passed\": false, \"problems\": [\"two does not fit one\"]}")
                .on("repair", "{\"done\": true, \"summary\": \"fits now\"}")
                .on("check", "{\"passed\": true, \"problems\": []}");

        JsonNode result = run(agents);

        assertThat(result.path("tasks"))
                .allMatch(task -> task.path("status").asText().equals("merged"));
        assertThat(result.path("complete").asBoolean()).isTrue();
        assertThat(result.path("summary").asText()).isEqualTo("3 merged; the check passed");
        assertThat(repository.resolve("one.txt")).exists();
        assertThat(repository.resolve("two.txt")).hasContent("two\nmended");
        assertThat(repository.resolve("three.txt")).exists();
        assertThat(agents.prompts("implement: two (2)")).hasSize(1).allMatch(prompt -> prompt.contains("no test"));
    }

    @Test
    void what_was_not_accepted_is_left_on_its_branch() throws Exception {
        ScriptedAgents agents = new ScriptedAgents()
                .on(
                        "plan",
                        "{\"tasks\": [{\"id\": \"one\", \"title\": \"one\", \"description\": \"d\", \"acceptance\": \"a\"}]}")
                .on("implement", call -> work(call, "one"))
                .on("verify", "{\"accepted\": false, \"problems\": [\"wrong\"]}");

        JsonNode task = run(agents).path("tasks").path(0);

        assertThat(task.path("status").asText()).isEqualTo("rejected");
        assertThat(git(repository, "branch", "--list", task.path("branch").asText()))
                .isNotEmpty();
        assertThat(Path.of(task.path("directory").asText()).resolve("one.txt")).exists();
        assertThat(repository.resolve("one.txt")).doesNotExist();
    }

    private JsonNode run(ScriptedAgents agents) throws InterruptedException {
        SavedScripts scripts = SavedScripts.builtIn();
        try (WorkflowEngine engine = WorkflowEngine.builder()
                .workspace(repository)
                .worktrees(temporary.resolve("worktrees"))
                .scripts(scripts)
                .launcher(agents)
                .build()) {
            WorkflowResult result = engine.start(scripts.named("implement"), TextNode.valueOf("Add three files"))
                    .await();
            assertThat(result.fault()).isNull();
            return result.value();
        }
    }

    private static String work(AgentCall call, String name) throws Exception {
        assertThat(call.isolated()).isTrue();
        Path file = call.workspace().resolve(name + ".txt");
        if (call.prompt().contains("first attempt stands")) {
            git(call.workspace(), "merge", "--quiet", "--no-edit", branch(call.prompt()));
            Files.writeString(file, Files.readString(file) + "mended\n");
        } else {
            Files.writeString(file, name + "\n");
        }
        commit(call.workspace());
        return "{\"done\": true, \"summary\": \"wrote " + name + "\"}";
    }

    private static String branch(String prompt) {
        Matcher matcher = BRANCH.matcher(prompt);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }

    private static void commit(Path folder) throws IOException, InterruptedException {
        git(folder, "add", "--all");
        git(folder, "commit", "--quiet", "--message", "work");
    }

    private static String git(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
        return output.strip();
    }
}
