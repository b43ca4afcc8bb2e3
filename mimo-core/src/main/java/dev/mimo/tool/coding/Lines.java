package dev.mimo.tool.coding;

import java.util.ArrayList;
import java.util.List;

/** Text as lines. A line ends with LF or CRLF; a CR by itself is part of a line. */
final class Lines {

    private Lines() {}

    /** The lines with their ends; only the last may have none. Together they are the text. */
    static List<String> withEnds(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', start)) {
            lines.add(text.substring(start, at + 1));
            start = at + 1;
        }
        if (start < text.length()) {
            lines.add(text.substring(start));
        }
        return lines;
    }

    /** The lines without their ends. */
    static List<String> of(String text) {
        List<String> lines = withEnds(text);
        lines.replaceAll(Lines::content);
        return lines;
    }

    /** A line without its end. */
    static String content(String line) {
        return line.substring(0, line.length() - end(line).length());
    }

    /** A line's end: LF, CRLF or nothing. */
    static String end(String line) {
        return line.endsWith("\r\n") ? "\r\n" : line.endsWith("\n") ? "\n" : "";
    }

    /** The number, from 1, of the line that a place in a text belongs to. */
    static int number(String text, int place) {
        int number = 1;
        for (int at = text.indexOf('\n'); at >= 0 && at < place; at = text.indexOf('\n', at + 1)) {
            number++;
        }
        return number;
    }

    /** A line cut to a length, with a mark that says so. */
    static String cut(String line, int most) {
        return cut(line, line.length(), most);
    }

    /** The same when only the beginning of the line is at hand, and its length. */
    static String cut(String beginning, long length, int most) {
        if (beginning.length() <= most) {
            return beginning;
        }
        int end = Character.isHighSurrogate(beginning.charAt(most - 1)) ? most - 1 : most;
        return beginning.substring(0, end) + "… [" + (length - end) + " more characters]";
    }

    /** A line as it is shown to the model. */
    static String numbered(long number, String line) {
        String digits = Long.toString(number);
        return " ".repeat(Math.max(0, 5 - digits.length())) + digits + "\t" + line + "\n";
    }
}
