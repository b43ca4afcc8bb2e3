package dev.mimo.examples.demo;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentListener;
import dev.mimo.agent.Input;
import dev.mimo.agent.Limits;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.Session;
import dev.mimo.agent.Turn;
import dev.mimo.environment.Cancellation;
import dev.mimo.examples.terminal.Style;
import dev.mimo.examples.terminal.Terminal;
import dev.mimo.examples.terminal.TerminalView;
import dev.mimo.model.Model;
import dev.mimo.permission.Approver;
import dev.mimo.permission.Permissions;
import dev.mimo.tool.coding.CodingTools;
import dev.mimo.tool.shell.ShellTools;
import java.io.IOException;
import java.time.Duration;

/**
 * The main job from beginning to end: a project whose tests fail is given to an agent, and afterwards they pass. Both is
 * found out by running them, not by asking the agent.
 */
public final class Demo {

    private static final String INSTRUCTIONS = """
            You repair a small Java project. Find out what is wrong by running its tests with ./test.sh, read the code that
            they are about, change as little as possible, and run them again. Never change the tests. Only ./test.sh can be
            run; use the file tools for everything else. You are done when all tests pass; then say in two or three
            sentences what was wrong.""";

    private static final String TASK = "The tests of this project fail. Find out why and repair it.";

    private final Model model;
    private final Terminal terminal;
    private final Cancellation cancellation;

    public Demo(Model model, Terminal terminal, Cancellation cancellation) {
        this.model = model;
        this.terminal = terminal;
        this.cancellation = cancellation;
    }

    /**
     * Runs it.
     *
     * @param keep leaves the project's folder behind
     * @return whether tests that failed before pass after
     */
    public boolean run(boolean keep) throws IOException, InterruptedException {
        DemoProject project = DemoProject.copy();
        try {
            return repair(project);
        } finally {
            if (keep) {
                terminal.line(Style.DIM, "kept: " + project.folder());
            } else {
                project.delete();
            }
        }
    }

    private boolean repair(DemoProject project) throws IOException, InterruptedException {
        title("The tests, before");
        TestRun before = project.test(cancellation);
        show(before);
        if (!before.isReadable() || before.passed()) {
            return fails("the tests had to fail before, and did not");
        }
        title("The agent");
        Outcome outcome = runAgent(project);
        if (outcome instanceof Outcome.Cancelled) {
            return fails("cancelled");
        }
        title("What it changed");
        terminal.diff(project.diff());
        title("The tests, after, on a fresh copy with its sources");
        TestRun after = project.testSourcesAlone(cancellation);
        show(after);
        terminal.line();
        if (!outcome.isDone()) {
            return fails("the agent ended with " + outcome.type());
        }
        if (!after.passed()) {
            return fails("the tests still fail");
        }
        String steps = outcome.steps() + (outcome.steps() == 1 ? " step" : " steps");
        terminal.out().println("demo: tests failed before, pass after; " + steps);
        return true;
    }

    private Outcome runAgent(DemoProject project) throws InterruptedException {
        Agent agent = Agent.builder()
                .name("demo")
                .model(model)
                .instructions(INSTRUCTIONS)
                .workspace(project.folder())
                .tools(CodingTools.files())
                .tools(ShellTools.all())
                .permissions(Permissions.allowInWorkspace()
                        .allow("bash", TestRun.COMMAND)
                        .deny("edit", "test/*")
                        .deny("edit", "test.sh"))
                .approver(Approver.denying())
                .limits(Limits.defaults().steps(50).wallClock(Duration.ofMinutes(15)))
                .listener(listener())
                .build();
        try (Session session = agent.session()) {
            Turn turn = session.start(Input.of(TASK));
            Cancellation.Registration stop = cancellation.onCancel(() -> turn.cancel("interrupted"));
            try {
                return turn.await();
            } finally {
                stop.close();
            }
        }
    }

    private AgentListener listener() {
        String offline = model instanceof OfflineModel ? " (offline model: no network, knows this project only)" : "";
        terminal.line(Style.DIM, "model: " + model.facts().ref() + offline);
        terminal.line(Style.DIM, "task:  " + TASK);
        return new TerminalView(terminal);
    }

    private void show(TestRun run) {
        for (TestRun.Failure failure : run.failures().values()) {
            terminal.line(
                    Style.RED,
                    "✘ " + failure.test() + ": expected " + failure.expected() + " but was " + failure.actual());
        }
        if (!run.isReadable()) {
            terminal.line(Style.RED, "✘ the tests did not run to their end");
        } else {
            int failed = run.failures().size();
            Style style = failed == 0 ? Style.GREEN : Style.RED;
            terminal.line(style, run.count() + " tests, " + (failed == 0 ? "all passed" : failed + " failed"));
        }
    }

    private void title(String text) {
        terminal.line();
        terminal.line(
                Style.BOLD,
                "── " + text + " " + "─".repeat(Math.max(2, Math.min(80, terminal.width()) - text.length() - 4)));
    }

    private boolean fails(String why) {
        terminal.line(Style.RED, "demo: failed: " + why);
        return false;
    }
}
