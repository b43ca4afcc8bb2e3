package dev.mimo.workflow.tree;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A run as lines for a terminal: first how it stands, then its tree. Whatever scripts and models have named is printable.
 * Immutable.
 */
public final class RunTreeText {

    private static final int NARROWEST = 20;
    private static final int FEWEST = 4;

    /** From all there is to a line for each phase. */
    private static final List<Rows.Detail> DETAILS = List.of(
            new Rows.Detail(Integer.MAX_VALUE - 1, true),
            new Rows.Detail(40, true),
            new Rows.Detail(20, true),
            new Rows.Detail(10, true),
            new Rows.Detail(6, true),
            new Rows.Detail(10, false),
            new Rows.Detail(5, false),
            new Rows.Detail(3, false),
            new Rows.Detail(1, false));

    private final RunTree tree;
    private final int width;
    private final int most;
    private final boolean colours;
    private final Instant now;

    private RunTreeText(RunTree tree, int width, int most, boolean colours, Instant now) {
        this.tree = tree;
        this.width = Math.max(NARROWEST, width);
        this.most = Math.max(FEWEST, most);
        this.colours = colours;
        this.now = now;
    }

    /** All of it, 100 columns wide, without colours; what runs is as old as the last record. */
    public static RunTreeText of(RunTree tree) {
        return new RunTreeText(tree, 100, Integer.MAX_VALUE, false, tree.last());
    }

    /** At most so many columns; at least 20. */
    public RunTreeText width(int columns) {
        return new RunTreeText(tree, columns, most, colours, now);
    }

    /** At most so many lines, at least 4: of large fan-outs only some calls are shown, those first that did not end well. */
    public RunTreeText lines(int number) {
        return new RunTreeText(tree, width, number, colours, now);
    }

    /** With ANSI colours. */
    public RunTreeText colours() {
        return new RunTreeText(tree, width, most, true, now);
    }

    /** As it is at that time, by which running calls are so old. */
    public RunTreeText at(Instant time) {
        return new RunTreeText(tree, width, most, colours, time);
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        head().forEach(row -> lines.add(row.line(width, colours)));
        int room = most - lines.size();
        List<Row> rows = List.of();
        for (Rows.Detail detail : DETAILS) {
            rows = Rows.of(tree.nodes(), detail, now);
            if (rows.size() <= room) {
                break;
            }
        }
        int shown = rows.size() <= room ? rows.size() : room - 1;
        rows.subList(0, shown).forEach(row -> lines.add(row.line(width, colours)));
        if (shown < rows.size()) {
            lines.add(Row.of("", "… " + Figures.count(rows.size() - shown, "more line"))
                    .line(width, colours));
        }
        return lines;
    }

    private List<Row> head() {
        boolean good = tree.status() == RunTree.Status.COMPLETED;
        boolean open = tree.status() == RunTree.Status.RUNNING || tree.status() == RunTree.Status.CUT_OFF;
        Ink ink = good ? Ink.GOOD : open ? Ink.OPEN : Ink.BAD;
        String mark = good ? "✔" : open ? "●" : "✗";
        List<String> how = new ArrayList<>();
        how.add(words(tree.status()));
        how.add(Figures.time(worked(tree, now)));
        if (tree.passes().size() > 1) {
            how.add(tree.passes().size() + " passes");
        }
        String spent = Figures.spent(tree.totals().spent());
        String sums = Figures.agents(tree.totals()) + (spent.isEmpty() ? "" : " · " + spent);
        List<Row> head = new ArrayList<>();
        head.add(new Row("", mark, ink, Plain.line(tree.name()), String.join(" · ", how), "", ""));
        head.add(Row.of("  ", sums));
        String error = tree.terminal() == null ? null : tree.terminal().error();
        if (error != null) {
            head.add(new Row("  ", "", Ink.BAD, Plain.line(error), "", "", ""));
        }
        return head;
    }

    /** How long it has worked by that time. */
    static Duration worked(RunTree tree, Instant now) {
        boolean growing = tree.status() == RunTree.Status.RUNNING && now.isAfter(tree.last());
        return growing ? tree.worked().plus(Duration.between(tree.last(), now)) : tree.worked();
    }

    static String words(RunTree.Status status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The lines, each with a line feed. */
    @Override
    public String toString() {
        return String.join("\n", lines()) + "\n";
    }
}
