package dev.mimo.examples.cli;

import dev.mimo.environment.Event;
import dev.mimo.examples.terminal.Printable;
import dev.mimo.examples.terminal.Style;
import dev.mimo.examples.terminal.Terminal;
import dev.mimo.workflow.WorkflowEvent;
import dev.mimo.workflow.WorkflowResult;
import dev.mimo.workflow.tree.RunTree;
import dev.mimo.workflow.tree.RunTreeText;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A run as a tree that is drawn anew in its place, with what the script says above it. For terminals that can move the
 * cursor. Safe for use by several threads.
 */
final class LiveTree implements RunView {

    /** What fits on the smallest usual terminal. */
    private static final int LINES = 20;

    private static final int LINES_AT_THE_END = 200;

    /** Of the time between two looks, drawing takes at most the so-manieth part, however large the run is. */
    private static final int REST = 10;

    private final Terminal terminal;
    private final Supplier<RunTree> tree;
    private final Clock clock;
    private final List<String> said = new ArrayList<>();
    private int drawn;
    private long drawnAt = System.nanoTime();
    private long took;

    /** {@code tree}: the run as it stands at the moment. */
    LiveTree(Terminal terminal, Supplier<RunTree> tree, Clock clock) {
        this.terminal = terminal;
        this.tree = tree;
        this.clock = clock;
    }

    @Override
    public synchronized void emit(Event event) {
        if (event instanceof WorkflowEvent.Logged logged) {
            said.add(logged.message());
        } else if (event instanceof WorkflowEvent.Diverged diverged) {
            said.add("the script differs from its journal at " + diverged.path() + ": " + diverged.actual()
                    + " in place of " + diverged.expected());
        }
    }

    @Override
    public synchronized void look() {
        long now = System.nanoTime();
        if (now - drawnAt >= REST * took) {
            draw(LINES);
            drawnAt = System.nanoTime();
            took = drawnAt - now;
        }
    }

    @Override
    public synchronized void end(WorkflowResult result) {
        draw(LINES_AT_THE_END);
        drawn = 0;
    }

    private void draw(int most) {
        // One column less, as some terminals go to the next line when the last column is written.
        List<String> lines = RunTreeText.of(tree.get())
                .width(terminal.width() - 1)
                .lines(most)
                .colours()
                .at(clock.instant())
                .lines();
        StringBuilder out = new StringBuilder();
        if (drawn > 0) {
            out.append("\u001b[").append(drawn).append("A\r\u001b[J");
        }
        for (String line : said) {
            String shown = Printable.line(line, terminal.width() - 3);
            out.append(terminal.paint(Style.DIM, "· " + shown)).append('\n');
        }
        said.clear();
        lines.forEach(line -> out.append(line).append('\n'));
        drawn = lines.size();
        terminal.out().print(out);
        terminal.out().flush();
    }
}
