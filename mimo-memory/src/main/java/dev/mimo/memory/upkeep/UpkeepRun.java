package dev.mimo.memory.upkeep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import java.time.Instant;

/**
 * One execution of a job.
 *
 * @param id unique
 * @param job {@code dream} or {@code distill}
 * @param project the id of the project
 * @param at when it began
 * @param status how it stands
 * @param report what it found and did, without secrets of its own; see {@link DreamPlan#toJson} and
 *     {@link DistillPlan#toJson}
 */
public record UpkeepRun(String id, String job, String project, Instant at, Status status, ObjectNode report) {

    public UpkeepRun {
        // A copy of its own, with numbers as they are read from a store.
        report = Json.readObject(Json.write(report));
    }

    UpkeepRun with(Status other) {
        return new UpkeepRun(id, job, project, at, other, report);
    }

    /** How a run stands. Names are stored: they are never changed, only added. */
    public enum Status {
        /** It is writing, or its process ended while it was; the next run tells which of both states stands. */
        APPLYING,
        /** What it planned stands. */
        APPLIED,
        /** It noted what it would change, as it was told to, and changed nothing. */
        PLANNED,
        /** There was nothing to change. */
        NOTHING,
        /** Its plan went too far, and nothing was changed. */
        REFUSED,
        /** It could not make a plan, and nothing was changed. */
        FAILED,
        /** Its process ended before anything was changed. */
        ABANDONED,
        /** What stood before stands again. */
        ROLLED_BACK
    }
}
