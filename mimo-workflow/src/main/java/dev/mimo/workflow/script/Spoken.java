package dev.mimo.workflow.script;

import org.jspecify.annotations.Nullable;

/** Counts what the scripts of one run say. On their thread only. */
final class Spoken {

    /** What a line takes beside its text, so that empty lines are not for nothing. */
    private static final int LINE = 64;

    private final GuestLimits.Talk talk;
    private int requests;
    private long turn;
    private long log;

    Spoken(GuestLimits.Talk talk) {
        this.talk = talk;
    }

    void begin() {
        requests = 0;
        turn = 0;
    }

    /** Why the script must not go on after saying this, too; null when it may. */
    @Nullable
    String excess(int size) {
        turn += size;
        if (++requests > talk.requests()) {
            return "the script asked for more than " + talk.requests() + " things without waiting";
        }
        return turn > talk.turn() ? "the script said more than " + talk.turn() + " characters without waiting" : null;
    }

    /** What is wrong with a request of this size; null when nothing is. */
    @Nullable
    String fault(String op, int size) {
        return size <= talk.request()
                ? null
                : op + ": " + size + " characters are too many for one request; at most " + talk.request();
    }

    /** What is wrong with a result of this size; null when nothing is. */
    @Nullable
    String resultFault(int size) {
        return size <= talk.result()
                ? null
                : "the result of a workflow has at most " + talk.result() + " characters of JSON, not " + size
                        + ": write large things into a file";
    }

    /** The line as it goes into the log, a JSON value; null for one that is left out. */
    @Nullable
    String line(String json) {
        if (log > talk.log()) {
            return null;
        }
        log += json.length() + LINE;
        return log > talk.log() ? "\"the log of this run is full: what follows is left out\"" : json;
    }
}
