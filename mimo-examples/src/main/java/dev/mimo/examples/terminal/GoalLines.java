package dev.mimo.examples.terminal;

import dev.mimo.judge.Evidence;
import dev.mimo.judge.GoalEvent;
import dev.mimo.judge.Verdict;

/** What becomes of a goal: checks, the judge, verdicts with what is missing. */
final class GoalLines {

    private final Terminal terminal;

    GoalLines(Terminal terminal) {
        this.terminal = terminal;
    }

    void show(GoalEvent event) {
        if (event instanceof GoalEvent.EvidenceChecked checked) {
            show(checked.finding());
        } else if (event instanceof GoalEvent.JudgeAsked) {
            terminal.line(Style.DIM, "⚖ a judge reads the conversation");
        } else if (event instanceof GoalEvent.Assessed assessed) {
            show(assessed);
        } else if (event instanceof GoalEvent.Unassessed failed) {
            terminal.line(Style.YELLOW, "⚖ no verdict: " + Printable.text(failed.reason()));
        }
    }

    private void show(Evidence.Finding finding) {
        String name = Printable.line(finding.name(), terminal.width() - 4);
        terminal.line(finding.holds() ? Style.DIM : Style.YELLOW, (finding.holds() ? "✓ " : "✗ ") + name);
    }

    private void show(GoalEvent.Assessed assessed) {
        Verdict verdict = assessed.verdict();
        String reason = Printable.text(verdict.reason());
        if (verdict instanceof Verdict.Met met) {
            terminal.line(Style.GREEN, "⚖ the goal is met: " + reason);
            terminal.line(Style.DIM, "    shown by " + Printable.text(String.join(", ", met.evidence())));
        } else if (verdict instanceof Verdict.NotMet not) {
            String round = " (" + (assessed.round() + 1) + " of " + assessed.maxRounds() + ")";
            terminal.line(Style.YELLOW, "⚖ not met yet" + round + ": " + reason);
            not.missing()
                    .forEach(item -> terminal.line(Style.DIM, "    - " + Printable.line(item, 2 * terminal.width())));
        } else {
            terminal.line(Style.RED, "⚖ out of reach: " + reason);
        }
    }
}
