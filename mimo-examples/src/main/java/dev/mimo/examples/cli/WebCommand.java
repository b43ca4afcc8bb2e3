package dev.mimo.examples.cli;

import dev.mimo.agent.AgentBuilder;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Environment;
import dev.mimo.examples.coder.Coder;
import dev.mimo.examples.coder.Project;
import dev.mimo.examples.coder.Settings;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.examples.web.Desk;
import dev.mimo.examples.web.OfflineBench;
import dev.mimo.examples.web.WebServer;
import dev.mimo.session.FileSessionStore;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mimo web}: work together in the browser. */
@Command(
        name = "web",
        description = "Serve a page on this machine on which to work with agents in the current folder.",
        footer = {
            "",
            "The link that is printed holds a token: whoever has it can use the page, nobody else. Calls that need a yes are",
            "asked for on the page and wait as long as it takes, also over a restart. Ctrl-C ends the server."
        })
final class WebCommand implements Callable<Integer> {

    private static final int LARGEST_PORT = 65_535;

    private final Surroundings around;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "Where to listen, on 127.0.0.1; 0 takes any port that is free (default: ${DEFAULT-VALUE}).")
    int port;

    @Option(
            names = "--offline",
            description =
                    "Without a model: each session has a small broken project, and a scripted agent to repair it.")
    boolean offline;

    @Mixin
    AgentOptions agent = new AgentOptions();

    WebCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (port < 0 || port > LARGEST_PORT) {
            throw new UsageError("--port must be in [0, " + LARGEST_PORT + "]: " + port + ".");
        }
        Path home = around.home().resolve(offline ? "web-offline" : "web");
        // tag::serve[]
        try (Environment environment = Environment.builder().build();
                SessionStore store = FileSessionStore.at(home.resolve("sessions"));
                WebServer server = WebServer.open(Desk.open(agents(home, environment), store, environment), port)) {
            print(server.page());
            awaitInterrupt();
        }
        // end::serve[]
        return ExitCode.DONE;
    }

    private Function<SessionId, AgentBuilder> agents(Path home, Environment environment) throws IOException {
        return offline ? new OfflineBench(home.resolve("projects"), environment) : coders();
    }

    private void print(URI page) {
        around.terminal().out().println("mimo: " + page);
        around.terminal().out().flush();
    }

    private Function<SessionId, AgentBuilder> coders() throws IOException {
        Settings settings = agent.settings();
        Project project = Project.of(settings, around.home());
        agent.extensions.decide(project);
        Coder coder = new Coder(around, settings, project.load());
        return session -> coder.agent(Coder.Manner.TOGETHER);
    }

    private void awaitInterrupt() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        Cancellation.Registration registration = around.interrupt().onCancel(interrupted::countDown);
        try {
            interrupted.await();
        } finally {
            registration.close();
        }
    }
}
