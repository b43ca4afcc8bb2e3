package dev.mimo.examples.cli;

import dev.mimo.environment.Event;
import dev.mimo.examples.terminal.Printable;
import dev.mimo.examples.terminal.Terminal;
import dev.mimo.workflow.WorkflowEvent;
import dev.mimo.workflow.WorkflowResult;
import dev.mimo.workflow.journal.JournalRecord.Outcome;
import dev.mimo.workflow.tree.RunTree;
import dev.mimo.workflow.tree.RunTreeText;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A run as a line for each thing that happens, and at its end as a tree. Safe for use by several threads. */
final class RunLines implements RunView {

    private static final int LINES_AT_THE_END = 200;

    private final Terminal terminal;
    private final Supplier<RunTree> tree;

    /** {@code tree}: the run as it stands at the moment. */
    RunLines(Terminal terminal, Supplier<RunTree> tree) {
        this.terminal = terminal;
        this.tree = tree;
    }

    @Override
    public synchronized void emit(Event event) {
        String line = line(event);
        if (line != null) {
            terminal.out().println(Printable.line(line, 500));
            terminal.out().flush();
        }
    }

    private static @Nullable String line(Event event) {
        if (event instanceof WorkflowEvent.PhaseStarted phase) {
            return "# " + phase.title();
        } else if (event instanceof WorkflowEvent.Logged logged) {
            return "· " + logged.message();
        } else if (event instanceof WorkflowEvent.CallStarted call) {
            return "● " + call.title() + (call.attempt() > 1 ? " (attempt " + call.attempt() + ")" : "");
        } else if (event instanceof WorkflowEvent.CallFinished call) {
            boolean ok = call.outcome() == Outcome.OK;
            String how = ok ? "" : " · " + call.outcome().name().toLowerCase(Locale.ROOT) + ": " + call.reason();
            return (ok ? "✔ " : "✗ ") + call.title() + how + (call.replayed() ? " (from an earlier pass)" : "");
        } else if (event instanceof WorkflowEvent.ChildStarted child) {
            return "▸ " + child.name();
        } else if (event instanceof WorkflowEvent.ChildFinished child) {
            return "◂ " + child.name() + (child.fault() == null ? "" : " · " + child.fault());
        } else if (event instanceof WorkflowEvent.CallInDoubt call) {
            return "? " + call.title() + " was begun by an earlier pass, and nobody knows what came of it: once more";
        } else if (event instanceof WorkflowEvent.Diverged diverged) {
            return "! the script differs from its journal at " + diverged.path() + ": " + diverged.actual()
                    + " in place of " + diverged.expected();
        }
        return null;
    }

    @Override
    public synchronized void end(WorkflowResult result) {
        terminal.out().println();
        RunTreeText text = RunTreeText.of(tree.get()).width(terminal.width()).lines(LINES_AT_THE_END);
        terminal.out().print(text);
        terminal.out().flush();
    }
}
