package dev.mimo.examples.cli;

import dev.mimo.examples.coder.Coder;
import dev.mimo.examples.report.Sources;
import dev.mimo.memory.MimoMemory;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import dev.mimo.session.Entry;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionInfo;
import dev.mimo.session.SessionStore;
import dev.mimo.session.Transcript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The sessions below a home folder, for reading. */
final class StoredSessions implements AutoCloseable {

    private final MimoMemory memory;

    private StoredSessions(MimoMemory memory) {
        this.memory = memory;
    }

    static StoredSessions in(Path home) {
        return new StoredSessions(Coder.memory(home));
    }

    /** The one written last that is no sub-agent's; null when there is none. */
    @Nullable
    SessionId findNewest() {
        SessionStore store = memory.sessions();
        return store.list().stream()
                .map(SessionInfo::id)
                .filter(id -> !isSubagent(store.find(id)))
                .findFirst()
                .orElse(null);
    }

    private static boolean isSubagent(@Nullable Transcript transcript) {
        return transcript != null
                && transcript.page(0, 1).stream()
                        .anyMatch(first -> first.entry() instanceof Entry.Opened opened && opened.parent() != null);
    }

    /**
     * What a report of that session is made of.
     *
     * @param project whose memory is shown beside that of all projects; null for the session's own
     */
    Sources sources(SessionId id, @Nullable String project, Function<ModelRef, ModelFacts> models) {
        List<MemoryScope> scopes = new ArrayList<>();
        MemoryScope.Project own = project == null ? memory.findProject(id) : new MemoryScope.Project(project);
        if (own != null) {
            scopes.add(own);
        }
        scopes.add(MemoryScope.global());
        return new Sources(memory.sessions(), models, memory.checkpoints(), memory.memories(), scopes);
    }

    @Override
    public void close() {
        memory.close();
    }
}
