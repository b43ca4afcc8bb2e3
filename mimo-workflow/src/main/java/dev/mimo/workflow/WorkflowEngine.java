package dev.mimo.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Environment;
import dev.mimo.environment.EventSink;
import dev.mimo.environment.MimoException;
import dev.mimo.tool.Tool;
import dev.mimo.workflow.journal.InMemoryJournal;
import dev.mimo.workflow.journal.Journal;
import dev.mimo.workflow.journal.JournalRecord;
import dev.mimo.workflow.journal.RunId;
import dev.mimo.workflow.journal.RunLog;
import dev.mimo.workflow.script.GuestLimits;
import dev.mimo.workflow.script.ScriptFault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs workflows: JavaScript that orchestrates agents, in a sandbox, with a journal from which a run that was cut off goes on.
 * Safe for use by several threads; runs are independent of each other.
 *
 * <pre>{@code
 * try (WorkflowEngine engine = WorkflowEngine.builder()
 *         .launcher((call, scope) -> CallResult.ok("answer to " + call.prompt()))
 *         .build()) {
 *     WorkflowResult result = engine.run("""
 *             export const meta = { name: 'twice', description: 'asks twice' };
 *             return parallel(['one', 'two'].map(text => () => agent(text)));
 *             """);
 * }
 * }</pre>
 */
public final class WorkflowEngine implements AutoCloseable {

    private static final String DIALECT = "mimo-1";
    private static final String ENGINE = "GraalJS 25.0.5";

    private final Journal journal;
    private final @Nullable AgentLauncher launcher;
    private final Caps caps;
    private final Path workspace;
    private final @Nullable Path worktrees;
    private final ScriptSource scripts;
    private final Map<String, String> models;
    private final Environment environment;
    private final EventSink events;
    private final Predicate<WorkflowScript> ownProcess;
    private final Map<RunId, WorkflowRun> running = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private WorkflowEngine(Builder builder) {
        journal = builder.journal;
        launcher = builder.launcher;
        caps = builder.caps;
        workspace = builder.workspace.toAbsolutePath().normalize();
        worktrees = builder.worktrees;
        scripts = builder.scripts;
        models = Map.copyOf(builder.models);
        environment = builder.environment;
        events = builder.events;
        ownProcess = builder.ownProcess;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Runs a script and waits for its end. */
    public WorkflowResult run(String source) throws InterruptedException {
        return start(WorkflowScript.of(source), null, RunOptions.none()).await();
    }

    /** Starts a script, and returns at once. */
    public WorkflowRun start(WorkflowScript script, @Nullable JsonNode args) {
        return start(script, args, RunOptions.none());
    }

    /**
     * Starts a script, and returns at once.
     *
     * @param args what it finds as {@code args}; null for nothing. Not to be changed afterwards
     * @throws WorkflowException when it is no JavaScript, with the line
     * @throws dev.mimo.workflow.journal.JournalException when the run cannot be recorded
     */
    public WorkflowRun start(WorkflowScript script, @Nullable JsonNode args, RunOptions options) {
        check(script);
        RunId id = options.id() == null ? newId() : options.id();
        RunTerms terms = new RunTerms(
                id,
                script,
                args,
                Nesting.seed(id.value()),
                options.caps() == null ? caps : options.caps(),
                options.workspace() == null
                        ? workspace
                        : options.workspace().toAbsolutePath().normalize(),
                worktrees,
                models,
                launcher(options),
                options.scripts() == null ? scripts : options.scripts(),
                files(options, options.workspace() == null ? workspace : options.workspace()),
                environment,
                both(options.events()),
                options.cancellation() == null ? Cancellation.never() : options.cancellation(),
                Resumption.usual());
        RunLog log = journal.begin(id, header(terms));
        return begin(terms, Past.none(), log);
    }

    /** Takes up a run that was cut off, cancelled or failed, or replays one that completed. */
    public WorkflowRun resume(RunId id) {
        return resume(id, Resumption.usual(), RunOptions.none());
    }

    /**
     * Takes up a run: what it has done is answered from its journal, in the same order, and only the rest is done. It keeps its
     * arguments, workspace, models and caps, and what is left of them.
     *
     * @throws dev.mimo.workflow.journal.RunBusy when it runs, here or in another process
     * @throws dev.mimo.workflow.journal.JournalException when there is no such run, or its journal cannot be read
     * @throws WorkflowException when an edited script is no JavaScript
     */
    public WorkflowRun resume(RunId id, Resumption how, RunOptions options) {
        if (how.edited() != null) {
            check(how.edited());
        }
        RunLog log = journal.open(id);
        try {
            Past past = Past.of(log.records());
            JournalRecord.Header header = log.records().header();
            String source = past.edited() == null ? header.script() : past.edited();
            WorkflowScript script = how.edited() == null ? WorkflowScript.of(source) : how.edited();
            boolean edited = !script.source().equals(source);
            Path folder = Path.of(header.terms().workspace());
            RunTerms terms = new RunTerms(
                    id,
                    script,
                    header.args(),
                    header.seed(),
                    Caps.of(header.terms().caps()),
                    folder,
                    worktrees,
                    header.terms().models(),
                    launcher(options),
                    options.scripts() == null ? scripts : options.scripts(),
                    files(options, folder),
                    environment,
                    both(options.events()),
                    options.cancellation() == null ? Cancellation.never() : options.cancellation(),
                    new Resumption(edited ? script : null, how.divergence(), how.retryFailed()));
            log.append(List.of(
                    new JournalRecord.Resume(past.passes() + 1, how.divergence(), edited ? script.source() : null)));
            return begin(terms, past, log);
        } catch (RuntimeException | Error e) {
            log.close();
            throw e;
        }
    }

    private WorkflowRun begin(RunTerms terms, Past past, RunLog log) {
        RunGuests guests = new RunGuests(ownProcess, GuestLimits.defaults());
        try {
            requireOpen();
            RunState state = new RunState(terms, past, new Ledger(log));
            RunLoop loop = new RunLoop(terms, state, guests);
            WorkflowRun run = new WorkflowRun(terms.id(), terms.script(), loop);
            running.put(terms.id(), run);
            environment.executor().execute(() -> work(run, loop, state, terms));
            return run;
        } catch (RuntimeException | Error e) {
            running.remove(terms.id());
            guests.close();
            log.close();
            throw e;
        }
    }

    private void work(WorkflowRun run, RunLoop loop, RunState state, RunTerms terms) {
        try {
            state.emit(new WorkflowEvent.RunStarted(
                    terms.id(), terms.script().meta().name(), state.past.passes() + 1));
            RunLoop.End end = loop.run();
            WorkflowResult result = finish(state, end);
            running.remove(terms.id());
            state.emit(new WorkflowEvent.RunFinished(
                    terms.id(),
                    result.status(),
                    result.fault() == null ? null : result.fault().toString()));
            run.complete(result);
        } catch (Throwable e) {
            running.remove(terms.id());
            run.fail(e);
            throw e;
        }
    }

    /** Writes the last record, and lets go of the journal. */
    private static WorkflowResult finish(RunState state, RunLoop.End end) {
        RunLoop.End told = end;
        try {
            state.ledger.add(new JournalRecord.Terminal(
                    end.status(),
                    end.value(),
                    end.fault() == null ? null : end.fault().toString(),
                    state.total()));
            state.ledger.flush();
        } catch (MimoException e) {
            // The run itself may have ended well, but nobody could know that from its journal.
            told = RunLoop.End.failed(String.valueOf(e.getMessage()), 0);
        } finally {
            state.ledger.close();
        }
        return new WorkflowResult(
                state.id,
                told.status(),
                told.value(),
                told.fault(),
                state.total(),
                state.agents(),
                state.launches(),
                state.phases);
    }

    /**
     * The {@code workflow} tool: with it an agent writes a script, or names one, and runs it. The agents of the script are
     * sub-agents of the turn, under its limits and permissions, and so are the files that the script reads and writes.
     */
    public Tool tool() {
        return WorkflowTool.of(this);
    }

    /**
     * The script that a reference means, as {@code workflow(ref)} in a script would find it.
     *
     * @throws MimoException when there is none
     */
    public WorkflowScript find(JsonNode ref) {
        return scripts.find(ref);
    }

    /** The run of that name that is at work in this engine; null when there is none. */
    public @Nullable WorkflowRun find(RunId id) {
        return running.get(id);
    }

    /** What runs did; also those of other engines that share it. */
    public Journal journal() {
        return journal;
    }

    /**
     * Looks whether a script can be read as JavaScript. Nothing of it runs.
     *
     * @throws WorkflowException when it cannot, with the line
     */
    public void check(WorkflowScript script) {
        ScriptFault fault = RunGuests.check(script);
        if (fault != null) {
            throw new WorkflowException(fault.message(), Math.max(1, fault.line()), 1);
        }
    }

    /** Cancels what runs and waits for its end. */
    @Override
    public void close() {
        closed = true;
        running.values().forEach(run -> run.cancel("the workflow engine was closed"));
        for (WorkflowRun run : running.values()) {
            try {
                run.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new MimoException("the workflow engine was closed");
        }
    }

    private RunId newId() {
        return RunId.of(environment.ids().next("wf").toLowerCase(java.util.Locale.ROOT));
    }

    private AgentLauncher launcher(RunOptions options) {
        AgentLauncher chosen = options.launcher() == null ? launcher : options.launcher();
        if (chosen == null) {
            throw new MimoException("there is nothing that runs agents: give the engine or the run a launcher");
        }
        return chosen;
    }

    private static WorkflowFiles files(RunOptions options, Path folder) {
        return options.files() == null ? WorkspaceFiles.in(folder) : options.files();
    }

    private EventSink both(@Nullable EventSink more) {
        return more == null
                ? events
                : event -> {
                    events.emit(event);
                    more.emit(event);
                };
    }

    private static JournalRecord.Header header(RunTerms terms) {
        ObjectNode json = terms.caps().toJson();
        return new JournalRecord.Header(
                terms.script().meta().name(),
                terms.script().source(),
                terms.args(),
                terms.seed(),
                new JournalRecord.Terms(terms.models(), json, terms.workspace().toString(), DIALECT, ENGINE));
    }

    /** What an engine is made of. Everything has a default but the launcher, which a run may bring as well. */
    public static final class Builder {

        private Journal journal = new InMemoryJournal();
        private @Nullable AgentLauncher launcher;
        private Caps caps = Caps.defaults();
        private Path workspace = Path.of("");
        private @Nullable Path worktrees = Path.of(System.getProperty("user.home"), ".mimo", "worktrees");
        private ScriptSource scripts = SavedScripts.builtIn();
        private Map<String, String> models = Map.of();
        private Environment environment = Environment.standard();
        private EventSink events = EventSink.none();
        private Predicate<WorkflowScript> ownProcess = script -> false;

        private Builder() {}

        /** Where runs are kept; in memory unless given. */
        public Builder journal(Journal journal) {
            this.journal = journal;
            return this;
        }

        /** Who does what scripts ask of agents. */
        public Builder launcher(AgentLauncher launcher) {
            this.launcher = launcher;
            return this;
        }

        public Builder caps(Caps caps) {
            this.caps = caps;
            return this;
        }

        /** The folder of the files of scripts and agents; the current one unless given. */
        public Builder workspace(Path workspace) {
            this.workspace = workspace;
            return this;
        }

        /**
         * Where the git worktrees of isolated agents are made; {@code ~/.mimo/worktrees} unless given. Null for none: then
         * isolated agents work in the workspace like the others.
         */
        public Builder worktrees(@Nullable Path folder) {
            this.worktrees = folder;
            return this;
        }

        /** Where {@code workflow(name)} looks; among those that are built in unless given. */
        public Builder scripts(ScriptSource scripts) {
            this.scripts = scripts;
            return this;
        }

        /** What names of models in scripts stand for, such as {@code sonnet}; kept with each run. Others are taken as they are. */
        public Builder models(Map<String, String> models) {
            this.models = models;
            return this;
        }

        public Builder environment(Environment environment) {
            this.environment = environment;
            return this;
        }

        /** Hears of all runs. */
        public Builder events(EventSink events) {
            this.events = events;
            return this;
        }

        /**
         * Which scripts run in a process of their own, with a heap of 256 MiB and a hard kill: those that nobody vouches for.
         * None unless given. What they do is the same; a run starts about a second later. The test must be quick.
         */
        public Builder ownProcess(Predicate<WorkflowScript> apart) {
            this.ownProcess = apart;
            return this;
        }

        public WorkflowEngine build() {
            return new WorkflowEngine(this);
        }
    }
}
