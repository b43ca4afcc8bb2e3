package dev.mimo.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.tool.Workspace;
import dev.mimo.tool.shell.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a program in place of docker that writes down what it is told. */
@Timeout(60)
class ContainerCommandsIT {

    @TempDir
    private Path folder;

    private Path work;
    private ContainerCommands commands;
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void open() throws IOException {
        work = Files.createDirectories(folder.toRealPath().resolve("it's here"));
        Files.createDirectory(work.resolve("sub"));
        Path program = Files.createDirectory(folder.resolve("bin")).resolve("docker");
        Files.writeString(
                program,
                "#!/bin/sh\nprintf '%s\\n' \"$@\" >> " + folder.resolve("told")
                        + "\n[ \"$1\" = kill ] || [ \"$FAST\" ] || exec tail -f /dev/null\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        environment = Map.of("PATH", program.getParent() + ":/usr/bin:/bin", "FAST", "1", "TERM", "dumb");
        commands = new ContainerCommands(CommandRunner.onThisMachine(), Workspace.of(work), "image");
    }

    @Test
    void a_line_reaches_the_container_to_the_letter() throws Exception {
        String line = "echo \"it's\" $x `y` > 'z'";

        CommandRunner.Running running = commands.start(line, work.resolve("sub"), environment);
        assertThat(running.await(Duration.ofSeconds(30))).isZero();
        running.output().close();

        List<String> told = Files.readAllLines(folder.resolve("told"));
        String name = told.get(told.indexOf("--name") + 1);
        assertThat(told)
                .isEqualTo(commands.words(name, line, work.resolve("sub"), environment.keySet())
                        .subList(1, told.size() + 1));
    }

    @Test
    void the_container_has_no_network_and_sees_the_workspace_alone() throws IOException {
        assertThat(commands.words("name", "ls", work.resolve("sub"), Set.of("PATH", "TERM", "HOME", "LANG")))
                .containsExactly(
                        "docker",
                        "run",
                        "--rm",
                        "-i",
                        "--name",
                        "name",
                        "--network",
                        "none",
                        "--cap-drop",
                        "ALL",
                        "--security-opt",
                        "no-new-privileges",
                        "--pids-limit",
                        "512",
                        "--mount",
                        "type=bind,source=" + work + ",target=/work",
                        "--workdir",
                        "/work/sub",
                        "--env",
                        "LANG",
                        "--env",
                        "TERM",
                        "image",
                        "bash",
                        "-c",
                        "ls");
    }

    @Test
    void a_folder_outside_of_the_workspace_is_refused() {
        assertThatThrownBy(() -> commands.start("ls", folder, environment)).isInstanceOf(IOException.class);
    }

    @Test
    void to_kill_a_command_is_to_kill_its_container() throws Exception {
        CommandRunner.Running running = commands.start("x", work, Map.of("PATH", environment.get("PATH")));

        assertThat(running.kill()).isTrue();
        running.output().close();

        List<String> told = Files.readAllLines(folder.resolve("told"));
        assertThat(told)
                .containsSubsequence(
                        "kill", "mimo-" + told.get(told.indexOf("kill") + 1).substring(5));
        assertThat(running.await(Duration.ofSeconds(30))).isNotNull();
    }
}
