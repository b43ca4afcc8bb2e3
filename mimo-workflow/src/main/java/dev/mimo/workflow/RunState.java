package dev.mimo.workflow;

import dev.mimo.environment.Environment;
import dev.mimo.environment.EventSink;
import dev.mimo.model.Cost;
import dev.mimo.model.Cut;
import dev.mimo.model.Spent;
import dev.mimo.workflow.journal.CallPath;
import dev.mimo.workflow.journal.JournalRecord;
import dev.mimo.workflow.journal.JournalRecord.CallSettled;
import dev.mimo.workflow.journal.RunId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the parts of a run share. Used by the run's loop only, but for what never changes. */
final class RunState {

    /** Lines that a run may log; what comes after is dropped, and said so once. */
    private static final int MOST_LINES = 10_000;

    private static final int LONGEST_LINE = 4_096;

    final RunId id;
    final Caps caps;
    final Path workspace;
    final Map<String, String> models;
    final AgentLauncher launcher;
    final ScriptSource scripts;
    final WorkflowFiles files;
    final Environment environment;
    final Isolation isolation;
    final Past past;
    final Resumption how;
    final Ledger ledger;
    final Affected affected = new Affected();
    final List<String> phases = new ArrayList<>();

    private final EventSink events;
    private final Set<String> warned = new HashSet<>();
    private int lines;
    private int agents;
    private int launched;
    private boolean diverged;

    /** Of the calls whose end the script knows: the same in each pass. */
    private Spent known = Spent.NOTHING;

    /** Of all calls of all passes. */
    private Spent total;

    RunState(RunTerms terms, Past past, Ledger ledger) {
        this.id = terms.id();
        this.caps = terms.caps();
        this.workspace = terms.workspace();
        this.models = terms.models();
        this.launcher = terms.launcher();
        this.scripts = terms.scripts();
        this.files = terms.files();
        this.environment = terms.environment();
        this.events = terms.events();
        this.how = terms.how();
        this.isolation = new Isolation(terms, terms.worktrees(), past.branches());
        this.past = past;
        this.ledger = ledger;
        this.total = past.spent();
    }

    void emit(WorkflowEvent event) {
        events.emit(event);
    }

    /** Says something to people once, however often it comes up. */
    void warn(String message) {
        if (warned.add(message)) {
            log(message);
        }
    }

    void log(String message) {
        if (++lines > MOST_LINES + 1) {
            return;
        }
        String shown = lines > MOST_LINES ? "more than " + MOST_LINES + " lines: the others are dropped" : cut(message);
        JournalRecord record = new JournalRecord.Log(shown);
        if (!past.takeSaid(record)) {
            ledger.add(record);
            emit(new WorkflowEvent.Logged(id, shown));
        }
    }

    private static String cut(String message) {
        return message.length() <= LONGEST_LINE ? message : message.substring(0, Cut.at(message, LONGEST_LINE)) + "…";
    }

    void phase(String title) {
        phases.add(title);
        JournalRecord record = new JournalRecord.Phase(title);
        if (!past.takeSaid(record)) {
            ledger.add(record);
            emit(new WorkflowEvent.PhaseStarted(id, title));
        }
    }

    /** The number of the next call of an agent. */
    int nextAgent() {
        return agents++;
    }

    int agents() {
        return agents;
    }

    void launched() {
        launched++;
    }

    int launches() {
        return launched;
    }

    /** A call ended in this pass. */
    void charge(Spent spent) {
        total = total.plus(spent);
    }

    Spent total() {
        return total;
    }

    /** The script is about to know how a call ended. */
    void known(CallSettled end) {
        known = known.plus(end.spent());
    }

    /** Tokens that the script may know to be spent. */
    long knownTokens() {
        return known.usage().output();
    }

    /** Why the script may start no more agents; null while it may. The same in each pass. */
    @Nullable
    String exhausted() {
        if (agents >= caps.agents()) {
            return "the run has made all of its " + caps.agents() + " calls of agents";
        }
        return spent(known);
    }

    /** Why no more agents may begin, whatever the script knows; null while they may. */
    @Nullable
    String spentUp() {
        return spent(total);
    }

    private @Nullable String spent(Spent spent) {
        if (caps.tokens() != null && spent.usage().output() >= caps.tokens()) {
            return "the budget of " + caps.tokens() + " tokens is spent";
        }
        Cost cost = spent.cost();
        if (caps.cost() != null && cost != null && cost.compareTo(caps.cost()) >= 0) {
            return "the budget of " + caps.cost() + " is spent";
        }
        return null;
    }

    /**
     * The script does something else than its journal says.
     *
     * @throws RunDiverged when that ends the run
     */
    void diverge(CallPath path, String expected, String actual) {
        if (diverged) {
            return;
        }
        diverged = true;
        emit(new WorkflowEvent.Diverged(id, path, expected, actual));
        if (how.divergence() == JournalRecord.Divergence.FAIL) {
            throw new RunDiverged(path, expected, actual);
        }
    }
}
