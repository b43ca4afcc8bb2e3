package dev.mimo.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.environment.MimoException;
import dev.mimo.environment.Sha256;
import dev.mimo.model.Json;
import dev.mimo.workflow.journal.CallPath;
import dev.mimo.workflow.journal.JournalRecord;
import dev.mimo.workflow.script.Guest;
import dev.mimo.workflow.script.GuestScript;
import dev.mimo.workflow.script.Turn;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Opens the scripts of a run: its own, and those of nested runs. Used by the run's loop only. */
final class Nesting {

    private final RunState state;
    private final RunGuests guests;
    private final RunTerms terms;

    Nesting(RunState state, RunGuests guests, RunTerms terms) {
        this.state = state;
        this.guests = guests;
        this.terms = terms;
    }

    Frame root() {
        Guest guest = guest(terms.script(), CallPath.root(), terms.args());
        return new Frame(CallPath.root(), terms.script(), guest, null, 0);
    }

    /** Throws {@link MimoException} when there is no such script, or it may not run there. */
    Frame open(Frame parent, long request, CallPath path, JsonNode ref, @Nullable JsonNode args) {
        WorkflowScript script = script(path, ref, args);
        String name = script.meta().name();
        if (parent.depth >= state.caps.depth()) {
            throw new MimoException(
                    "runs nest at most " + state.caps.depth() + " deep; \"" + name + "\" would be deeper");
        }
        if (ref.isTextual() && !SavedScripts.isSource(ref.asText()) && parent.isWithin(script)) {
            throw new MimoException("\"" + name + "\" runs already around this: a workflow cannot nest itself");
        }
        JournalRecord.Child child = new JournalRecord.Child(path, name, script.source(), args);
        if (!child.equals(state.past.child(path, args))) {
            state.ledger.add(child);
        }
        state.emit(new WorkflowEvent.ChildStarted(state.id, path, name));
        return new Frame(path, script, guest(script, path, args), parent, request);
    }

    /** The script that was recorded, so that a resumed run does what was begun; but an edited run takes what there is now. */
    private WorkflowScript script(CallPath path, JsonNode ref, @Nullable JsonNode args) {
        JournalRecord.Child before = state.how.edited() == null ? state.past.child(path, args) : null;
        return before == null ? state.scripts.find(ref) : WorkflowScript.of(before.script());
    }

    private Guest guest(WorkflowScript script, CallPath path, @Nullable JsonNode args) {
        return guests.open(
                script,
                new GuestScript(
                        Frame.source(script),
                        Frame.body(script),
                        path.value(),
                        args == null ? null : Json.write(args),
                        path.equals(CallPath.root()) ? terms.seed() : seed(terms.seed() + path.value()),
                        state.caps.tokens()));
    }

    /** A number that looks random, but is always the same for a text. */
    static long seed(String text) {
        return Long.parseUnsignedLong(
                Sha256.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, 16), 16);
    }

    static String fault(Frame frame, Turn.Threw threw) {
        String where = threw.fault().line() > 0
                ? " (" + Frame.source(frame.script) + ":" + threw.fault().line() + ")"
                : "";
        return "workflow \"" + frame.script.meta().name() + "\" failed: "
                + threw.fault().message() + where;
    }
}
