package dev.mimo.examples.swe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Environment;
import dev.mimo.examples.coder.ModelSource;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.examples.demo.OfflineModel;
import dev.mimo.examples.duel.Configuration;
import dev.mimo.examples.duel.Contestant;
import dev.mimo.examples.duel.Fields;
import dev.mimo.examples.duel.Git;
import dev.mimo.examples.duel.Shell;
import dev.mimo.examples.duel.Stage;
import dev.mimo.examples.terminal.Terminal;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.testing.ScriptedModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three small instances of ours: two shell projects, and the Java project of the demo with its offline model. */
class SweBenchIT {

    private static final String SUM_FIXED = "echo $(($1 + $2))\n";
    private static final String GREET_FIXED = "echo \"Hello, ${1:-world}!\"\n";
    private static final String CHECK =
            "if [ -x test.sh ]; then ./test.sh; fi && if [ -f hidden.sh ]; then sh hidden.sh; fi";

    @TempDir
    Path folder;

    private final Git git = new Git(Cancellation.never());
    private final List<String> said = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void make() throws Exception {
        Path sum = Files.createDirectories(folder.resolve("mirrors/ours__sum"));
        Files.writeString(sum.resolve("sum.sh"), "echo $(($1 - $2))\n");
        instance(
                "sum-1", "ours/sum", commit(sum), "sum.sh takes away in place of adding.", "test $(sh sum.sh 2 3) = 5");
        // A later commit, which holds the solution.
        Files.writeString(sum.resolve("sum.sh"), SUM_FIXED);
        commit(sum);
        Path greet = Files.createDirectories(folder.resolve("mirrors/ours/greet"));
        Files.writeString(greet.resolve("greet.sh"), "echo \"Hello, $1!\"\n");
        instance(
                "greet-7",
                "ours/greet",
                commit(greet),
                "greet.sh greets nobody without a name.",
                "sh greet.sh | grep -q world");
    }

    @Test
    void patches_apply_and_pass_the_hidden_tests() throws Exception {
        Path agenda = Files.createDirectories(folder.resolve("mirrors/ours__agenda"));
        Path source = Path.of(Objects.requireNonNull(OfflineModel.class.getResource("project/test.sh"))
                .toURI());
        FileUtils.copyDirectory(source.getParent().toFile(), agenda.toFile());
        assertThat(agenda.resolve("test.sh").toFile().setExecutable(true)).isTrue();
        instance("agenda-3", "ours/agenda", commit(agenda), "The tests of this project fail.", "true");

        SweBench.Tally tally = bench(this::model).run(instances());

        assertThat(tally).as(said.toString()).isEqualTo(new SweBench.Tally(0, 3, 3, 0));
        List<ObjectNode> predictions = read("predictions.jsonl");
        assertThat(predictions).hasSize(3).allSatisfy(prediction -> {
            assertThat(prediction.fieldNames())
                    .toIterable()
                    .containsExactly("instance_id", "model_name_or_path", "model_patch");
            assertThat(prediction.path("model_name_or_path").asText()).isEqualTo("mimo test");
            assertThat(prediction.path("model_patch").asText())
                    .startsWith("diff --git a/")
                    .endsWith("\n");
        });
    }

    @Test
    void a_prediction_works_as_the_public_harness_uses_it() throws Exception {
        bench(this::model).run(instances());

        Path fresh = folder.resolve("fresh");
        git.run(folder, "clone", "--quiet", folder.resolve("mirrors/ours__sum").toString(), fresh.toString());
        git.run(fresh, "checkout", "--quiet", "HEAD~1");
        Files.writeString(
                folder.resolve("p.diff"),
                read("predictions.jsonl").get(0).path("model_patch").asText());
        git.run(fresh, "apply", folder.resolve("p.diff").toString());
        Shell.Ended ended =
                new Shell(Cancellation.never()).run("test $(sh sum.sh 2 3) = 5", fresh, Duration.ofMinutes(1));

        assertThat(ended.isGood()).as(ended.fault()).isTrue();
    }

    @Test
    void neither_the_solution_nor_hidden_tests_nor_later_commits_are_seen() throws Exception {
        ScriptedModel looks = ScriptedModel.create()
                .call("bash", Map.of("command", "git log --all --oneline | wc -l; ls"))
                .call("bash", Map.of("command", "git cat-file --batch-all-objects --batch-check | wc -l"))
                .reply("I saw it.");

        bench(spec -> looks).run(instances().subList(0, 1));

        List<Message> last = looks.prompts().get(2).messages();
        assertThat(last.get(0).toString())
                .contains("sum.sh takes away")
                .doesNotContain("hidden", "SOLUTION", "said before");
        assertThat(told(last.get(2))).startsWith("1\nsum.sh\n");
        // One commit, one tree, one file.
        assertThat(told(last.get(4))).startsWith("3\n");
    }

    @Test
    void instances_with_a_prediction_are_not_run_again() throws Exception {
        bench(this::model).run(instances().subList(0, 1));
        said.clear();

        SweBench.Tally tally = bench(this::model).run(instances());

        assertThat(tally).isEqualTo(new SweBench.Tally(1, 1, 1, 0));
        assertThat(said).singleElement().asString().startsWith("greet-7: done");
    }

    @Test
    void one_that_cannot_be_had_is_recorded_and_stops_nothing() throws Exception {
        lines.add(
                0,
                lines.get(0)
                        .replace("sum-1", "gone-1")
                        .replaceAll("\"base_commit\":\"\\w{6}", "\"base_commit\":\"000000"));

        SweBench.Tally tally = bench(this::model).run(instances());

        assertThat(tally).isEqualTo(new SweBench.Tally(0, 2, 2, 1));
        assertThat(read("predictions.jsonl").get(0).path("model_patch").asText())
                .isEmpty();
        assertThat(read("predictions.jsonl.runs").get(0).path("error").asText()).contains("git fetch ended with");
    }

    @Test
    void a_run_that_breaks_off_is_recorded() throws Exception {
        ModelException broken = new ModelException.AuthenticationFailed(
                ModelException.Failure.of(ModelRef.of("test", "model"), "no such key"));

        SweBench.Tally tally = bench(spec -> ScriptedModel.create().fail(broken))
                .run(instances().subList(0, 1));

        assertThat(tally).isEqualTo(new SweBench.Tally(0, 0, 0, 1));
        assertThat(read("predictions.jsonl.runs").get(0).path("error").asText()).contains("no such key");
    }

    @Test
    void a_patch_that_solves_nothing_is_not_resolved() throws Exception {
        SweBench.Tally tally = bench(spec -> ScriptedModel.create().reply("I give up."))
                .run(instances().subList(0, 1));

        assertThat(tally).isEqualTo(new SweBench.Tally(0, 0, 0, 0));
        assertThat(read("predictions.jsonl.runs").get(0).path("solved").asBoolean(true))
                .isFalse();
    }

    @Test
    void a_wrong_instance_is_named_with_its_line() throws IOException {
        lines.add("{\"instance_id\":\"x\",\"repo\":\"../up\",\"base_commit\":\"1\",\"problem_statement\":\"p\"}");

        assertThatThrownBy(this::instances)
                .isInstanceOf(UsageError.class)
                .hasMessageContaining("line 3: \"repo\" has to be an owner and a name, not \"../up\"");
    }

    private static String told(Message message) {
        return ((Message.Tool) message).results().get(0).text();
    }

    /** By what the issue says: the fix it asks for. Nothing else is known to it. */
    private Model model(String spec) {
        OfflineModel agenda = new OfflineModel(Environment.standard(), Duration.ZERO);
        return new Model() {
            @Override
            public Reply reply(Prompt prompt, ModelCall call) {
                String issue = ((Message.User) prompt.messages().get(0)).text();
                if (issue.contains("The tests of this project fail")) {
                    return agenda.reply(prompt, call);
                }
                boolean sum = issue.contains("sum.sh");
                String file = sum ? "sum.sh" : "greet.sh";
                return switch (prompt.messages().size()) {
                    case 1 -> Reply.calls(ScriptedModel.toolCall("read", Map.of("path", file)));
                    case 3 ->
                        Reply.calls(ScriptedModel.toolCall(
                                "write", Map.of("path", file, "content", sum ? SUM_FIXED : GREET_FIXED)));
                    default -> Reply.text("It is resolved.");
                };
            }

            @Override
            public ModelFacts facts() {
                return agenda.facts();
            }
        };
    }

    private SweBench bench(Function<String, Model> models) {
        PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        ModelSource source = (spec, environment) -> models.apply(String.valueOf(spec));
        Surroundings around = new Surroundings(
                InputStream.nullInputStream(),
                Terminal.of(out, false, 100),
                out,
                folder.resolve("home"),
                source,
                Cancellation.never());
        Configuration configuration = Configuration.of(
                "test", Fields.read("test", "{\"mode\": \"bypass\", \"max_steps\": 30, \"timeout\": \"5m\"}"));
        SweBench.Terms terms = new SweBench.Terms(
                "mimo test",
                folder.resolve("predictions.jsonl"),
                folder.resolve("mirrors"),
                false,
                CHECK,
                Cancellation.never());
        return new SweBench(new Contestant(configuration, around, Stage.bare()), terms, said::add);
    }

    /** An instance whose hidden test is a new file. */
    private void instance(String id, String repo, String commit, String problem, String test) {
        String patch =
                "diff --git a/hidden.sh b/hidden.sh\nnew file mode 100644\n--- /dev/null\n+++ b/hidden.sh\n@@ -0,0 +1 @@\n+"
                        + test + "\n";
        lines.add(Json.write(Json.object()
                .put("instance_id", id)
                .put("repo", repo)
                .put("base_commit", commit)
                .put("problem_statement", problem)
                .put("hints_text", "said before")
                .put("patch", "SOLUTION")
                .put("test_patch", patch)
                .put("version", "1.0")
                .put("FAIL_TO_PASS", "[]")
                .put("PASS_TO_PASS", "[]")));
    }

    private List<Instance> instances() throws IOException {
        return Instance.read(Files.write(folder.resolve("instances.jsonl"), lines));
    }

    private List<ObjectNode> read(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name)).stream()
                .map(Json::readObject)
                .toList();
    }

    /** All files of a repository, as a commit; its id. */
    private String commit(Path repository) throws IOException, InterruptedException, URISyntaxException {
        git.run(repository, "init", "--quiet");
        git.run(repository, "add", "--all");
        git.run(repository, "commit", "--quiet", "--message=as it is");
        return new String(git.run(repository, "rev-parse", "HEAD"), StandardCharsets.UTF_8).strip();
    }
}
