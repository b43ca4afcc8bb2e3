package dev.mimo.examples.duel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.examples.duel.DuelTask.Length;
import dev.mimo.model.Json;

/**
 * Both runs of a task, and who won.
 *
 * @param task its id
 * @param voted whether a person decided, and not the check
 */
record Pair(String task, Length length, Ran first, Ran second, Winner winner, boolean voted) {

    /** Who did better. */
    enum Winner {
        FIRST,
        SECOND,
        TIE;

        /** Seen from the other side. */
        Winner swapped() {
            return switch (this) {
                case FIRST -> SECOND;
                case SECOND -> FIRST;
                case TIE -> TIE;
            };
        }
    }

    /** By the check: who alone passed it. */
    static Pair checked(DuelTask task, Ran first, Ran second) {
        Winner winner =
                first.isSolved() == second.isSolved() ? Winner.TIE : first.isSolved() ? Winner.FIRST : Winner.SECOND;
        return new Pair(task.id(), length(task, first, second), first, second, winner, false);
    }

    /** By a person. */
    static Pair voted(DuelTask task, Ran first, Ran second, Winner winner) {
        return new Pair(task.id(), length(task, first, second), first, second, winner, true);
    }

    /** A run that broke off early says little about how long a task is: the longer one counts. */
    private static Length length(DuelTask task, Ran first, Ran second) {
        Length stated = task.length();
        return stated == null ? Length.of(Math.max(first.steps(), second.steps())) : stated;
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object()
                .put("task", task)
                .put("length", length.name())
                .put("winner", winner.name())
                .put("voted", voted);
        json.set("first", first.toJson());
        json.set("second", second.toJson());
        return json;
    }

    /** Reads what {@link #toJson} wrote. */
    static Pair of(JsonNode json) {
        return new Pair(
                json.path("task").asText(),
                Length.valueOf(json.path("length").asText()),
                Ran.of(json.path("first")),
                Ran.of(json.path("second")),
                Winner.valueOf(json.path("winner").asText()),
                json.path("voted").asBoolean());
    }
}
