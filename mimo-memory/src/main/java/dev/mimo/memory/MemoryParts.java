package dev.mimo.memory;

import dev.mimo.agent.Parts;
import dev.mimo.agent.Session;
import dev.mimo.agent.SessionHook;
import dev.mimo.environment.EventSink;
import dev.mimo.memory.checkpoint.CheckpointKeeper;
import dev.mimo.memory.checkpoint.CheckpointStore;
import dev.mimo.memory.checkpoint.CheckpointWriter;
import dev.mimo.memory.checkpoint.Finding;
import dev.mimo.memory.checkpoint.InMemoryCheckpointStore;
import dev.mimo.memory.checkpoint.StructuredWriter;
import dev.mimo.memory.layer.LayerLedger;
import dev.mimo.memory.layer.MarkdownMemoryStore;
import dev.mimo.memory.layer.Notes;
import dev.mimo.memory.layer.Promotion;
import dev.mimo.memory.rebuild.Checkpoints;
import dev.mimo.memory.rebuild.ContextTerms;
import dev.mimo.memory.rebuild.RebuildingAssembler;
import dev.mimo.memory.rebuild.Remembered;
import dev.mimo.memory.sqlite.SqliteLedger;
import dev.mimo.model.Role;
import dev.mimo.session.HistorySearch;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.MemoryStore;
import dev.mimo.session.ScanningHistorySearch;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionStore;
import dev.mimo.session.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Everything that memory consists of, and how it enters an agent. */
final class MemoryParts {

    private final MemoryBuilder given;
    private final SqliteSessionStore database;
    private final SessionStore sessions;
    private final HistorySearch history;
    private final MemoryStore memories;
    private final CheckpointStore checkpoints;
    private final Notes notes;
    private final Promotion promotion;
    private final Map<SessionId, Session> sessionsOpen = new ConcurrentHashMap<>();
    private final List<Installed> agents = new CopyOnWriteArrayList<>();

    /** What one agent has of its own. */
    private record Installed(CheckpointKeeper keeper, RebuildingAssembler assembler) {}

    MemoryParts(MemoryBuilder given) {
        this.given = given;
        database = SqliteSessionStore.at(given.root, given.durability, given.clock);
        LayerLedger ledger = new SqliteLedger(database.database());
        sessions = given.sessions == null ? database : given.sessions;
        history = history(given.history);
        memories = given.memories == null ? MarkdownMemoryStore.at(given.root, ledger) : given.memories;
        checkpoints = given.checkpoints == null ? new InMemoryCheckpointStore() : given.checkpoints;
        notes = Notes.in(given.root, ledger);
        promotion = new Promotion(memories, ledger, given.clock);
    }

    void install(Parts agent) {
        MemoryScope.Project project = given.project == null ? null : new MemoryScope.Project(given.project);
        CheckpointKeeper keeper = CheckpointKeeper.of(writer(agent, project), checkpoints)
                .notes(notes)
                .findings((session, found, transcript) -> remember(session, found, transcript, project))
                .environment(agent.environment())
                .deadline(given.writerDeadline)
                .maxTokens(given.writerTokens)
                .build();
        RebuildingAssembler assembler = new RebuildingAssembler(
                new ContextTerms(given.policy, given.maxContext, given.estimator),
                new Checkpoints(keeper, checkpoints, notes, given.patience),
                session -> Remembered.of(memories, project, given.estimator));
        agents.add(new Installed(keeper, assembler));
        agent.store(sessions)
                .assembler(assembler)
                .check(assembler)
                .hook(hook(keeper, assembler, project))
                .tool(notes.tool())
                .protect(given.root);
    }

    private CheckpointWriter writer(Parts agent, MemoryScope.@Nullable Project project) {
        return given.writer != null
                ? given.writer
                : StructuredWriter.of(agent.model(Role.WRITER))
                        .estimator(given.estimator)
                        .remembering(session -> remembered(project));
    }

    private List<MemoryEntry> remembered(MemoryScope.@Nullable Project project) {
        List<MemoryEntry> all = new ArrayList<>();
        if (project != null) {
            all.addAll(memories.read(project).entries());
        }
        all.addAll(memories.read(MemoryScope.global()).entries());
        return all;
    }

    private void remember(
            SessionId session, List<Finding> found, Transcript transcript, MemoryScope.@Nullable Project project) {
        if (project != null) {
            promotion.promote(new Promotion.Source(session, transcript, project), found, events(session));
        }
    }

    /** Where what happens to the memory of a session is told: to its listeners, as long as it is open. */
    private EventSink events(SessionId session) {
        Session open = sessionsOpen.get(session);
        return open == null ? EventSink.none() : open::tell;
    }

    private SessionHook hook(
            CheckpointKeeper keeper, RebuildingAssembler assembler, MemoryScope.@Nullable Project project) {
        return new SessionHook() {
            @Override
            public void opened(Session session) {
                if (project != null) {
                    database.assign(session.id(), project.id());
                }
                sessionsOpen.put(session.id(), session);
                assembler.opened(session);
            }

            @Override
            public void closing(Session session) {
                assembler.closing(session);
                keeper.close(session.id());
                sessionsOpen.remove(session.id());
            }
        };
    }

    void rebuild(Session session) {
        if (agents.stream().noneMatch(agent -> agent.assembler().rebuildNext(session.id()))) {
            throw new IllegalStateException("session \"" + session.id() + "\" is not open with this memory");
        }
    }

    SessionStore sessions() {
        return sessions;
    }

    private HistorySearch history(@Nullable HistorySearch own) {
        if (own != null) {
            return own;
        }
        return given.sessions == null ? database.search() : new ScanningHistorySearch(given.sessions);
    }

    HistorySearch history() {
        return history;
    }

    Promotion promotion() {
        return promotion;
    }

    MemoryStore memories() {
        return memories;
    }

    CheckpointStore checkpoints() {
        return checkpoints;
    }

    void close() {
        agents.forEach(agent -> agent.keeper().close());
        database.close();
    }
}
