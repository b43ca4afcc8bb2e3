package dev.mimo.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.agent.Agent;
import dev.mimo.agent.Input;
import dev.mimo.agent.Outcome;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.permission.Permissions;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.tool.coding.CodingTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that touch the world: commands and files. */
class EvidenceIT {

    private static final Goal GOAL = Goal.of("the report is there");
    private static final String MET =
            "{\"verdict\":\"met\",\"reason\":\"so\",\"missing\":[],\"evidence\":[\"check-2\"]}";

    @TempDir
    Path folder;

    private final ScriptedModel model = ScriptedModel.create();

    @Test
    void a_missing_file_is_noticed_and_a_file_that_is_there_counts() throws IOException {
        model.reply("done")
                .call("write", Map.of("path", "report.txt", "content", "All is fine."))
                .reply("now");

        Outcome outcome = run(GOAL.evidence(Evidence.file("report.txt", "is fine")), Permissions.bypass());

        assertThat(outcome.text()).isEqualTo("now");
        assertThat(folder.resolve("report.txt")).exists();
    }

    @Test
    void a_failing_command_is_noticed_with_what_it_wrote() {
        model.reply("done").reply("done");

        Outcome outcome = run(
                GOAL.maxRounds(1).evidence(Evidence.command("echo 3 tests fail; exit 3")),
                Permissions.askBeforeChange());

        assertThat(outcome).isInstanceOf(Outcome.GoalNotMet.class);
        assertThat(outcome.text()).contains("3 tests fail", "[exit 3");
    }

    @Test
    void the_hosts_command_runs_without_a_question_to_the_letter() throws IOException {
        Files.writeString(folder.resolve("it's here"), "x");
        model.reply("done");

        Outcome outcome =
                run(GOAL.evidence(Evidence.command("test", "-f", "it's here")), Permissions.askBeforeChange());

        assertThat(outcome.isDone()).isTrue();
    }

    @Test
    void a_rule_that_denies_holds_for_the_host_too() {
        model.reply("done").reply("done");
        Permissions noTouch = Permissions.bypass().deny("bash", "touch *");

        Outcome outcome = run(GOAL.maxRounds(1).evidence(Evidence.command("touch mark")), noTouch);

        assertThat(outcome).isInstanceOf(Outcome.GoalNotMet.class);
        assertThat(outcome.text()).contains("not allowed");
        assertThat(folder.resolve("mark")).doesNotExist();
    }

    @Test
    void a_file_outside_of_the_workspace_is_no_evidence() {
        model.reply("done").reply("done");

        Outcome outcome = run(GOAL.maxRounds(1).evidence(Evidence.file("../x")), Permissions.bypass());

        assertThat(outcome).isInstanceOf(Outcome.GoalNotMet.class);
    }

    private Outcome run(Goal goal, Permissions permissions) {
        return Agent.builder()
                .model(model)
                .model(Role.JUDGE, (prompt, call) -> Reply.text(MET))
                .workspace(folder)
                .tools(CodingTools.all())
                .permissions(permissions)
                .build()
                .run(Input.of("go").goal(goal));
    }
}
