package dev.mimo.examples.ci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mimo.agent.Limits;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Environment;
import dev.mimo.examples.ci.Report.Ending;
import dev.mimo.examples.demo.DemoProject;
import dev.mimo.examples.demo.OfflineModel;
import dev.mimo.model.Model;
import dev.mimo.testing.FakeWorkspace;
import dev.mimo.testing.ScriptedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bot on a real project whose real tests fail, in a git checkout. */
@Timeout(180)
class RepairJobIT {

    private static final String CHECK = "./test.sh";
    private static final Map<String, String> WRONG =
            Map.of("path", "src/agenda/Interval.java", "old", "start < other.end", "new", "start <= other.end");

    private final FakeWorkspace checkout = FakeWorkspace.create();
    private final Model offline = new OfflineModel(Environment.standard(), Duration.ZERO);

    @BeforeEach
    void prepare() throws IOException {
        assumeTrue(FakeWorkspace.gitIsPresent(), "there is no git");
        DemoProject.copyTo(checkout.root());
        checkout.gitInit();
        checkout.git("add", "--all");
        checkout.git("commit", "-q", "--allow-empty", "-m", "as it is");
    }

    @AfterEach
    void tidy() {
        checkout.close();
    }

    @Test
    void a_repair_is_a_patch_that_makes_the_check_pass_elsewhere() throws Exception {
        String head = checkout.git("rev-parse", "HEAD");

        Report report = job(offline, Limits.defaults().steps(50)).run(Cancellation.never());

        assertThat(report.ending()).isEqualTo(Ending.REPAIRED);
        assertThat(report.files()).contains("src/agenda/Intervals.java");
        assertThat(checkout.git("rev-parse", "HEAD")).isEqualTo(head);
        assertThat(checkout.git("diff", "--cached")).isEmpty();
        try (FakeWorkspace fresh = FakeWorkspace.create()) {
            DemoProject.copyTo(fresh.root());
            fresh.gitInit();
            Path patch = Files.writeString(fresh.root().resolve("mimo.patch"), report.patch());
            fresh.git("apply", patch.toString());
            assertThat(Check.run(CHECK, fresh.root(), Cancellation.never()).passed())
                    .isTrue();
        }
        assertThat(report.toMarkdown())
                .startsWith("## Repaired: `./test.sh`\n")
                .contains("All 9 tests pass", "8 steps", "- `src/agenda/Intervals.java`", "FAIL  Intervals.merge");
    }

    @Test
    void a_limit_on_the_way_takes_every_change_back() throws Exception {
        Report report = job(offline, Limits.defaults().steps(5)).run(Cancellation.never());

        assertThat(report.ending()).isEqualTo(Ending.LIMIT_REACHED);
        assertAsItWas(report);
        assertThat(report.toMarkdown()).contains("a limit was reached", "5 steps");
    }

    @Test
    void an_agent_that_gives_up_leaves_nothing_behind() throws Exception {
        ScriptedModel model = ScriptedModel.create()
                .call("read", Map.of("path", "src/agenda/Interval.java"))
                .call("edit", WRONG)
                .reply("It is done!")
                .reply("I believe it is right.")
                .reply("I cannot do it.")
                .reply("I really cannot.");

        Report report = job(model, Limits.defaults()).run(Cancellation.never());

        assertThat(report.ending()).isEqualTo(Ending.NOT_REPAIRED);
        assertAsItWas(report);
    }

    @Test
    void it_changes_no_closed_file_and_runs_nothing_but_the_check() throws Exception {
        ScriptedModel model = ScriptedModel.create()
                .call("read", Map.of("path", "test/agenda/AgendaTest.java"))
                .call("write", Map.of("path", "test/agenda/AgendaTest.java", "content", "class AgendaTest {}"))
                .call("bash", Map.of("command", "git push"))
                .call("bash", Map.of("command", "rm -rf src"))
                .hangUntilCancelled();
        Cancellation.Source stop = new Cancellation.Source();
        Thread person = new Thread(() -> {
            try {
                model.awaitHanging();
                stop.cancel("seen enough");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        person.start();

        Report report = job(model, Limits.defaults()).run(stop);

        person.join();
        assertThat(report.ending()).isEqualTo(Ending.CANCELLED);
        assertAsItWas(report);
        List<String> told = model.prompts().get(model.prompts().size() - 1).messages().stream()
                .map(Object::toString)
                .filter(message -> message.contains("not allowed"))
                .toList();
        assertThat(told).hasSize(3);
    }

    @Test
    void where_the_check_passes_no_model_is_asked() throws Exception {
        ScriptedModel model = ScriptedModel.create();

        Report report =
                new RepairJob(checkout.root(), "true", model, Limits.defaults(), List.of()).run(Cancellation.never());

        assertThat(report.ending()).isEqualTo(Ending.PASSED_BEFORE);
        assertThat(model.prompts()).isEmpty();
        assertThat(report.toMarkdown()).isEqualTo("## Nothing to repair: `true`\n");
    }

    @Test
    void a_checkout_with_changes_of_others_is_left_alone() {
        checkout.file("notes.txt", "mine");

        assertThatThrownBy(() -> job(offline, Limits.defaults()).run(Cancellation.never()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("notes.txt");
    }

    @Test
    void files_with_odd_names_come_into_the_patch_and_deleted_ones_do_no_harm() throws Exception {
        checkout.file("a b-ä.txt", "one\n");
        checkout.file("new.txt", "two\n");
        Git git = new Git(checkout.root());

        String patch = git.patch(List.of("a b-ä.txt", "new.txt", "never-there.txt"));

        assertThat(patch).contains("a b-ä.txt", "+one", "+two").doesNotContain("never-there");
        assertThat(checkout.git("diff", "--cached")).isEmpty();
    }

    private RepairJob job(Model model, Limits limits) {
        return new RepairJob(checkout.root(), CHECK, model, limits, List.of("test/*", "test.sh"));
    }

    private void assertAsItWas(Report report) {
        assertThat(report.patch()).isEmpty();
        assertThat(report.files()).isEmpty();
        assertThat(checkout.git("status", "--porcelain")).isEmpty();
    }
}
