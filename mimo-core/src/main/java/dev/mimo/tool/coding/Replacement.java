package dev.mimo.tool.coding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One text put in the place of another, to the letter but for line ends: LF and CRLF are the same when looking, and the new
 * text gets the ends of the place it comes to. For one file, by one thread.
 */
final class Replacement {

    private final String text;
    private final String plain;
    private final String from;
    private final String to;
    /** Where in {@link #plain} the line ends stand that are CRLF in the file; ascending. */
    private final int[] windowsEnds;

    Replacement(String text, String from, String to) {
        this.text = text;
        this.from = plain(from);
        this.to = plain(to);
        this.plain = plain(text);
        this.windowsEnds = plain.length() == text.length() ? new int[0] : windowsEnds(text);
    }

    /** A text whose lines all end with LF. */
    static String plain(String text) {
        return text.replace("\r\n", "\n");
    }

    /** Where the old text stands in {@link #plainText()}, without overlaps. */
    List<Integer> places() {
        List<Integer> places = new ArrayList<>();
        for (int at = plain.indexOf(from); at >= 0; at = plain.indexOf(from, at + from.length())) {
            places.add(at);
        }
        return places;
    }

    /** The file's text with LF only. */
    String plainText() {
        return plain;
    }

    /** The file's text after the change at these places. */
    String at(List<Integer> places) {
        // What old and new text begin and end with alike is not touched, so that its line ends stay.
        int shortest = Math.min(from.length(), to.length());
        int head = 0;
        while (head < shortest && from.charAt(head) == to.charAt(head)) {
            head++;
        }
        int tail = 0;
        while (tail < shortest - head && from.charAt(from.length() - 1 - tail) == to.charAt(to.length() - 1 - tail)) {
            tail++;
        }
        String middle = to.substring(head, to.length() - tail);
        StringBuilder changed = new StringBuilder(text.length() + middle.length());
        int done = 0;
        for (int place : places) {
            int start = place(place + head);
            int end = place(place + from.length() - tail);
            changed.append(text, done, start).append(withEnds(middle, place + head));
            done = end;
        }
        return changed.append(text, done, text.length()).toString();
    }

    /** The place in the file of a place in the plain text; for a line end that of its CR. */
    private int place(int plainPlace) {
        int found = Arrays.binarySearch(windowsEnds, plainPlace);
        return plainPlace + (found >= 0 ? found : -found - 1);
    }

    /** The new words with the line end of what they replace, or else of the line they come to, or of the one before. */
    private String withEnds(String middle, int plainStart) {
        int next = plain.indexOf('\n', plainStart);
        int end = next >= 0 ? next : plain.lastIndexOf('\n');
        boolean windows = end >= 0 && Arrays.binarySearch(windowsEnds, end) >= 0;
        return windows ? middle.replace("\n", "\r\n") : middle;
    }

    private static int[] windowsEnds(String text) {
        int[] ends = new int[16];
        int count = 0;
        for (int at = text.indexOf("\r\n"); at >= 0; at = text.indexOf("\r\n", at + 2)) {
            if (count == ends.length) {
                ends = Arrays.copyOf(ends, count * 2);
            }
            ends[count] = at - count;
            count++;
        }
        return Arrays.copyOf(ends, count);
    }
}
