package dev.mimo.memory.layer;

import dev.mimo.memory.checkpoint.Section;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an agent says a note is about, and where in a checkpoint that belongs. */
enum NoteKind {
    DECISION(Section.DECISIONS),
    FILE(Section.FILES),
    ERROR(Section.ERRORS_AND_FIXES),
    FACT(Section.DISCOVERED_KNOWLEDGE),
    TODO(Section.NEXT_ACTION),
    RESOURCE(Section.LIVE_RESOURCES),
    /** Anything else. */
    NOTE(null);

    private final @Nullable Section section;

    NoteKind(@Nullable Section section) {
        this.section = section;
    }

    /** Null when the writer is to say. */
    @Nullable
    Section section() {
        return section;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable NoteKind find(String word) {
        for (NoteKind kind : values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        return null;
    }
}
