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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The sessions below a home folder, for reading: those with memory, in the database, and those in files. */
final class StoredSessions implements AutoCloseable {

    private final @Nullable MimoMemory memory;
    private final SessionStore files;

    private StoredSessions(@Nullable MimoMemory memory, SessionStore files) {
        this.memory = memory;
        this.files = files;
    }

    static StoredSessions in(Path home) {
        MimoMemory memory = Files.exists(home.resolve("mimo.db")) ? MimoMemory.at(home) : null;
        return new StoredSessions(memory, Coder.sessions(home));
    }

    /** The one written last that is no sub-agent's; null when there is none. */
    @Nullable
    SessionId findNewest() {
        Stream<SessionStore> stores = memory == null ? Stream.of(files) : Stream.of(memory.sessions(), files);
        return stores.flatMap(store -> store.list().stream()
                        .filter(info -> !isSubagent(store.find(info.id())))
                        .limit(1))
                .max(Comparator.comparing(SessionInfo::lastWritten))
                .map(SessionInfo::id)
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
     * @param project whose memory is shown beside that of all projects; null for none
     */
    Sources sources(SessionId id, @Nullable String project, Function<ModelRef, ModelFacts> models) {
        if (memory == null || memory.sessions().find(id) == null) {
            return Sources.of(files, models);
        }
        List<MemoryScope> scopes = new ArrayList<>();
        if (project != null) {
            scopes.add(MemoryScope.project(project));
        }
        scopes.add(MemoryScope.global());
        return new Sources(memory.sessions(), models, memory.checkpoints(), memory.memories(), scopes);
    }

    @Override
    public void close() {
        try {
            files.close();
        } finally {
            if (memory != null) {
                memory.close();
            }
        }
    }
}
