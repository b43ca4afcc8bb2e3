package dev.mimo.examples.terminal;

import dev.mimo.judge.CandidateEvent;
import dev.mimo.judge.Choice;
import dev.mimo.judge.Decision;
import dev.mimo.model.Message;
import dev.mimo.model.Reply;
import dev.mimo.model.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The drafts of a step, a row for each as it comes or goes, then which one was taken and why. Below the rows stands, where a
 * line can be written anew, what is still awaited. Confined to one thread at a time.
 */
final class CandidateTable {

    private static final int ROOM_FOR_FIGURES = 26;

    private final Terminal terminal;
    private final Set<Integer> awaited = new TreeSet<>();
    private boolean open;

    CandidateTable(Terminal terminal) {
        this.terminal = terminal;
    }

    void show(CandidateEvent event) {
        if (event instanceof CandidateEvent.Started start) {
            awaited.add(start.index());
            status(start.index() + 1 == start.count() ? waiting() : "");
        } else if (event instanceof CandidateEvent.Finished finish) {
            awaited.remove(finish.index());
            row(finish.index(), paint(Style.GREEN, "✓ ") + action(finish.reply()) + figures(finish));
            status(waiting());
        } else if (event instanceof CandidateEvent.Dropped drop) {
            awaited.remove(drop.index());
            row(drop.index(), paint(Style.DIM, "✗ " + Printable.line(drop.reason(), room() + ROOM_FOR_FIGURES)));
            status(waiting());
        } else if (event instanceof CandidateEvent.Judged judged) {
            status("a judge reads " + judged.candidates() + " drafts");
        } else if (event instanceof CandidateEvent.Chosen chosen) {
            leave();
            choice(chosen.decision());
        }
    }

    /** Something else is to be shown. */
    void leave() {
        if (open) {
            terminal.out().print("\r\u001b[K");
            terminal.out().flush();
            open = false;
        }
    }

    private String waiting() {
        List<String> numbers = new ArrayList<>();
        awaited.forEach(index -> numbers.add(String.valueOf(index + 1)));
        return numbers.isEmpty() ? "" : "waiting for draft " + String.join(", ", numbers);
    }

    private void status(String words) {
        leave();
        if (terminal.colours() && !words.isEmpty()) {
            terminal.out().print(paint(Style.DIM, "◇ " + Printable.cut(words, terminal.width() - 3)));
            terminal.out().flush();
            open = true;
        }
    }

    private void row(int index, String text) {
        leave();
        terminal.out().println(paint(Style.DIM, String.format(Locale.ROOT, "%3d ", index + 1)) + text);
    }

    private int room() {
        return Math.max(10, terminal.width() - 6 - ROOM_FOR_FIGURES);
    }

    private String action(Reply reply) {
        Message.Assistant message = reply.message();
        List<ToolCall> calls = message.toolCalls();
        String words = calls.isEmpty()
                ? "\"" + Printable.line(message.text(), room() - 2) + "\""
                : calls.get(0).name() + " " + ToolLines.subject(calls.get(0))
                        + (calls.size() > 1 ? " and " + (calls.size() - 1) + " more" : "");
        String cut = Printable.line(words, room());
        return cut + " ".repeat(Math.max(0, room() - Printable.columns(cut)));
    }

    private String figures(CandidateEvent.Finished finish) {
        long tokens = finish.reply().usage().total();
        String figures = String.format(
                Locale.ROOT,
                " %8s %,9d tokens",
                TerminalView.millis(finish.took().toMillis()),
                tokens);
        return paint(Style.DIM, figures);
    }

    private void choice(Decision decision) {
        Choice choice = decision.choice();
        String by = switch (decision.by()) {
            case JUDGE -> String.format(Locale.ROOT, "the judge, %.0f %% sure", 100 * choice.confidence());
            case AGREEMENT -> "agreement";
            case LEFT -> "nothing else being left";
            case FALLBACK -> "default";
        };
        terminal.line(
                Style.CYAN, "▸ draft " + (choice.index() + 1) + " by " + by + ": " + Printable.text(choice.reason()));
        choice.faults()
                .forEach((index, fault) -> terminal.line(
                        Style.DIM, "    draft " + (index + 1) + ": " + Printable.line(fault, 2 * terminal.width())));
    }

    private String paint(Style style, String text) {
        return terminal.paint(style, text);
    }
}
