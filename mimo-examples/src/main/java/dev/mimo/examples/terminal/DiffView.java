package dev.mimo.examples.terminal;

import java.util.List;

/** Shows a unified diff: what came green, what went red. */
final class DiffView {

    /** Lines shown of the changes of one file. */
    private static final int MOST = 30;

    /** Columns shown of a changed line. */
    private static final int LONGEST = 400;

    private final Terminal terminal;
    private final String indent;

    DiffView(Terminal terminal, String indent) {
        this.terminal = terminal;
        this.indent = indent;
    }

    /** All of it, with the names of the files; nothing is cut. */
    void show(String diff) {
        diff.lines().forEach(line -> write(line, Printable.text(line)));
    }

    /** The changes of one file that was named already: all of the changed lines, of those around them what fits. */
    void showChanges(String diff) {
        List<String> lines = diff.lines().skip(2).toList();
        for (String line : lines.subList(0, Math.min(MOST, lines.size()))) {
            boolean changed = line.startsWith("+") || line.startsWith("-");
            int room = changed ? LONGEST : terminal.width() - indent.length();
            write(line, Printable.cut(Printable.text(line), room));
        }
        if (lines.size() > MOST) {
            terminal.out().println(indent + terminal.paint(Style.DIM, "… " + (lines.size() - MOST) + " more lines"));
        }
    }

    private void write(String line, String safe) {
        terminal.out().println(indent + terminal.paint(style(line), safe));
    }

    private static Style style(String line) {
        if (line.startsWith("+++") || line.startsWith("---")) {
            return Style.BOLD;
        }
        return line.startsWith("+")
                ? Style.GREEN
                : line.startsWith("-") ? Style.RED : line.startsWith("@@") ? Style.CYAN : Style.DIM;
    }
}
