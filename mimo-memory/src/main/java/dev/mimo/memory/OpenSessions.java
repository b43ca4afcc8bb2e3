package dev.mimo.memory;

import dev.mimo.agent.Session;
import dev.mimo.environment.EventSink;
import dev.mimo.memory.layer.SessionLayers;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.SessionId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The sessions that are open with this memory, and the projects in which they work. Safe for use by several threads. */
final class OpenSessions implements SessionLayers {

    private final Map<SessionId, Open> open = new ConcurrentHashMap<>();
    private final Function<SessionId, List<String>> checkpoints;

    private record Open(Session session, MemoryScope.@Nullable Project project) {}

    /** {@code checkpoints}: what the checkpoint file of a session may hold. */
    OpenSessions(Function<SessionId, List<String>> checkpoints) {
        this.checkpoints = checkpoints;
    }

    void add(Session session, MemoryScope.@Nullable Project project) {
        open.put(session.id(), new Open(session, project));
    }

    void remove(Session session) {
        open.remove(session.id());
    }

    /** Where what happens to the memory of a session is told: to its listeners, as long as it is open. */
    EventSink events(SessionId session) {
        Open known = open.get(session);
        return known == null ? EventSink.none() : known.session()::tell;
    }

    @Nullable
    String findProjectId(SessionId session) {
        MemoryScope.Project project = findProject(session);
        return project == null ? null : project.id();
    }

    @Override
    public MemoryScope.@Nullable Project findProject(SessionId session) {
        Open known = open.get(session);
        return known == null ? null : known.project();
    }

    @Override
    public List<String> checkpoints(SessionId session) {
        return checkpoints.apply(session);
    }
}
