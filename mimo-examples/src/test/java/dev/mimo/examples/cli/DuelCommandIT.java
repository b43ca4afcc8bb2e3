package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.model.Json;
import dev.mimo.model.Reply;
import dev.mimo.testing.ScriptedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mimo bench duel} from the command line. */
class DuelCommandIT {

    @TempDir
    Path home;

    private CommandLineRuns mimo;

    @BeforeEach
    void open() throws IOException {
        mimo = new CommandLineRuns(home);
        mimo.files.file("p/a.txt", "old\n");
        mimo.files.file("a.json", "{\"memory\": \"off\", \"name\": \"left\"}");
        mimo.files.file("b.json", "{\"memory\": \"sliding\", \"name\": \"right\"}");
        mimo.files.file(
                "tasks.jsonl",
                "{\"id\":\"t\",\"prompt\":\"look\",\"repository\":\"p\",\"check\":\"test -f a.txt\",\"timeout\":\"5m\"}\n");
        mimo.model = ScriptedModel.always(prompt -> Reply.text("There is nothing to do."));
    }

    @AfterEach
    void close() {
        mimo.close();
    }

    @Test
    void the_report_is_one_line_of_json() {
        assertThat(duel("tasks.jsonl", "--json")).as(mimo.err()).isZero();

        var report = Json.readObject(mimo.out().strip());
        assertThat(report.at("/under_200/ties").asInt()).isEqualTo(1);
        assertThat(report.at("/all/first/name").asText()).isEqualTo("left");
        assertThat(mimo.err()).contains("1/1 t, run 2 of 2: solved, done, 1 steps");
    }

    @Test
    void the_report_can_be_markdown() {
        assertThat(duel("tasks.jsonl", "--markdown")).isZero();

        assertThat(mimo.out()).contains("| under 200 steps | 1 of 1 | 1 of 1 | 0, 1, 0 | - |");
    }

    @Test
    void a_task_without_a_check_needs_a_terminal() throws IOException {
        mimo.files.file("vote.jsonl", "{\"id\":\"t\",\"prompt\":\"look\",\"repository\":\"p\"}\n");

        assertThat(duel("vote.jsonl")).isEqualTo(2);

        assertThat(mimo.err()).contains("a task without a check needs a person's vote, and this is no terminal");
    }

    @Test
    void a_wrong_configuration_is_bad_usage() throws IOException {
        mimo.files.file("a.json", "{\"max_step\": 4}");

        assertThat(duel("tasks.jsonl")).isEqualTo(2);

        assertThat(mimo.err()).contains("a.json: nothing is known of the key \"max_step\"; \"max_steps\" is near");
    }

    @Test
    void a_side_whose_model_is_not_to_be_had_is_bad_usage() throws IOException {
        Path root = mimo.files.root();

        int code = mimo.callWithout(
                "bench", "duel", root + "/a.json", root + "/b.json", root + "/tasks.jsonl", "--results", home + "/r");

        assertThat(code).isEqualTo(2);
        assertThat(Files.exists(home.resolve("r"))).isFalse();
    }

    private int duel(String tasks, String... more) {
        Path root = mimo.files.root();
        String[] all = new String[more.length + 7];
        String[] first = {
            "bench", "duel", root + "/a.json", root + "/b.json", root + "/" + tasks, "--results", home + "/r"
        };
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return mimo.call(all);
    }
}
