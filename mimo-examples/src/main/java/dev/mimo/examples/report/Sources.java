package dev.mimo.examples.report;

import dev.mimo.memory.checkpoint.CheckpointStore;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.MemoryStore;
import dev.mimo.session.SessionStore;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a report takes its facts from.
 *
 * @param sessions the session itself, and its sub-agents
 * @param models what is known of a model: prices of replies that were never accounted for, and a window that no note tells
 * @param checkpoints null when there are none
 * @param memories null when there are none
 * @param scopes those that the session was told of
 */
public record Sources(
        SessionStore sessions,
        Function<ModelRef, ModelFacts> models,
        @Nullable CheckpointStore checkpoints,
        @Nullable MemoryStore memories,
        List<MemoryScope> scopes) {

    public Sources {
        scopes = List.copyOf(scopes);
    }

    /** Sessions alone. */
    public static Sources of(SessionStore sessions, Function<ModelRef, ModelFacts> models) {
        return new Sources(sessions, models, null, null, List.of());
    }
}
