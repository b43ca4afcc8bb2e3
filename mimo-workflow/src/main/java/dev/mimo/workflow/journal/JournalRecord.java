package dev.mimo.workflow.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Spent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One fact of a run, in the order in which facts became true. JSON in a record is not to be changed.
 */
public sealed interface JournalRecord {

    /** How a call of an agent ended. */
    enum Outcome {
        OK,
        FAILED,
        SKIPPED,
        TIMEOUT
    }

    /** How a run ended. */
    enum Status {
        COMPLETED,
        FAILED,
        CANCELLED
    }

    /** What was asked about a file or folder. */
    enum ReadKind {
        READ_FILE,
        EXISTS,
        GLOB
    }

    /** What a resumed run does at the first call that differs from its journal. */
    enum Divergence {
        CONTINUE,
        FAIL
    }

    /**
     * What runs; the first record of every run, and never another one.
     *
     * @param name of the workflow
     * @param script its whole source
     * @param args a JSON value; null when there are none, which is not the same as JSON's null
     * @param seed of its random numbers
     */
    record Header(String name, String script, @Nullable JsonNode args, long seed, Terms terms)
            implements JournalRecord {}

    /**
     * What a run was started with and keeps when it is resumed.
     *
     * @param models what each name of a model in the script stands for
     * @param caps its limits
     * @param workspace the folder of its files
     * @param dialect the rules by which the script is read
     * @param engine the version of the engine
     */
    record Terms(Map<String, String> models, ObjectNode caps, String workspace, String dialect, String engine) {

        public Terms {
            models = Map.copyOf(models);
        }
    }

    /**
     * An agent is about to start. Without a {@link CallSettled} after it, nobody knows what the agent did.
     *
     * @param attempt from 1
     * @param call the prompt and the options, label and phase included
     */
    record CallStarted(CallKey key, int attempt, ObjectNode call) implements JournalRecord {

        public CallStarted {
            requirePositive(attempt);
        }
    }

    /**
     * An agent has ended; the script does not know it yet.
     *
     * @param value what it answered; null unless it ended well
     * @param reason why it did not end well; null when it did
     * @param attempts how many it took; 0 when it was skipped before the first
     */
    record CallSettled(
            CallKey key,
            Outcome outcome,
            @Nullable JsonNode value,
            @Nullable String reason,
            int attempts,
            Spent spent) implements JournalRecord {

        public CallSettled {
            boolean ok = outcome == Outcome.OK;
            if (ok != (value != null) || ok == (reason != null)) {
                throw new IllegalArgumentException("a call has a value when it ended well, else a reason: " + key);
            }
            if (attempts < 0) {
                throw new IllegalArgumentException("attempts are never negative: " + attempts);
            }
        }
    }

    /**
     * The script was told that a call has settled, or that a timer has fired; on replay it is told so in the same order.
     */
    record Delivered(CallPath path) implements JournalRecord {}

    /**
     * The script looked at a file or folder.
     *
     * @param target a path or pattern in the workspace, as the script gave it
     * @param value what it was told
     */
    record Read(CallPath path, ReadKind kind, String target, JsonNode value) implements JournalRecord {}

    /**
     * The script wrote a file.
     *
     * @param target the path in the workspace, as the script gave it
     * @param before SHA-256 of the content that was replaced, in hex; null when there was no file
     * @param after SHA-256 of the new content, in hex
     */
    record Write(CallPath path, String target, @Nullable String before, String after) implements JournalRecord {}

    /** A titled stretch began. */
    record Phase(String title) implements JournalRecord {}

    /** The script logged a line. */
    record Log(String message) implements JournalRecord {}

    /**
     * A nested run began, in this journal.
     *
     * @param path of its scope
     * @param name of the workflow
     * @param script its whole source
     * @param args a JSON value; null when there are none
     */
    record Child(
            CallPath path,
            String name,
            String script,
            @Nullable JsonNode args) implements JournalRecord {}

    /**
     * The run was taken up again; what follows was done by this pass.
     *
     * @param pass 2 for the first one after the start
     * @param script the whole source, when it was edited; else null
     */
    record Resume(int pass, Divergence divergence, @Nullable String script) implements JournalRecord {

        public Resume {
            if (pass < 2) {
                throw new IllegalArgumentException("the first pass is not a resumed one: " + pass);
            }
        }
    }

    /**
     * The run has ended; only a {@link Resume} may follow.
     *
     * @param value what the script returned; null when it returned nothing or did not complete
     * @param error why it did not complete; null when it did
     * @param spent by all passes
     */
    record Terminal(
            Status status,
            @Nullable JsonNode value,
            @Nullable String error,
            Spent spent) implements JournalRecord {

        public Terminal {
            boolean completed = status == Status.COMPLETED;
            if (completed == (error != null) || (!completed && value != null)) {
                throw new IllegalArgumentException("a run that completed has no error, another no value: " + status);
            }
        }
    }

    private static void requirePositive(int attempt) {
        if (attempt < 1) {
            throw new IllegalArgumentException("attempts are counted from 1: " + attempt);
        }
    }
}
