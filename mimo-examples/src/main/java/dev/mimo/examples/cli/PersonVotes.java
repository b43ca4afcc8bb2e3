package dev.mimo.examples.cli;

import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.examples.duel.DuelTask;
import dev.mimo.examples.duel.Voter;
import dev.mimo.examples.terminal.Printable;
import dev.mimo.examples.terminal.Style;
import dev.mimo.examples.terminal.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Asks the person at the terminal which work is better. For one thread. */
final class PersonVotes implements Voter {

    private final Terminal terminal;
    private final BufferedReader typed;
    private final boolean person;

    /** {@code person}: whether somebody sits there. */
    PersonVotes(Surroundings around, boolean person) {
        this.terminal = around.terminal();
        this.typed = new BufferedReader(new InputStreamReader(around.in(), StandardCharsets.UTF_8));
        this.person = person;
    }

    @Override
    public void require() {
        if (!person) {
            throw new UsageError(
                    "a task without a check needs a person's vote, and this is no terminal: give each task a"
                            + " \"check\", or run it where somebody can answer.");
        }
    }

    @Override
    public Vote vote(DuelTask task, String one, String two) throws IOException {
        terminal.line();
        terminal.line(Style.BOLD, "── " + Printable.line(task.id(), 100) + " ──");
        terminal.line(Style.DIM, Printable.text(task.prompt()));
        show("1", one);
        show("2", two);
        while (true) {
            terminal.out().print("Which one is better: 1, 2 or tie? ");
            terminal.out().flush();
            String answer = typed.readLine();
            if (answer == null) {
                throw new UsageError("nobody voted on \"" + task.id() + "\"; what was finished before is kept.");
            }
            Vote vote = findVote(answer.strip().toLowerCase(Locale.ROOT));
            if (vote != null) {
                return vote;
            }
        }
    }

    private static @Nullable Vote findVote(String answer) {
        return switch (answer) {
            case "1" -> Vote.ONE;
            case "2" -> Vote.TWO;
            case "tie", "t", "=" -> Vote.TIE;
            default -> null;
        };
    }

    private void show(String name, String diff) {
        terminal.line();
        terminal.line(Style.BOLD, name);
        if (diff.isBlank()) {
            terminal.line(Style.DIM, "changed nothing");
        } else {
            terminal.diff(diff);
        }
    }
}
