package dev.mimo.tool.shell;

import static dev.mimo.tool.shell.TestContext.bash;
import static dev.mimo.tool.shell.TestContext.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.permission.Permission;
import dev.mimo.permission.PermissionGate;
import dev.mimo.permission.Permissions;
import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import dev.mimo.tool.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BashActionsIT {

    private final Tool tool = ShellTools.all().get(0);
    private Path top;
    private Workspace workspace;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        top = folder.toRealPath();
        Files.createDirectories(top.resolve("work/sub"));
        Files.createDirectories(top.resolve("memory/notes"));
        Files.createSymbolicLink(top.resolve("work/link"), top.resolve("memory"));
        workspace = Workspace.of(top.resolve("work"))
                .protect(List.of(
                        top.resolve("memory"),
                        top.resolve("work/.closed"),
                        home().resolve(".mimo-test-closed/memory")));
    }

    @Test
    void each_plain_command_is_an_action() {
        assertThat(tool.actions(bash("git  status && ls 'a b'"), workspace))
                .containsExactly(
                        Action.of("bash", "git status", Effect.INSPECT),
                        Action.of("bash", "ls 'a b'", Effect.INSPECT).withForms(List.of("ls a b")),
                        Action.file("bash", workspace.root().resolve("a b"), Effect.READ));
        assertThat(tool.actions(bash("make all"), workspace))
                .containsExactly(Action.of("bash", "make all", Effect.EXECUTE));
    }

    @Test
    void one_part_that_is_not_understood_makes_all_of_it_unclear() {
        assertThat(tool.actions(bash("ls && echo $x"), workspace))
                .startsWith(
                        Action.unclear("bash", "ls && echo $x", Effect.EXECUTE),
                        Action.unclear("bash", "ls", Effect.EXECUTE))
                .noneMatch(Action::understood);
    }

    @Test
    void words_that_do_more_are_to_be_named_by_the_rule() {
        assertThat(tool.actions(bash("ls; sudo ls"), workspace))
                .containsExactly(
                        Action.of("bash", "ls", Effect.INSPECT),
                        Action.of("bash", "sudo ls", Effect.EXECUTE)
                                .withForms(List.of("ls"))
                                .withNamed(List.of("sudo", "ls")));
    }

    @Test
    void code_that_comes_through_a_pipe_is_beyond_any_rule() {
        for (String line : List.of("echo ls | sh", "echo x | xargs rm", "echo 1 | python3", "echo x | bash x.sh")) {
            assertThat(tool.actions(bash(line), workspace).get(0).understood())
                    .as(line)
                    .isFalse();
        }
        assertThat(tool.actions(bash("ls | tee out.txt"), workspace)).allMatch(Action::understood);
    }

    @Test
    void a_program_of_elsewhere_is_to_be_named_by_the_rule() throws IOException {
        Files.createSymbolicLink(workspace.root().resolve("linked"), top.resolve("tool"));

        for (String program : List.of(top + "/tool", "../tool", "sub/../../tool", "./linked")) {
            assertThat(tool.actions(bash(program + " x"), workspace))
                    .first()
                    .extracting(Action::named)
                    .isEqualTo(List.of(program));
        }
        assertThat(tool.actions(bash("./sub/tool x; /usr/bin/tool y"), workspace))
                .allMatch(action -> action.named().isEmpty());
    }

    @Test
    void a_folder_outside_of_the_workspace_is_an_action_of_its_own() {
        assertThat(tool.actions(call("bash", "{\"command\":\"ls\",\"cwd\":\"..\"}"), workspace))
                .containsExactly(Action.of("bash", "ls", Effect.INSPECT), Action.file("bash", top, Effect.READ));
        assertThat(tool.actions(call("bash", "{\"command\":\"ls\",\"cwd\":\"sub\"}"), workspace))
                .hasSize(1);
    }

    @Test
    void rules_decide_on_every_part_and_see_through_quotes() {
        PermissionGate gate = new PermissionGate(
                Permissions.askBeforeChange()
                        .allow("bash", "git *")
                        .allow("bash", "ls *")
                        .deny("bash", "git push *"),
                workspace,
                null,
                path -> false);

        assertThat(gate.decide(tool.actions(bash("git status && ls"), workspace)))
                .isInstanceOf(Permission.Allow.class);
        assertThat(gate.decide(tool.actions(bash("git status; rm x"), workspace)))
                .isInstanceOf(Permission.Ask.class);
        assertThat(gate.decide(tool.actions(bash("git status > f"), workspace))).isInstanceOf(Permission.Ask.class);
        assertThat(gate.decide(tool.actions(bash("ls && git push"), workspace))).isInstanceOf(Permission.Deny.class);
        assertThat(gate.decide(tool.actions(bash("g\\it \"push\" -f"), workspace)))
                .isInstanceOf(Permission.Deny.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cat .closed/x",
                "cat .CLOSED/x",
                "cat ../MEMORY/a",
                "cat .Clo*/x",
                "cat ./.closed",
                "cat sub/../.closed/x",
                "cat '.closed/x'",
                "cat .cl\"os\"ed/x",
                "cat .cl\\osed",
                "echo x > .closed/x",
                "echo x >.closed/x",
                "dd of=.closed/x",
                "cat ../memory/a",
                "cat TOP/memory",
                "cat \"TOP/memory/x\"",
                "cat link/x",
                "ls link",
                "cd sub && cat ../.closed/x",
                "cd .. && rm -rf memory",
                "cd .. ; cd sub; cat ../memory/x",
                "cat ~/.mimo-test-closed/memory/a",
                "cat $HOME/.mimo-test-closed/memory/a",
                "cat ${HOME}/.mimo-test-closed/memory",
                "cat \"$HOME\"/.mimo-test-closed/memory",
                "cat $PWD/.closed/x",
                "rm -rf ../mem*",
                "rm ../m?mory/x",
                "cat ../[m]emory/x",
                "cat .clos*/x",
                "x=.closed; cat $x/y",
                "sh -c 'cat .closed/x'",
                "cat <.closed/x",
                "echo $(cat .closed/x)",
                "cat a:.closed/x",
                "tar -C .. -cf x memory",
                "ls\n.closed/x"
            })
    void a_command_that_names_a_protected_folder_is_denied_in_any_mode(String line) {
        List<Action> actions = tool.actions(bash(line.replace("TOP", top.toString())), workspace);

        assertThat(actions).anyMatch(action -> action.path() != null && workspace.isProtected(action.path()));
        assertThat(new PermissionGate(Permissions.bypass(), workspace, null, path -> false).decide(actions))
                .isInstanceOf(Permission.Deny.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ls",
                "ls .",
                "ls ..",
                "cat closed/x",
                "cat .closedness",
                "cat ../memory2",
                "ls ~",
                "ls *",
                "echo memory"
            })
    void other_commands_are_not_taken_for_it(String line) {
        assertThat(tool.actions(bash(line), workspace)).noneMatch(action -> action.effect() == Effect.EDIT);
    }

    @Test
    void running_inside_of_a_protected_folder_is_denied() {
        assertThat(tool.actions(call("bash", "{\"command\":\"ls\",\"cwd\":\"link/notes\"}"), workspace))
                .contains(Action.file("bash", top.resolve("memory"), Effect.EDIT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"command\":\"\"}",
                "{\"command\":\" \"}",
                "{\"command\":1}",
                "{\"command\":\"a\\u0000b\"}",
                "{\"command\":\"a\",\"timeout_ms\":0}",
                "{\"command\":\"a\",\"timeout_ms\":600001}",
                "{\"command\":\"a\",\"timeout_ms\":-1}",
                "{\"command\":\"a\",\"timeout_ms\":1.5}",
                "{\"command\":\"a\",\"timeout_ms\":99999999999}",
                "{\"command\":\"a\",\"timeout_ms\":\"5\"}",
                "{\"command\":\"a\",\"background\":\"yes\"}",
                "{\"command\":\"a\",\"cwd\":7}",
                "{\"command\":\"a\",\"cwd\":\"\"}",
                "{\"command\":\"a\",\"cwd\":\"none\"}",
                "{\"command\":\"a\",\"other\":1}"
            })
    void calls_that_make_no_sense_are_refused(String arguments) {
        assertThatThrownBy(() -> tool.actions(call("bash", arguments), workspace))
                .isInstanceOf(InvalidCall.class);
    }

    private static Path home() {
        return Path.of(System.getProperty("user.home"));
    }
}
