package dev.mimo.examples.chat;

import dev.mimo.examples.terminal.Style;
import dev.mimo.examples.terminal.Terminal;
import dev.mimo.examples.terminal.TerminalView;

/** What the chat itself says, between the words of the agent. Safe for use by several threads. */
final class Voice {

    private final Terminal terminal;
    private final TerminalView view;

    Voice(Terminal terminal, TerminalView view) {
        this.terminal = terminal;
        this.view = view;
    }

    Terminal terminal() {
        return terminal;
    }

    /** A line; what is not printable in it is shown by its number. */
    void say(Style style, String text) {
        together(() -> terminal.line(style, text));
    }

    void say(String text) {
        say(Style.PLAIN, text);
    }

    /** Something in passing. */
    void hint(String text) {
        say(Style.DIM, text);
    }

    /** What the person did wrong, or what did not work. */
    void complain(String text) {
        say(Style.RED, text);
    }

    /** Several things that stand together. */
    void together(Runnable shown) {
        view.aside(shown);
    }

    /** What the person has said, as it stays on the screen. */
    void echo(Expected mark, String text) {
        together(() -> {
            if (mark == Expected.TASK) {
                terminal.line();
            }
            terminal.line(mark == Expected.TASK ? Style.BOLD : Style.DIM, Expected.TASK.mark() + text);
        });
    }
}
