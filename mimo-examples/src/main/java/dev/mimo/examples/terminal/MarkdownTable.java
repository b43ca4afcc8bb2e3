package dev.mimo.examples.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table of Markdown, drawn when all of it is there, as columns, or, where they would be too narrow, row by row. */
final class MarkdownTable {

    private static final int NARROWEST = 6;
    private static final String BETWEEN = " │ ";

    private final Terminal terminal;
    private final List<String> lines = new ArrayList<>();

    MarkdownTable(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Adds a line as it stands in the text. */
    void add(String line) {
        lines.add(line);
    }

    void show() {
        if (lines.size() < 2 || !lines.get(1).matches("[\\s|:-]*-[\\s|:-]*")) {
            for (String line : lines) {
                terminal.line(Style.PLAIN, line);
            }
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        lines.forEach(line -> rows.add(cells(line)));
        List<String> sides = rows.remove(1);
        int columns = rows.stream().mapToInt(List::size).max().orElse(1);
        rows.replaceAll(row -> padded(row, columns));
        int room = terminal.width() - 1 - BETWEEN.length() * (columns - 1);
        if (room < columns * NARROWEST) {
            showRowByRow(rows);
        } else {
            showColumns(rows, padded(sides, columns), widths(rows, columns, room));
        }
    }

    private static List<String> cells(String line) {
        String inner = line.strip().replaceFirst("^\\|", "").replaceFirst("(?<!\\\\)\\|$", "");
        return Arrays.stream(inner.split("(?<!\\\\)\\|", -1))
                .map(cell -> Printable.text(plain(cell.replace("\\|", "|").strip())))
                .toList();
    }

    /** Cells are short, so their marks would only take room. */
    private static String plain(String cell) {
        return cell.replaceAll("\\*\\*(.+?)\\*\\*", "$1").replaceAll("`([^`]+)`", "$1");
    }

    private static List<String> padded(List<String> row, int columns) {
        List<String> whole = new ArrayList<>(row);
        while (whole.size() < columns) {
            whole.add("");
        }
        return whole;
    }

    /** As wide as they want to be; when that is too much the widest give way. */
    private static int[] widths(List<List<String>> rows, int columns, int room) {
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], Math.max(1, Printable.columns(row.get(i))));
            }
        }
        while (Arrays.stream(widths).sum() > room) {
            int widest = 0;
            for (int i = 1; i < columns; i++) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            widths[widest]--;
        }
        return widths;
    }

    private void showColumns(List<List<String>> rows, List<String> sides, int[] widths) {
        for (int i = 0; i < rows.size(); i++) {
            showRow(rows.get(i), sides, widths, i == 0 ? Style.BOLD : Style.PLAIN);
            if (i == 0) {
                StringBuilder rule = new StringBuilder();
                for (int width : widths) {
                    rule.append(rule.isEmpty() ? "" : "─┼─").append("─".repeat(width));
                }
                terminal.out().println(terminal.paint(Style.DIM, rule.toString()));
            }
        }
    }

    private void showRow(List<String> row, List<String> sides, int[] widths, Style style) {
        List<List<String>> parts = new ArrayList<>();
        int height = 1;
        for (int i = 0; i < widths.length; i++) {
            parts.add(Printable.wrap(row.get(i), widths[i]));
            height = Math.max(height, parts.get(i).size());
        }
        for (int at = 0; at < height; at++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String part = at < parts.get(i).size() ? parts.get(i).get(at) : "";
                String gap = " ".repeat(Math.max(0, widths[i] - Printable.columns(part)));
                boolean right = sides.get(i).endsWith(":") && !sides.get(i).startsWith(":");
                String painted = terminal.paint(style, part);
                line.append(i == 0 ? "" : terminal.paint(Style.DIM, BETWEEN));
                line.append(right ? gap + painted : i == widths.length - 1 ? painted : painted + gap);
            }
            terminal.out().println(line);
        }
    }

    private void showRowByRow(List<List<String>> rows) {
        List<String> heads = rows.get(0);
        for (List<String> row : rows.subList(1, rows.size())) {
            for (int i = 0; i < row.size(); i++) {
                Flow flow = new Flow(terminal);
                flow.begin(i == 0 ? "- " : "  ", "    ", 4);
                flow.add(heads.get(i) + ": ", Style.BOLD);
                flow.add(row.get(i).replace('\n', ' '), Style.PLAIN);
                flow.newLine();
            }
        }
    }
}
