package dev.mimo.examples.duel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.memory.MemoryBuilder;
import dev.mimo.memory.MimoMemory;
import dev.mimo.memory.checkpoint.CheckpointPolicy;
import dev.mimo.memory.checkpoint.WriterFailed;
import dev.mimo.model.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a side does when its window is full. */
public sealed interface MemoryUse {

    /** Memory of this library: checkpoints, rebuilt windows, search. {@code maxContext}: in tokens; null is all of the window. */
    record On(@Nullable Long maxContext, @Nullable CheckpointPolicy policy, Writer writer) implements MemoryUse {

        MimoMemory open(Path root) {
            MemoryBuilder builder = MimoMemory.builder(root);
            if (maxContext != null) {
                builder.maxContext(maxContext);
            }
            if (policy != null) {
                builder.policy(policy);
            }
            if (writer == Writer.DIGEST) {
                builder.writer(material -> {
                    throw new WriterFailed("this side has no writer");
                });
            }
            return builder.build();
        }
    }

    /** None: the whole session is shown, and a turn whose window is full fails. That is what an agent of ours without memory does. */
    record Off() implements MemoryUse {}

    /** None, but the oldest messages are left out when the window is full, as many agents do. */
    record Sliding() implements MemoryUse {}

    /** Who writes checkpoints: a model, or nobody, so that the digest that needs no model stands alone. */
    enum Writer {
        MODEL,
        DIGEST
    }

    /** The way as it is written alone. */
    enum Kind {
        ON,
        OFF,
        SLIDING
    }

    /** Reads {@code "memory"}: a word, true or false, or an object with settings. On when it is left out. */
    static MemoryUse read(Fields fields) {
        JsonNode given = fields.find("memory");
        if (given == null || given.isBoolean()) {
            return of(given == null || given.booleanValue() ? Kind.ON : Kind.OFF);
        }
        if (!given.isObject()) {
            Kind kind = fields.findOne("memory", Kind.class);
            return of(kind == null ? Kind.ON : kind);
        }
        Fields settings = new Fields(fields.where() + ", memory", Json.readObject(given.toString()))
                .only(Set.of("max_context", "checkpoints", "writer"));
        Writer writer = settings.findOne("writer", Writer.class);
        Long maxContext = settings.findCount("max_context");
        if (maxContext != null && maxContext < 1_000) {
            throw settings.wrong("max_context", "has to be at least 1000");
        }
        return new On(maxContext, policy(settings), writer == null ? Writer.MODEL : writer);
    }

    private static MemoryUse of(Kind kind) {
        return switch (kind) {
            case ON -> new On(null, null, Writer.MODEL);
            case OFF -> new Off();
            case SLIDING -> new Sliding();
        };
    }

    private static @Nullable CheckpointPolicy policy(Fields settings) {
        List<String> marks = settings.texts("checkpoints");
        if (settings.find("checkpoints") == null) {
            return null;
        }
        try {
            return marks.isEmpty() ? CheckpointPolicy.never() : CheckpointPolicy.of(marks.toArray(String[]::new));
        } catch (IllegalArgumentException e) {
            throw settings.wrong("checkpoints", "has to be marks such as \"20%\" or \"100K\"");
        }
    }
}
