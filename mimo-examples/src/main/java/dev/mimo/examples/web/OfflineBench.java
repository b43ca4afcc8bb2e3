package dev.mimo.examples.web;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentBuilder;
import dev.mimo.environment.Environment;
import dev.mimo.examples.demo.DemoProject;
import dev.mimo.examples.demo.OfflineModel;
import dev.mimo.permission.Permissions;
import dev.mimo.session.SessionId;
import dev.mimo.tool.coding.CodingTools;
import dev.mimo.tool.shell.ShellTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/**
 * To try the page without a model: each session gets a copy of the demo's broken project, and an agent whose model knows how to
 * repair that and nothing else. It may run the tests; each change is asked for. Safe for use by several threads.
 */
public final class OfflineBench implements Function<SessionId, AgentBuilder> {

    private static final Duration PACE = Duration.ofMillis(25);

    private final Path projects;
    private final Environment environment;

    /** Keeps the projects below a folder, so that sessions go on with theirs after a restart. */
    public OfflineBench(Path projects, Environment environment) {
        this.projects = projects;
        this.environment = environment;
    }

    // tag::agent[]
    @Override
    public AgentBuilder apply(SessionId session) {
        return Agent.builder()
                .name("offline")
                .model(new OfflineModel(environment, PACE))
                .instructions("You repair a small Java project. Its tests are run with ./test.sh.")
                .workspace(project(session))
                .tools(CodingTools.files())
                .tools(ShellTools.all())
                .permissions(Permissions.askBeforeChange().allow("bash", "./test.sh"));
    }
    // end::agent[]

    private Path project(SessionId session) {
        Path folder = projects.resolve(session.folderName());
        try {
            return Files.exists(folder) ? folder : DemoProject.copyTo(folder).folder();
        } catch (IOException e) {
            throw new UncheckedIOException("the project of session " + session + " cannot be made", e);
        }
    }
}
