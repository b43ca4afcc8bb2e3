package dev.mimo.memory;

import dev.mimo.agent.Parts;
import dev.mimo.agent.Session;
import dev.mimo.environment.EventSink;
import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.memory.checkpoint.CheckpointStore;
import dev.mimo.memory.checkpoint.CheckpointText;
import dev.mimo.memory.checkpoint.Finding;
import dev.mimo.memory.layer.LayerEvent;
import dev.mimo.memory.layer.LayerGuard;
import dev.mimo.memory.layer.LayerLedger;
import dev.mimo.memory.layer.MarkdownMemoryStore;
import dev.mimo.memory.layer.MemorySearch;
import dev.mimo.memory.layer.Notes;
import dev.mimo.memory.layer.Projects;
import dev.mimo.memory.layer.Promotion;
import dev.mimo.memory.sqlite.SqliteCheckpointStore;
import dev.mimo.memory.sqlite.SqliteDreamMaterial;
import dev.mimo.memory.sqlite.SqliteLedger;
import dev.mimo.memory.sqlite.SqliteUpkeepLedger;
import dev.mimo.memory.upkeep.Distill;
import dev.mimo.memory.upkeep.Dream;
import dev.mimo.memory.upkeep.UpkeepEvent;
import dev.mimo.memory.upkeep.UpkeepLimits;
import dev.mimo.memory.upkeep.UpkeepRun;
import dev.mimo.model.TokenEstimator;
import dev.mimo.session.HistorySearch;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.MemoryStore;
import dev.mimo.session.ScanningHistorySearch;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionStore;
import dev.mimo.session.Transcript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Everything that memory consists of, whatever the agent. Safe for use by several threads. */
final class MemoryParts {

    /** The longest {@code checkpoint.md}, in tokens. */
    private static final long CHECKPOINT_FILE = 12_000;

    private final MemoryBuilder given;
    private final SqliteSessionStore database;
    private final SessionStore sessions;
    private final HistorySearch history;
    private final MarkdownMemoryStore layers;
    private final MemoryStore memories;
    private final SqliteCheckpointStore files;
    private final CheckpointStore checkpoints;
    private final Notes notes;
    private final Projects projects;
    private final Promotion promotion;
    private final OpenSessions open;
    private final LayerGuard guard;
    private final Dream.Terms upkeep;
    private final MemorySearch memorySearch;
    private final BackgroundUpkeep background;
    private final AtomicBoolean toldOfStore = new AtomicBoolean();
    private final List<AgentMemory> agents = new CopyOnWriteArrayList<>();

    MemoryParts(MemoryBuilder given) {
        this.given = given;
        database = SqliteSessionStore.at(given.root, given.durability, given.clock);
        LayerLedger ledger = new SqliteLedger(database.database());
        SessionStore stored = given.sessions == null ? database : given.sessions;
        sessions = given.redactHistory ? new RedactingSessionStore(stored) : stored;
        history = given.history != null
                ? given.history
                : given.sessions == null ? database.search() : new ScanningHistorySearch(given.sessions);
        layers = MarkdownMemoryStore.at(given.root, ledger);
        memories = given.memories == null ? layers : given.memories;
        files = new SqliteCheckpointStore(database.database(), given.root, CHECKPOINT_FILE);
        checkpoints = given.checkpoints == null ? files : given.checkpoints;
        notes = Notes.in(given.root, ledger);
        projects = new Projects(ledger, given.clock);
        promotion = new Promotion(memories, ledger, given.clock);
        open = new OpenSessions(session -> given.checkpoints == null ? files.published(session) : List.of());
        guard = new LayerGuard(given.root, ledger, open, given.clock);
        upkeep = new Dream.Terms(
                layers,
                new SqliteUpkeepLedger(database.database()),
                new SqliteDreamMaterial(database.database(), sessions, checkpoints, promotion),
                given.clock,
                new UpkeepLimits(given.upkeepTokens, given.upkeepCost, given.upkeepDeadline));
        background = new BackgroundUpkeep(given.clock);
        memorySearch = new MemorySearch(memories, open::findProject, this::texts);
    }

    void install(Parts agent) {
        AgentMemory memory = new AgentMemory(this, given, agent);
        memory.install(agent, given.root);
        agents.add(memory);
    }

    /** The project of a session that opens; null when it has none. */
    MemoryScope.@Nullable Project project(@Nullable Path folder, Session session) {
        MemoryScope.Project project = null;
        if (given.project != null) {
            project = new MemoryScope.Project(given.project);
        } else if (folder != null) {
            Projects.Opened opened = projects.open(folder);
            project = opened.project();
            if (opened.message() != null) {
                session.tell(new LayerEvent.ProjectMissed(opened.message()));
            }
        }
        if (project != null && given.sessions == null) {
            database.assign(session.id(), project.id());
        }
        return project;
    }

    /** The project that an agent works on before any session is open; null when it has none. */
    MemoryScope.@Nullable Project findProject(@Nullable Path folder) {
        return given.project != null
                ? new MemoryScope.Project(given.project)
                : folder == null ? null : projects.of(folder);
    }

    /** Where what was accepted for the project of an agent lies; null when nothing is remembered of any project yet. */
    @Nullable
    Path findAssets(@Nullable Path folder) {
        // The root is made with the first session, not when an agent is built.
        MemoryScope.Project project = Files.isDirectory(given.root.resolve("projects")) ? findProject(folder) : null;
        return project == null ? null : distill(project, folder).assets();
    }

    /** Says once that a host's own store has no dreams. */
    void tellOfStore(MemoryScope.Project project, EventSink events) {
        if (!dreams() && !toldOfStore.getAndSet(true)) {
            events.emit(new UpkeepEvent.UpkeepStopped(
                    project.id(), "there are no dreams: what is remembered is kept by the host's own store"));
        }
    }

    /** Runs what is due for the projects of all agents, those built first first. */
    List<UpkeepRun> runDue() {
        List<UpkeepRun> runs = new ArrayList<>();
        agents.forEach(agent -> runs.addAll(agent.runDue()));
        return runs;
    }

    BackgroundUpkeep background() {
        return background;
    }

    /** Our files can be put in order; a host's store keeps its own. */
    boolean dreams() {
        return given.memories == null;
    }

    /** Null when a session is unknown here, or belongs to no project. */
    MemoryScope.@Nullable Project findProjectOf(SessionId session) {
        String id = database.findProject(session);
        return id == null ? null : new MemoryScope.Project(id);
    }

    /** What a writer found goes the way of the evidence. */
    void remember(SessionId session, List<Finding> found, Transcript transcript) {
        MemoryScope.Project project = open.findProject(session);
        if (project != null) {
            // What a program changed must not be taken for what was remembered.
            guard.check(session, null, open.events(session));
            promotion.promote(new Promotion.Source(session, transcript, project), found, open.events(session));
        }
    }

    /** What is remembered for a session. */
    List<MemoryEntry> remembered(SessionId session) {
        List<MemoryEntry> all = new ArrayList<>();
        MemoryScope.Project project = open.findProject(session);
        if (project != null) {
            all.addAll(memories.read(project).entries());
        }
        all.addAll(memories.read(MemoryScope.global()).entries());
        return all;
    }

    private List<MemorySearch.SessionText> texts(SessionId session) {
        List<MemorySearch.SessionText> texts = new ArrayList<>();
        Checkpoint latest = checkpoints.findLatest(session);
        if (latest != null) {
            String text = CheckpointText.render(latest, CHECKPOINT_FILE, TokenEstimator.byScript())
                    .text();
            texts.add(new MemorySearch.SessionText("checkpoint", text));
        }
        texts.add(new MemorySearch.SessionText("notes", notes.text(session)));
        return texts;
    }

    void closed(Session session) {
        files.closed(session.id());
        open.remove(session);
    }

    void rebuild(Session session) {
        if (agents.stream().noneMatch(agent -> agent.rebuildNext(session))) {
            throw new IllegalStateException("session \"" + session.id() + "\" is not open with this memory");
        }
    }

    SessionStore sessions() {
        return sessions;
    }

    HistorySearch history() {
        return history;
    }

    MarkdownMemoryStore layers() {
        return layers;
    }

    MemoryStore memories() {
        return memories;
    }

    CheckpointStore checkpoints() {
        return checkpoints;
    }

    Notes notes() {
        return notes;
    }

    Projects projects() {
        return projects;
    }

    Promotion promotion() {
        return promotion;
    }

    OpenSessions open() {
        return open;
    }

    LayerGuard guard() {
        return guard;
    }

    MemorySearch memorySearch() {
        return memorySearch;
    }

    Dream dream(MemoryScope.Project project, @Nullable Path folder) {
        return Dream.of(upkeep, project, folder);
    }

    Distill distill(MemoryScope.Project project, @Nullable Path folder) {
        return Distill.of(upkeep, project, folder);
    }

    void close() {
        background.close();
        agents.forEach(AgentMemory::close);
        database.close();
    }
}
