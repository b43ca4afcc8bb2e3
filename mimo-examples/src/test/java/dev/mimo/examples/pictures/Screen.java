package dev.mimo.examples.pictures;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands on a terminal after a program has written to it: lines of cells, each with a look. Knows the few control
 * sequences that the command line uses; others do nothing. Confined to one thread.
 */
final class Screen {

    private static final Pattern CONTROL = Pattern.compile("\u001b\\[([0-9;?]*)([A-Za-z])");
    private static final String MISSING = "⋯";

    private final int columns;
    private final List<List<Cell>> lines = new ArrayList<>(List.of(new ArrayList<>()));
    private Look look = Look.PLAIN;
    private int row;
    private int column;

    private Screen(int columns) {
        this.columns = columns;
    }

    /** One character, as it looks. */
    record Cell(String text, Look look) {
        static final Cell BLANK = new Cell(" ", Look.PLAIN);
    }

    /** So many lines from the first on that has the text. */
    record Passage(String begins, int lines) {}

    /** A screen of so many columns, and as high as need be, on which that was written. */
    static Screen of(String written, int columns) {
        Screen screen = new Screen(columns);
        screen.write(written);
        return screen;
    }

    /** From top to bottom, without empty lines at the end. */
    List<List<Cell>> lines() {
        int end = lines.size();
        while (end > 0 && text(lines.get(end - 1)).isEmpty()) {
            end--;
        }
        return List.copyOf(lines.subList(0, end));
    }

    /** Without looks; each line ends with a line break. */
    String text() {
        StringBuilder text = new StringBuilder();
        lines().forEach(line -> text.append(text(line)).append('\n'));
        return text.toString();
    }

    /**
     * These passages only, with a mark for what was left out between and after them.
     *
     * @throws IllegalArgumentException when one does not come after the passage before
     */
    Screen only(Passage... passages) {
        Screen part = new Screen(columns);
        part.lines.clear();
        List<List<Cell>> all = lines();
        int next = 0;
        for (Passage passage : passages) {
            int from = find(all, passage.begins(), next);
            part.leaveOut(from - next, next > 0);
            next = Math.min(all.size(), from + passage.lines());
            part.lines.addAll(all.subList(from, next));
        }
        part.leaveOut(all.size() - next, true);
        return part;
    }

    private void leaveOut(int count, boolean told) {
        if (count > 0 && told) {
            List<Cell> mark = new ArrayList<>();
            mark.add(new Cell(MISSING, Look.PLAIN.with(2)));
            lines.add(mark);
        }
    }

    private static int find(List<List<Cell>> all, String text, int from) {
        for (int at = from; at < all.size(); at++) {
            if (text(all.get(at)).contains(text)) {
                return at;
            }
        }
        throw new IllegalArgumentException("no line has \"" + text + "\" from line " + (from + 1) + " on");
    }

    static String text(List<Cell> line) {
        StringBuilder text = new StringBuilder();
        line.forEach(cell -> text.append(cell.text()));
        return text.toString().stripTrailing();
    }

    private void write(String written) {
        Matcher control = CONTROL.matcher(written);
        int at = 0;
        while (at < written.length()) {
            if (control.region(at, written.length()).lookingAt()) {
                obey(control.group(1), control.group(2).charAt(0));
                at = control.end();
            } else {
                int c = written.codePointAt(at);
                put(c);
                at += Character.charCount(c);
            }
        }
    }

    private void put(int c) {
        if (c == '\n') {
            row++;
            column = 0;
            line();
        } else if (c == '\r') {
            column = 0;
        } else if (c >= ' ') {
            if (column == columns) {
                put('\n');
            }
            pad(column);
            Cell cell = new Cell(Character.toString(c), look);
            if (column < line().size()) {
                line().set(column, cell);
            } else {
                line().add(cell);
            }
            column++;
        }
    }

    private void obey(String arguments, char command) {
        switch (command) {
            case 'm' -> {
                for (String code : arguments.split(";", -1)) {
                    look = look.with(number(code, 0));
                }
            }
            case 'A' -> row = Math.max(0, row - number(arguments, 1));
            case 'K' -> clear(line(), column);
            case 'J' -> {
                clear(line(), column);
                clear(lines, row + 1);
            }
            default -> {
                // Moves nothing that is seen in a picture, such as what hides the cursor.
            }
        }
    }

    private List<Cell> line() {
        while (lines.size() <= row) {
            lines.add(new ArrayList<>());
        }
        return lines.get(row);
    }

    private void pad(int to) {
        while (line().size() < to) {
            line().add(Cell.BLANK);
        }
    }

    private static void clear(List<?> list, int from) {
        if (from < list.size()) {
            list.subList(from, list.size()).clear();
        }
    }

    private static int number(String text, int otherwise) {
        return text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : otherwise;
    }
}
