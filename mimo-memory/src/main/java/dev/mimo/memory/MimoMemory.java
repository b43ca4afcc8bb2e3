package dev.mimo.memory;

import dev.mimo.agent.AgentPart;
import dev.mimo.agent.Parts;
import dev.mimo.agent.Session;
import dev.mimo.memory.checkpoint.CheckpointStore;
import dev.mimo.memory.layer.LayerGuard;
import dev.mimo.memory.layer.MarkdownMemoryStore;
import dev.mimo.memory.layer.Projects;
import dev.mimo.memory.layer.Promotion;
import dev.mimo.memory.upkeep.Distill;
import dev.mimo.memory.upkeep.Dream;
import dev.mimo.memory.upkeep.UpkeepRun;
import dev.mimo.session.HistorySearch;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.MemoryStore;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Memory for agents, as one part of the builder: sessions in SQLite that can be searched, checkpoints written beside the
 * agent, contexts that are rebuilt when they are full, and what is remembered of projects and of a person.
 *
 * <pre>{@code
 * try (MimoMemory memory = MimoMemory.at(home)) {
 *   Agent agent = Agent.builder().model("deepseek:deepseek-v4-pro").workspace(repo).memory(memory).build();
 * }
 * }</pre>
 *
 * <p>A folder is one domain of trust: give each tenant one of its own. One object may serve many agents at once, and many
 * processes may use one folder. Safe for use by several threads.
 */
public final class MimoMemory implements AgentPart, AutoCloseable {

    private final MemoryParts parts;

    MimoMemory(MemoryParts parts) {
        this.parts = parts;
    }

    /** Memory under {@code root}, which is made with the first session. */
    public static MimoMemory at(Path root) {
        return builder(root).build();
    }

    /** Starts from what {@link #at} has. */
    public static MemoryBuilder builder(Path root) {
        return new MemoryBuilder(root);
    }

    @Override
    public void install(Parts agent) {
        parts.install(agent);
    }

    /** The sessions, of all agents. */
    public SessionStore sessions() {
        return parts.sessions();
    }

    /** Finds what was ever said. */
    public HistorySearch history() {
        return parts.history();
    }

    /** What is remembered beyond sessions. */
    public MemoryStore memories() {
        return parts.memories();
    }

    /** Our Markdown files under the root, which people may edit; {@link #memories} too, unless the host gave its own store. */
    public MarkdownMemoryStore layers() {
        return parts.layers();
    }

    /** What sessions are about. */
    public CheckpointStore checkpoints() {
        return parts.checkpoints();
    }

    /** What is waiting for a person's word before it is remembered for all projects. */
    public Promotion promotion() {
        return parts.promotion();
    }

    /** What programs changed in memory, and what waits for a person's word because of it. */
    public LayerGuard guard() {
        return parts.guard();
    }

    /** The projects that were seen, and the memory of one that has moved. */
    public Projects projects() {
        return parts.projects();
    }

    /** The project that a session belongs to; null when it has none, is unknown, or lies in a store of the host's. */
    public MemoryScope.@Nullable Project findProject(SessionId session) {
        return parts.findProjectOf(session);
    }

    /** Puts the memory of the project that {@code workspace} belongs to in order; without a model until it is given one. */
    public Dream dream(Path workspace) {
        return parts.dream(projects().of(workspace), workspace);
    }

    /** The same for a project by its name; files that entries speak of are not looked for. */
    public Dream dream(MemoryScope.Project project) {
        return parts.dream(project, null);
    }

    /** Finds what was done again and again in the project that {@code workspace} belongs to; without a model until it is given one. */
    public Distill distill(Path workspace) {
        return parts.distill(projects().of(workspace), workspace);
    }

    /** The same for a project by its name; what its repository has already is not looked at. */
    public Distill distill(MemoryScope.Project project) {
        return parts.distill(project, null);
    }

    /**
     * Runs the jobs of upkeep that are due for the projects of the agents that have this memory. It happens by itself when a
     * session begins, beside the agent; a program that opens none for long may call it. Blocks.
     *
     * @return what was done; empty when nothing was due
     * @throws dev.mimo.environment.CancelledException when memory was closed, or the thread was interrupted
     */
    public List<UpkeepRun> runDue() {
        return parts.runDue();
    }

    /**
     * Where accepted skills, agents and commands of a project stand. Agents that are built with this memory have the skills and
     * agents among them; to offer the commands as well, give it to {@link dev.mimo.extension.Extensions#also}.
     */
    public Path assets(Path workspace) {
        return parts.distill(Objects.requireNonNull(parts.findProject(workspace)), workspace)
                .assets();
    }

    /**
     * The next prompt of a session begins with a new window, however full the old one is.
     *
     * @throws IllegalStateException when the session is not open, or not one of an agent with this memory
     */
    public void rebuild(Session session) {
        parts.rebuild(session);
    }

    /** Ends the writers that are at work, for which the runtime's own digest stands then, and closes what this opened. */
    @Override
    public void close() {
        parts.close();
    }
}
