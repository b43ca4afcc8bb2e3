package dev.mimo.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.agent.Agent;
import dev.mimo.environment.Environment;
import dev.mimo.environment.Event;
import dev.mimo.environment.MimoException;
import dev.mimo.examples.coder.Coder;
import dev.mimo.examples.coder.Project;
import dev.mimo.examples.coder.Settings;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.coder.Workflows;
import dev.mimo.examples.terminal.Printable;
import dev.mimo.examples.terminal.Style;
import dev.mimo.memory.MimoMemory;
import dev.mimo.model.Cost;
import dev.mimo.model.Json;
import dev.mimo.permission.Permission;
import dev.mimo.permission.Permissions;
import dev.mimo.tool.Workspace;
import dev.mimo.workflow.AgentLauncher;
import dev.mimo.workflow.RunOptions;
import dev.mimo.workflow.WorkflowEngine;
import dev.mimo.workflow.WorkflowFiles;
import dev.mimo.workflow.WorkflowResult;
import dev.mimo.workflow.WorkflowRun;
import dev.mimo.workflow.journal.JournalRecord.Status;
import dev.mimo.workflow.journal.RunId;
import dev.mimo.workflow.tree.RunTree;
import dev.mimo.workflow.tree.RunWatch;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One pass of a workflow with coding agents, from its settings to the exit code. */
final class WorkflowWork {

    /** How often a run is looked at while it is waited for. */
    private static final int LOOK_MILLIS = 200;

    private final Surroundings around;
    private final Settings settings;
    private final WorkflowRuns runs;
    private final boolean ownProcess;
    private final boolean json;

    /** {@code ownProcess}: whether scripts run in one of their own. */
    WorkflowWork(Surroundings around, Settings settings, boolean ownProcess, boolean json) {
        this.around = around;
        this.settings = settings;
        this.runs = WorkflowRuns.in(around.home());
        this.ownProcess = ownProcess;
        this.json = json;
    }

    /** Starts a run, or takes one up. */
    @FunctionalInterface
    interface Begin {
        WorkflowRun begin(WorkflowEngine engine, RunOptions options) throws IOException;
    }

    /**
     * Runs it and waits for its end, or cancels it when the person wants that.
     *
     * @return the exit code
     */
    int run(RunId id, ExtensionOptions extensions, Begin begin) throws IOException, InterruptedException {
        Project project = Project.of(settings, around.home());
        extensions.decide(project);
        Coder coder = new Coder(around, settings, project.load());
        try (MimoMemory memory = Coder.memory(around.home());
                WorkflowEngine engine = Workflows.engine(around, settings, ownProcess)) {
            Agent agent = coder.agent(Coder.Manner.ALONE, memory, Coder.undo(around.home()))
                    .build();
            if (project.isUndecided()) {
                say("not trusted, so left out: " + Printable.text(project.acting()) + "; --trust lets them act");
            }
            RunView view = view(id);
            RunOptions options = RunOptions.none()
                    .withId(id)
                    .withLauncher(AgentLauncher.of(agent.subagents()))
                    .withFiles(files(coder.permissions()))
                    .withEvents(view)
                    .under(around.interrupt());
            runs.forgetRequest(id);
            say("run " + id + " · model " + coder.model().facts().ref() + " · workspace " + settings.workspace());
            WorkflowResult result = follow(begin.begin(engine, options), view);
            view.end(result);
            return ended(result);
        }
    }

    /** Scripts may read and write what an agent may; nobody is there to be asked. */
    private WorkflowFiles files(Permissions permissions) {
        Workspace workspace = Workspace.of(settings.workspace()).protect(List.of(around.home()));
        return WorkflowFiles.of(workspace, action -> {
            Permission answer = permissions.decide(action, workspace, Set.of());
            if (!(answer instanceof Permission.Allow)) {
                throw new MimoException("not allowed here: " + answer.reason());
            }
        });
    }

    private RunView view(RunId id) {
        if (json) {
            return new EventLines(around);
        }
        Watched tree = new Watched(runs, id);
        return around.terminal().colours()
                ? new LiveTree(around.terminal(), tree, Environment.standard().clock())
                : new RunLines(around.terminal(), tree);
    }

    private WorkflowResult follow(WorkflowRun run, RunView view) throws IOException, InterruptedException {
        CompletableFuture<WorkflowResult> end = run.toCompletionStage().toCompletableFuture();
        while (true) {
            try {
                return end.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                view.look();
                String wish = runs.findRequest(run.id());
                if (wish != null) {
                    run.cancel(wish);
                    runs.forgetRequest(run.id());
                }
            } catch (ExecutionException e) {
                throw new MimoException("the run ended without a result", e);
            }
        }
    }

    private int ended(WorkflowResult result) {
        JsonNode value = result.value();
        if (json) {
            around.terminal().out().println(Json.write(json(result)));
        } else if (value != null) {
            around.terminal().line();
            around.terminal()
                    .out()
                    .println(Printable.text(value.isTextual() ? value.textValue() : value.toPrettyString()));
        } else if (!result.isCompleted()) {
            say("go on with: mimo workflow resume " + result.run());
        }
        around.terminal().out().flush();
        return result.isCompleted()
                ? ExitCode.DONE
                : result.status() == Status.CANCELLED ? ExitCode.CANCELLED : ExitCode.FAILED;
    }

    private static ObjectNode json(WorkflowResult result) {
        ObjectNode json = Json.object()
                .put("type", "workflow_result")
                .put("run", result.run().value())
                .put("status", result.status().name().toLowerCase(Locale.ROOT))
                .put("agents", result.agents())
                .put("launched", result.launched())
                .put("tokens", result.spent().usage().total());
        Cost cost = result.spent().cost();
        json.put("cost_usd", cost == null ? null : cost.usd());
        json.set("result", result.value());
        return json.put("fault", result.fault() == null ? null : result.fault().toString());
    }

    /** To the person; standard output is for events only when they are asked for. */
    private void say(String text) {
        if (json) {
            around.err().println(text);
        } else {
            around.terminal().line(Style.DIM, text);
        }
    }

    /** Events as JSON, a line each. */
    private record EventLines(Surroundings around) implements RunView {

        @Override
        public void emit(Event event) {
            ObjectNode line = Json.object().put("type", event.type());
            line.setAll(event.toJson());
            around.terminal().out().println(Json.write(line));
            around.terminal().out().flush();
        }

        @Override
        public void end(WorkflowResult result) {}
    }

    /** The tree of a run as it stands; its journal is there only once it has begun. */
    private static final class Watched implements Supplier<RunTree> {

        private final WorkflowRuns runs;
        private final RunId id;
        private @Nullable RunWatch watch;

        Watched(WorkflowRuns runs, RunId id) {
            this.runs = runs;
            this.id = id;
        }

        @Override
        public synchronized RunTree get() {
            RunWatch watched = watch == null ? new RunWatch(id, runs.records(id)) : watch;
            watch = watched;
            return watched.tree();
        }
    }
}
