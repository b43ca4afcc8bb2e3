package dev.mimo.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.agent.Session;
import dev.mimo.model.Fields;
import dev.mimo.model.Json;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far an open goal is; kept with the session after each verdict, so that another process goes on counting.
 *
 * @param id the goal's, unique in its session
 * @param revision of the goal that this is about
 * @param rounds how often the agent was sent back
 * @param stale how many verdicts in a row said the same, without anything done in between
 * @param seen how many entries the session had at the last verdict
 * @param reason of the last verdict, as far as it can be compared; empty before the first
 */
record GoalProgress(String id, int revision, int rounds, int stale, long seen, String reason) {

    /** The kind of note under which goals are kept: those that are open, by their condition. */
    static final String NOTE = "goal";

    private static final Pattern NOT_WORDS = Pattern.compile("[^\\p{L}]+");

    /** Where a goal stands in its session; null when it is new there. */
    static @Nullable GoalProgress find(Session session, String condition) {
        ObjectNode note = session.findNote(NOTE);
        JsonNode open = note == null ? null : note.path("open").get(condition);
        return open == null
                ? null
                : Fields.of(open, "goal of session " + session.id()).whole(GoalProgress::read);
    }

    private static GoalProgress read(Fields from) {
        return new GoalProgress(
                from.text("id"),
                (int) from.number("revision"),
                (int) from.number("rounds"),
                (int) from.number("stale"),
                from.number("seen"),
                from.text("reason"));
    }

    /** The agent goes back with this verdict; {@code effects}: whether it did anything since the last one. */
    GoalProgress sentBack(Verdict.NotMet verdict, boolean effects, long size) {
        String now = comparable(verdict);
        int same = !effects && now.equals(reason) ? stale + 1 : 0;
        return new GoalProgress(id, revision, rounds + 1, same, size, now);
    }

    /** Counters and times differ each time and are no progress. */
    private static String comparable(Verdict.NotMet verdict) {
        String words = verdict.reason() + " " + String.join(" ", verdict.missing());
        return NOT_WORDS.matcher(words.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
    }

    /** Keeps it; {@code last} is the verdict that led to it, null when there is none yet. */
    void keep(Session session, String condition, @Nullable Verdict last) {
        ObjectNode open = open(session);
        open.set(
                condition,
                Json.object()
                        .put("id", id)
                        .put("revision", revision)
                        .put("rounds", rounds)
                        .put("stale", stale)
                        .put("seen", seen)
                        .put("reason", reason));
        note(session, open, condition, last);
    }

    /** The goal is no longer open. */
    static void close(Session session, String condition, @Nullable Verdict last) {
        ObjectNode open = open(session);
        open.remove(condition);
        note(session, open, condition, last);
    }

    private static void note(Session session, ObjectNode open, String condition, @Nullable Verdict last) {
        ObjectNode note = Json.object();
        note.set("open", open);
        note.put("goal", condition);
        if (last != null) {
            note.set("last", toJson(last));
        }
        session.note(NOTE, note);
    }

    private static ObjectNode open(Session session) {
        ObjectNode note = session.findNote(NOTE);
        return note != null && note.path("open") instanceof ObjectNode open ? open.deepCopy() : Json.object();
    }

    static ObjectNode toJson(Verdict verdict) {
        String word =
                verdict instanceof Verdict.Met ? "met" : verdict instanceof Verdict.NotMet ? "not_met" : "impossible";
        ObjectNode json = Json.object().put("verdict", word).put("reason", verdict.reason());
        if (verdict instanceof Verdict.Met met) {
            json.set("evidence", list(met.evidence()));
        } else if (verdict instanceof Verdict.NotMet not) {
            json.set("missing", list(not.missing()));
        }
        return json;
    }

    private static ArrayNode list(List<String> texts) {
        ArrayNode list = Json.array();
        texts.forEach(list::add);
        return list;
    }
}
