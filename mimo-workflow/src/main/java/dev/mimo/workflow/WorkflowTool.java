package dev.mimo.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mimo.environment.Cancellation;
import dev.mimo.model.Json;
import dev.mimo.tool.Action;
import dev.mimo.tool.BackgroundWork;
import dev.mimo.tool.Doc;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import dev.mimo.workflow.journal.JournalRecord;
import dev.mimo.workflow.journal.Recorded;
import dev.mimo.workflow.journal.RunId;
import dev.mimo.workflow.journal.RunInfo;
import dev.mimo.workflow.journal.RunRecords;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The tool {@code workflow}: an agent writes a script that runs agents, and gets what it returns. */
final class WorkflowTool {

    static final String NAME = "workflow";

    private static final int MOST_LISTED = 20;

    private static final String DESCRIPTION = """
            Runs a JavaScript program that orchestrates sub-agents: for work that has many parts, loops or stages, where nothing may \
            be forgotten. The script begins with
            export const meta = { name: 'review', description: 'what it does', phases: [{ title: 'Find' }] };
            and goes on as the body of an async function: top-level await and return.
            agent(prompt, {label, phase, schema, model, effort, agentType, tools, isolation: 'worktree', timeoutMs, retry}) gives \
            the final text of a sub-agent, the validated object where schema (JSON Schema) is given, or null when it failed. It sees \
            only its prompt.
            parallel([() => agent(...), ...]) runs all and gives an array, null where one failed. pipeline(items, ...stages) takes each \
            item through (previous, item, index) => ... without waiting for the others; null ends an item. dag([{id, dependsOn}], \
            (node, dependencies) => ...). workflow(name, args) runs another one. phase(title), log(message), budget.remaining(), args, \
            readFile, writeFile, exists, glob, setTimeout.
            There is no clock, no require, no fetch: the same script with the same answers does the same. Check for null. A run that \
            was cut off or failed goes on with operation resume; finished calls are not repeated, also after the script was mended.""";

    private final WorkflowEngine engine;

    private WorkflowTool(WorkflowEngine engine) {
        this.engine = engine;
    }

    static Tool of(WorkflowEngine engine) {
        WorkflowTool tool = new WorkflowTool(engine);
        return Tool.of(NAME, DESCRIPTION, Arguments.class, tool::call)
                .effect(Effect.STATE)
                .actions((arguments, workspace) -> List.of(Action.of(NAME, tool.subject(arguments), Effect.STATE)));
    }

    /** What can be asked; in lower case, as models write it. */
    enum Operation {
        run,
        status,
        wait,
        cancel,
        resume,
        list
    }

    record Arguments(
            Operation operation,

            @Doc("run: the whole script; resume: the mended one, when it was edited") @Nullable
            String script,

            @Doc("run: the name of a saved workflow, in place of a script") @Nullable
            String name,

            @Doc("run: what the script finds as args") @Nullable
            JsonNode args,

            @Doc("status, wait, cancel, resume: the id of the run") @Nullable
            String run,

            @Doc("run, resume: return the id at once and let it go on") @Nullable
            Boolean background) {}

    private String subject(Arguments arguments) {
        if (arguments.operation() != Operation.run) {
            return arguments.operation().name();
        }
        return arguments.name() != null ? "run " + arguments.name() : "run a script";
    }

    private JsonNode call(Arguments arguments, ToolContext context) throws InterruptedException {
        return switch (arguments.operation()) {
            case run -> follow(engine.start(script(arguments), arguments.args(), options(context)), arguments, context);
            case resume -> follow(engine.resume(run(arguments), how(arguments), options(context)), arguments, context);
            case status -> status(run(arguments));
            case wait -> await(run(arguments), context);
            case cancel -> cancel(run(arguments));
            case list -> list();
        };
    }

    private WorkflowScript script(Arguments arguments) {
        if ((arguments.script() == null) == (arguments.name() == null)) {
            throw new InvalidCall("operation run takes either script or name");
        }
        return arguments.script() != null
                ? WorkflowScript.of(arguments.script())
                : engine.find(TextNode.valueOf(arguments.name()));
    }

    private static Resumption how(Arguments arguments) {
        return arguments.script() == null
                ? Resumption.usual()
                : Resumption.usual().withScript(WorkflowScript.of(arguments.script()));
    }

    private static RunId run(Arguments arguments) {
        if (arguments.run() == null) {
            throw new InvalidCall("operation " + arguments.operation() + " wants run, the id of a run");
        }
        try {
            return RunId.of(arguments.run());
        } catch (IllegalArgumentException e) {
            throw new InvalidCall(String.valueOf(e.getMessage()));
        }
    }

    private static RunOptions options(ToolContext context) {
        return RunOptions.none()
                .withLauncher(AgentLauncher.of(context.subagents()))
                .withFiles(WorkflowFiles.of(context.workspace(), context::require))
                .withWorkspace(context.workspace().root())
                .withEvents(context.events())
                .under(context.cancellation());
    }

    private JsonNode follow(WorkflowRun run, Arguments arguments, ToolContext context) throws InterruptedException {
        if (Boolean.TRUE.equals(arguments.background())) {
            BackgroundWork.of(context.resources()).add(new Work(run));
            return Json.object().put("run", run.id().value()).put("status", "running");
        }
        return told(awaitEnd(run, context.cancellation()));
    }

    /** A run that is cancelled ends soon, and only then has the call ended. */
    private static WorkflowResult awaitEnd(WorkflowRun run, Cancellation cancellation) throws InterruptedException {
        try {
            return run.await();
        } catch (InterruptedException e) {
            run.cancel(cancellation.isCancelled() ? String.valueOf(cancellation.reason()) : "interrupted");
            run.await();
            throw e;
        }
    }

    private static ObjectNode told(WorkflowResult result) {
        ObjectNode told = Json.object()
                .put("run", result.run().value())
                .put("status", result.status().name().toLowerCase(Locale.ROOT));
        if (result.fault() != null) {
            told.put("error", result.fault().toString());
            told.put("hint", "mend the script and resume the run with it: finished calls are not repeated");
        } else {
            told.set("result", result.value());
        }
        return told.put("agents", result.agents())
                .put("done_now", result.launched())
                .put("tokens", result.spent().usage().total());
    }

    private JsonNode await(RunId id, ToolContext context) throws InterruptedException {
        WorkflowRun run = engine.find(id);
        return run == null ? status(id) : told(awaitEnd(run, context.cancellation()));
    }

    private JsonNode cancel(RunId id) throws InterruptedException {
        WorkflowRun run = engine.find(id);
        if (run == null) {
            return status(id);
        }
        run.cancel("cancelled by the agent");
        return told(run.await());
    }

    private JsonNode status(RunId id) {
        RunRecords records = engine.journal().find(id);
        if (records == null) {
            throw new InvalidCall("there is no run " + id + "; operation list names them");
        }
        long started = 0;
        long ended = 0;
        String phase = null;
        JournalRecord.Terminal terminal = null;
        for (Recorded recorded : (Iterable<Recorded>) records.stream(0)::iterator) {
            started += recorded.record() instanceof JournalRecord.CallStarted ? 1 : 0;
            ended += recorded.record() instanceof JournalRecord.CallSettled ? 1 : 0;
            phase = recorded.record() instanceof JournalRecord.Phase titled ? titled.title() : phase;
            terminal = recorded.record() instanceof JournalRecord.Terminal end ? end : null;
        }
        ObjectNode status = Json.object()
                .put("run", id.value())
                .put("name", records.header().name())
                .put("status", status(id, terminal))
                .put("started", started)
                .put("ended", ended)
                .put("phase", phase);
        if (terminal != null) {
            status.put("error", terminal.error());
            status.set("result", terminal.value());
        }
        return status;
    }

    private String status(RunId id, JournalRecord.@Nullable Terminal end) {
        if (engine.find(id) != null) {
            return "running";
        }
        return end == null ? "cut off" : end.status().name().toLowerCase(Locale.ROOT);
    }

    private JsonNode list() {
        ArrayNode runs = Json.array();
        for (RunInfo info : engine.journal().list()) {
            if (runs.size() == MOST_LISTED) {
                break;
            }
            String status = info.ended() == null
                    ? engine.find(info.id()) == null ? "cut off" : "running"
                    : info.ended().name().toLowerCase(Locale.ROOT);
            runs.addObject()
                    .put("run", info.id().value())
                    .put("name", info.name())
                    .put("status", status)
                    .put("begun", info.begun().toString());
        }
        return runs;
    }

    /** A run that goes on behind the call which started it; the turn waits for it. */
    private record Work(WorkflowRun run) implements BackgroundWork.Work {

        @Override
        public String line() {
            return "workflow " + run.id() + " (" + run.meta().name() + ") "
                    + (isRunning() ? "is at work" : "has ended");
        }

        @Override
        public boolean isRunning() {
            return !run.isDone();
        }

        @Override
        public boolean isAwaited() {
            return true;
        }

        @Override
        public void await(Cancellation cancellation) throws InterruptedException {
            CountDownLatch over = new CountDownLatch(1);
            run.toCompletionStage().whenComplete((result, error) -> over.countDown());
            Cancellation.Registration signal = cancellation.onCancel(over::countDown);
            try {
                over.await();
            } finally {
                signal.close();
            }
        }
    }
}
