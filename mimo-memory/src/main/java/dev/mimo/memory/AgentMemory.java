package dev.mimo.memory;

import dev.mimo.agent.Parts;
import dev.mimo.agent.Session;
import dev.mimo.agent.SessionHook;
import dev.mimo.environment.Environment;
import dev.mimo.environment.EventSink;
import dev.mimo.extension.Extensions;
import dev.mimo.memory.checkpoint.CheckpointKeeper;
import dev.mimo.memory.checkpoint.CheckpointWriter;
import dev.mimo.memory.checkpoint.StructuredWriter;
import dev.mimo.memory.rebuild.Checkpoints;
import dev.mimo.memory.rebuild.ContextTerms;
import dev.mimo.memory.rebuild.RebuildingAssembler;
import dev.mimo.memory.rebuild.Remembered;
import dev.mimo.memory.search.HistoryTools;
import dev.mimo.memory.upkeep.Dream;
import dev.mimo.memory.upkeep.UpkeepMode;
import dev.mimo.memory.upkeep.UpkeepRun;
import dev.mimo.model.Model;
import dev.mimo.model.Role;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.SessionId;
import dev.mimo.tool.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one agent has of memory: its writer, and what its models are shown. Safe for use by several threads. */
final class AgentMemory implements SessionHook {

    private final MemoryParts parts;
    private final @Nullable Path folder;
    private final CheckpointKeeper keeper;
    private final RebuildingAssembler assembler;
    private final UpkeepMode upkeep;
    private final Model upkeeper;
    private final Environment environment;

    AgentMemory(MemoryParts parts, MemoryBuilder given, Parts agent) {
        this.parts = parts;
        Workspace workspace = agent.workspace();
        folder = workspace == null ? null : workspace.root();
        upkeep = given.upkeep;
        upkeeper = agent.model(Role.UPKEEP);
        environment = agent.environment();
        keeper = CheckpointKeeper.of(writer(given, agent), parts.checkpoints())
                .notes(parts.notes())
                .findings(parts::remember)
                .git(() -> folder == null ? List.of() : GitHead.lines(folder))
                .environment(agent.environment())
                .deadline(given.writerDeadline)
                .maxTokens(given.writerTokens)
                .build();
        assembler = new RebuildingAssembler(
                new ContextTerms(given.policy, given.maxContext, given.estimator),
                new Checkpoints(keeper, parts.checkpoints(), parts.notes(), given.patience),
                session -> Remembered.of(parts.memories(), parts.open().findProject(session.id()), given.estimator));
    }

    private CheckpointWriter writer(MemoryBuilder given, Parts agent) {
        return given.writer != null
                ? given.writer
                : StructuredWriter.of(agent.model(Role.WRITER))
                        .estimator(given.estimator)
                        .remembering(parts::remembered);
    }

    void install(Parts agent, Path root) {
        agent.store(parts.sessions())
                .assembler(assembler)
                .check(assembler)
                .hook(this)
                .tool(parts.notes().tool())
                .tool(parts.memorySearch().tool())
                .decorateTool(parts.guard()::around)
                .protect(root);
        Path assets = parts.findAssets(folder);
        if (folder != null && assets != null) {
            Extensions.of(folder).also(assets).loadFolders().install(agent);
        }
        HistoryTools.over(parts.history(), parts.sessions(), parts.open()::findProjectId)
                .forEach(agent::tool);
    }

    @Override
    public void opened(Session session) {
        MemoryScope.Project project = parts.project(folder, session);
        parts.open().add(session, project);
        parts.guard().opened(session.id());
        assembler.opened(session);
        if (project != null && upkeep != UpkeepMode.BY_HAND) {
            parts.tellOfStore(project, session::tell);
            parts.background().start(project.id(), () -> runDue(project, session::tell), session::tell);
        }
    }

    /** Runs what is due for the project of this agent; nothing when it has none. */
    List<UpkeepRun> runDue() {
        MemoryScope.Project project = parts.findProject(folder);
        return project == null ? List.of() : runDue(project, EventSink.none());
    }

    private List<UpkeepRun> runDue(MemoryScope.Project project, EventSink events) {
        List<UpkeepRun> runs = new ArrayList<>();
        if (parts.dreams()) {
            Dream dream = parts.dream(project, folder)
                    .model(upkeeper)
                    .events(events)
                    .environment(environment)
                    .cancellation(parts.background().closing());
            add(upkeep == UpkeepMode.PLAN_ONLY ? dream.planOnly().runDue() : dream.runDue(), runs);
        }
        add(
                parts.distill(project, folder)
                        .model(upkeeper)
                        .events(events)
                        .environment(environment)
                        .cancellation(parts.background().closing())
                        .runDue(),
                runs);
        return runs;
    }

    private static void add(@Nullable UpkeepRun run, List<UpkeepRun> runs) {
        if (run != null) {
            runs.add(run);
        }
    }

    @Override
    public void closing(Session session) {
        SessionId id = session.id();
        try {
            keeper.close(id);
            parts.guard().closing(id, session::tell);
        } finally {
            assembler.closing(session);
            parts.closed(session);
        }
    }

    boolean rebuildNext(Session session) {
        return assembler.rebuildNext(session.id());
    }

    void close() {
        keeper.close();
    }
}
