package dev.mimo.memory.procedure;

import dev.mimo.environment.Sha256;
import dev.mimo.session.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Steps that were taken one after the other again and again.
 *
 * @param steps in their order; two at least
 * @param count how often, without overlaps
 * @param sessions where; the first one first
 * @param first when it was first done
 * @param last when it was last done
 */
public record Procedure(List<Part> steps, int count, List<SessionId> sessions, Instant first, Instant last) {

    public Procedure {
        steps = List.copyOf(steps);
        sessions = List.copyOf(sessions);
    }

    /**
     * One step of it.
     *
     * @param step what is the same each time
     * @param examples calls as they were made; a few, no two the same
     */
    public record Part(Step step, List<String> examples) {
        public Part {
            examples = List.copyOf(examples);
        }
    }

    /** The same for all procedures of the same steps, whatever they were done to. */
    public String key() {
        return Sha256.hex(steps.stream().map(part -> part.step().shape()).collect(Collectors.joining("\n")), 16);
    }
}
