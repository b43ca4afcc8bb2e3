package dev.mimo.tool.coding;

import java.util.StringJoiner;

/**
 * How many files a search passed over.
 *
 * @param closed by the rules, as they may not be read
 * @param large over {@link RegularFile#LARGEST} bytes
 */
record LeftOut(int closed, int large) {

    /** The text, and a line that tells of them when there are any. */
    String after(String text) {
        StringJoiner left = new StringJoiner(", ", "(left out: ", ")");
        left.setEmptyValue("");
        if (closed > 0) {
            left.add(files(closed) + " that may not be read");
        }
        if (large > 0) {
            left.add(files(large) + " over " + RegularFile.size(RegularFile.LARGEST));
        }
        return left.length() == 0 ? text : text + (text.endsWith("\n") ? "" : "\n") + left;
    }

    private static String files(int count) {
        return count + (count == 1 ? " file" : " files");
    }
}
