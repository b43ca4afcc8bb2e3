package dev.mimo.memory.checkpoint;

import dev.mimo.model.Cost;
import dev.mimo.model.Usage;
import dev.mimo.session.SessionId;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a session is about at one moment.
 *
 * @param session whose
 * @param version from 1 without gaps
 * @param sections all of them, in order; the items of each, the most important one first
 * @param marks how much of the session it covers
 * @param making how it came about
 */
public record Checkpoint(
        SessionId session, int version, Map<Section, List<Item>> sections, Marks marks, Making making) {

    public Checkpoint {
        Map<Section, List<Item>> all = new EnumMap<>(Section.class);
        for (Section section : Section.values()) {
            all.put(section, List.copyOf(sections.getOrDefault(section, List.of())));
        }
        sections = Collections.unmodifiableMap(all);
    }

    /** The items of a section, the most important one first. */
    public List<Item> items(Section section) {
        return sections.getOrDefault(section, List.of());
    }

    /**
     * How much of a session was taken in: all entries before these numbers.
     *
     * @param covered by the runtime's own digest or by a model; moves with every version
     * @param written by a model; the next writer begins here. Never beyond {@code covered}
     */
    public record Marks(long covered, long written) {

        /** Nothing yet. */
        public static final Marks NONE = new Marks(0, 0);

        public Marks {
            if (written < 0 || written > covered) {
                throw new IllegalArgumentException(
                        "marks are 0 <= written <= covered, not " + written + " and " + covered);
            }
        }
    }

    /**
     * How a version came about.
     *
     * @param at when
     * @param status whether a model had its say
     * @param model who wrote it; null when no model did
     * @param usage tokens it took
     * @param cost null when unknown; zero when no model was asked
     * @param reason why no model wrote it, or why it was rejected; empty when all is well
     */
    public record Making(
            Instant at,
            Status status,
            @Nullable String model,
            Usage usage,
            @Nullable Cost cost,
            String reason) {}

    /** Whether a model had its say. */
    public enum Status {
        /** A model wrote it. */
        OK,
        /** Made from what was done, without a model; what models wrote before stands in it still. */
        EXTRACTIVE,
        /** Kept for the record only: never shown, and it moves no mark. */
        REJECTED
    }
}
