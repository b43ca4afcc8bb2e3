package dev.mimo.examples;

import dev.mimo.agent.Agent;
import dev.mimo.permission.Permissions;
import dev.mimo.providers.Models;
import dev.mimo.tool.Workspace;
import dev.mimo.tool.shell.CommandRunner;
import dev.mimo.tool.shell.ShellTools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs the agent's commands in containers: each in a new one, without network, that sees the workspace and nothing else of
 * this machine. Safe for use by several threads.
 */
public final class ContainerCommands implements CommandRunner {

    private static final String INSIDE = "/work";

    /** Mean nothing in the container. */
    private static final Set<String> OURS = Set.of("PATH", "HOME", "TMPDIR", "USER", "LOGNAME", "SHELL", "JAVA_HOME");

    private final CommandRunner host;
    private final Path workspace;
    private final String image;

    public ContainerCommands(Path workspace, String image) {
        this(CommandRunner.onThisMachine(), Workspace.of(workspace), image);
    }

    ContainerCommands(CommandRunner host, Workspace workspace, String image) {
        this.host = host;
        this.workspace = workspace.root();
        this.image = image;
    }

    @Override
    public Running start(String line, Path folder, Map<String, String> environment) throws IOException {
        String name = "mimo-" + UUID.randomUUID();
        String docker = quoted(words(name, line, folder, environment.keySet()));
        return new InContainer(host.start(docker, workspace, environment), name, environment);
    }

    /** What is run on this machine. */
    List<String> words(String name, String line, Path folder, Set<String> variables) throws IOException {
        if (!folder.startsWith(workspace)) {
            throw new IOException("the container does not see " + folder);
        }
        List<String> words = new ArrayList<>(List.of("docker", "run", "--rm", "-i", "--name", name));
        words.addAll(List.of("--network", "none", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"));
        words.addAll(List.of("--pids-limit", "512", "--mount", "type=bind,source=" + workspace + ",target=" + INSIDE));
        Path inside = Path.of(INSIDE).resolve(workspace.relativize(folder)).normalize();
        words.addAll(List.of("--workdir", inside.toString()));
        // Only names: the values come with the environment, so that no list of processes shows them.
        variables.stream().filter(variable -> !OURS.contains(variable)).sorted().forEach(variable -> {
            words.add("--env");
            words.add(variable);
        });
        words.addAll(List.of(image, "bash", "-c", line));
        return words;
    }

    private static String quoted(List<String> words) {
        return "exec "
                + String.join(
                        " ",
                        words.stream()
                                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                                .toList());
    }

    private final class InContainer implements Running {

        private final Running client;
        private final String name;
        private final Map<String, String> environment;

        InContainer(Running client, String name, Map<String, String> environment) {
            this.client = client;
            this.name = name;
            this.environment = environment;
        }

        @Override
        public InputStream output() {
            return client.output();
        }

        @Override
        public @Nullable Integer await(Duration atMost) throws InterruptedException {
            return client.await(atMost);
        }

        /** The container first: it outlives its client. */
        @Override
        public boolean kill() {
            boolean interrupted = Thread.interrupted();
            try {
                Running killing = host.start(quoted(List.of("docker", "kill", name)), workspace, environment);
                killing.await(Duration.ofSeconds(3));
                killing.kill();
                killing.output().close();
            } catch (IOException e) {
                throw new IllegalStateException("the container " + name + " could not be killed", e);
            } catch (InterruptedException e) {
                interrupted = true;
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
            return client.kill();
        }
    }

    public static void main(String[] args) {
        Path workspace = Path.of("").toAbsolutePath();
        Agent agent = Agent.builder()
                .model(Models.fromEnvironment())
                .workspace(workspace)
                .tools(ShellTools.on(new ContainerCommands(workspace, "debian:stable-slim"))
                        .tools())
                // What happens in there stays in there, but for the files of the workspace.
                .permissions(Permissions.askBeforeChange().allow("bash", "*"))
                .build();
        System.out.println(agent.run("Count the lines of code in this folder, by language.")
                .text());
    }
}
