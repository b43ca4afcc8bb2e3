package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Json;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelRef;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.workflow.journal.FileJournal;
import dev.mimo.workflow.journal.JournalRecord;
import dev.mimo.workflow.journal.RunId;
import dev.mimo.workflow.journal.RunInfo;
import dev.mimo.workflow.journal.RunLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkflowCommandIT {

    private static final String META = "export const meta = { name: 'check', description: 'Checks.' }\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private CommandLineRuns mimo;

    @BeforeEach
    void open() {
        mimo = new CommandLineRuns(folder.resolve("home"));
    }

    @AfterEach
    void close() {
        mimo.close();
    }

    @Test
    void a_script_runs_with_agents_and_its_result_is_printed_last() throws Exception {
        mimo.model.reply("four");

        int code = run("phase('Count');\nreturn 'legs: ' + await agent('How many legs?', { label: 'legs' })");

        assertThat(code).as(mimo.err()).isZero();
        assertThat(mimo.out())
                .containsSubsequence("run wf", "# Count", "● legs", "✔ legs", "✔ check · completed", "✔ legs");
        assertThat(mimo.out().lines()).last().isEqualTo("legs: four");
        assertThat(mimo.out()).doesNotContain("\u001b");
    }

    @Test
    void events_and_the_result_are_json_when_asked_for() throws Exception {
        mimo.model.reply("four");

        assertThat(run("log('hi'); return [await agent('legs?')]", "--json"))
                .as(mimo.err())
                .isZero();

        List<JsonNode> lines = mimo.out().lines().map(Json::read).toList();
        assertThat(lines)
                .extracting(line -> line.path("type").asText())
                .startsWith("workflow_started", "workflow_logged")
                .contains("workflow_call_started", "workflow_call_finished")
                .endsWith("workflow_finished", "workflow_result");
        assertThat(lines.get(lines.size() - 1).path("result")).isEqualTo(Json.read("[\"four\"]"));
    }

    @Test
    void agents_do_what_the_permissions_allow() throws Exception {
        mimo.model.call("write", Map.of("path", "a.txt", "content", "hi")).reply("written");

        assertThat(run("return await agent('write it')", "--permissions", "workspace"))
                .as(mimo.err())
                .isZero();

        assertThat(mimo.files.read("a.txt")).isEqualTo("hi");
    }

    @Test
    void files_of_scripts_pass_the_same_rules() throws Exception {
        String script = "try { await writeFile('a.txt', 'hi'); return 'written' } catch (e) { return e.message }";

        assertThat(run(script)).isZero();
        assertThat(mimo.out()).contains("not allowed here");
        assertThat(mimo.files.root().resolve("a.txt")).doesNotExist();
        assertThat(run(script, "--permissions", "workspace")).isZero();
        assertThat(mimo.files.read("a.txt")).isEqualTo("hi");
    }

    @Test
    void a_failed_run_goes_on_where_it_failed() throws Exception {
        String body = "const one = await agent('one');\nconst two = await agent('two');\nreturn one + two.length";
        mimo.model
                .reply("first")
                .fail(new ModelException.InvalidRequest(
                        ModelException.Failure.of(ModelRef.parse("scripted:model"), "no")));
        assertThat(run(body)).isEqualTo(1);
        assertThat(mimo.out()).contains("✗ check · failed", "TypeError", "go on with: mimo workflow resume wf");
        mimo.model.assertExhausted();

        mimo.model = ScriptedModel.create().reply("1234");
        assertThat(mimo.call("workflow", "resume", newest().id().value()))
                .as(mimo.err())
                .isZero();

        assertThat(mimo.out()).contains("✔ one (from an earlier pass)").endsWith("first4" + System.lineSeparator());
        mimo.model.assertExhausted();
    }

    @Test
    void runs_are_listed_and_shown_as_text_and_as_a_page() throws Exception {
        mimo.model.reply("four");
        run("phase('<Count>');\nreturn await agent('legs', { label: 'count the legs' })");
        String id = newest().id().value();
        Path page = folder.resolve("page.html");
        int before = mimo.out().length();

        assertThat(mimo.call("workflow", "list")).isZero();
        assertThat(mimo.call("workflow", "show")).isZero();
        assertThat(mimo.call("workflow", "show", id, "--html", "-o", page.toString()))
                .isZero();

        String shown = mimo.out().substring(before);
        assertThat(shown)
                .containsSubsequence(id + "  ", "completed  check", "✔ check", "✔ <Count>", "✔ count the legs");
        assertThat(shown).contains("four").endsWith(page + System.lineSeparator());
        assertThat(Files.readString(page)).contains("&lt;Count&gt;", "count the legs", "<h1>check</h1>");
        assertThat(Files.getPosixFilePermissions(page)).hasSize(2);
    }

    @Test
    void a_run_at_work_is_cancelled_by_another_command() throws Exception {
        mimo.model.hangUntilCancelled();
        CommandLineRuns other = new CommandLineRuns(folder.resolve("home"));
        CompletableFuture<Integer> run = runMeanwhile("return await agent('wait')");
        mimo.model.awaitHanging();

        assertThat(other.call("workflow", "list")).isZero();
        assertThat(other.call("workflow", "show")).isZero();
        assertThat(other.call("workflow", "cancel", newest().id().value()))
                .as(other.err())
                .isZero();

        assertThat(run.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.CANCELLED);
        assertThat(other.out()).contains("running    check", "● wait", "has ended: cancelled");
        assertThat(newest().ended()).isEqualTo(JournalRecord.Status.CANCELLED);
        other.close();
    }

    @Test
    void an_interrupt_ends_the_run_with_130() throws Exception {
        mimo.model.hangUntilCancelled();
        CompletableFuture<Integer> run = runMeanwhile("return await agent('wait')");
        mimo.model.awaitHanging();

        mimo.interrupt.cancel("interrupted");

        assertThat(run.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.CANCELLED);
        assertThat(newest().ended()).isEqualTo(JournalRecord.Status.CANCELLED);
    }

    @Test
    void a_run_that_was_cut_off_counts_as_cancelled_when_that_is_wanted() {
        RunId id = RunId.of("left");
        begin(id).close();

        assertThat(mimo.call("workflow", "list")).isZero();
        assertThat(mimo.call("workflow", "cancel", "left")).isZero();
        assertThat(mimo.call("workflow", "cancel", "left")).isZero();

        assertThat(mimo.out()).containsSubsequence("cut off", "was cut off before", "has ended: cancelled");
        assertThat(mimo.call("workflow", "resume", "left")).isEqualTo(ExitCode.USAGE);
        assertThat(mimo.err()).contains("was not started with mimo workflow run");
    }

    @Test
    void saved_scripts_run_by_name_once_the_project_is_trusted() throws Exception {
        Files.createDirectories(mimo.files.root().resolve(".mimo/workflows"));
        Files.writeString(mimo.files.root().resolve(".mimo/workflows/tidy.js"), META + "return 'tidied'");

        assertThat(workflow("run", "tidy")).isEqualTo(ExitCode.USAGE);
        assertThat(mimo.err()).contains("not trusted");
        assertThat(workflow("run", "tidy", "--trust")).isZero();
        assertThat(mimo.out()).endsWith("tidied" + System.lineSeparator());
    }

    @Test
    void what_cannot_be_done_is_bad_usage() throws Exception {
        for (List<String> wrong : List.of(
                List.<String>of(),
                List.of("run"),
                List.of("run", "none.js"),
                List.of("run", "no-such-workflow"),
                List.of("run", "no-such-workflow", "--args", "{"),
                List.of("show"),
                List.of("show", "none"),
                List.of("show", "Not an id"),
                List.of("resume", "none"),
                List.of("cancel", "none"),
                List.of("cancel"))) {
            mimo.forgetErrors();
            List<String> all = new ArrayList<>(List.of("workflow"));
            all.addAll(wrong);

            assertThat(mimo.call(all.toArray(String[]::new)))
                    .as(wrong.toString())
                    .isEqualTo(ExitCode.USAGE);
            assertThat(mimo.err().lines()).as(wrong.toString()).hasSize(1);
        }
    }

    @Test
    void a_script_with_a_fault_leaves_no_run() throws Exception {
        assertThat(run("const x = ;")).isEqualTo(ExitCode.FAILED);

        assertThat(mimo.err()).contains("SyntaxError", "line 2");
        assertThat(journal().list()).isEmpty();
    }

    private int run(String body, String... options) throws IOException {
        Path file = Files.writeString(folder.resolve("script.js"), META + body);
        List<String> all = new ArrayList<>(List.of("run", file.toString()));
        all.addAll(List.of(options));
        return workflow(all.toArray(String[]::new));
    }

    private CompletableFuture<Integer> runMeanwhile(String body) {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        Thread worker = new Thread(() -> {
            try {
                code.complete(run(body));
            } catch (IOException | RuntimeException e) {
                code.completeExceptionally(e);
            }
        });
        worker.start();
        return code;
    }

    private int workflow(String command, String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("workflow", command, "--workspace", mimo.files.root().toString()));
        all.addAll(List.of(arguments));
        return mimo.call(all.toArray(String[]::new));
    }

    private int workflow(String[] arguments) {
        return workflow(arguments[0], Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    private FileJournal journal() {
        return FileJournal.at(folder.resolve("home/runs"));
    }

    private RunInfo newest() {
        return journal().list().get(0);
    }

    private RunLog begin(RunId id) {
        return journal()
                .begin(
                        id,
                        new JournalRecord.Header(
                                "left",
                                META,
                                null,
                                1,
                                new JournalRecord.Terms(Map.of(), Json.object(), "/", "mimo-1", "x")));
    }
}
