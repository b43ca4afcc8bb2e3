package dev.mimo.examples.chat;

import java.util.List;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** What ends a line: the enter key, but for one after a backslash. Words are what stands between spaces. */
final class LineRules implements Parser {

    /** The word at the cursor, up to the cursor. */
    record AtCursor(String line, int cursor) implements ParsedLine {

        @Override
        public String word() {
            String before = line.substring(0, cursor);
            return before.substring(Math.max(before.lastIndexOf(' '), before.lastIndexOf('\n')) + 1);
        }

        @Override
        public int wordCursor() {
            return word().length();
        }

        @Override
        public int wordIndex() {
            return words().size() - 1;
        }

        @Override
        public List<String> words() {
            return List.of(line.substring(0, cursor).split("[ \n]", -1));
        }
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && line.endsWith("\\")) {
            throw new EOFError(-1, line.length(), "goes on");
        }
        return new AtCursor(line, Math.min(cursor, line.length()));
    }

    /** The line as it is meant: a backslash before a line end only stood for it. */
    static String meant(String line) {
        return line.replace("\\\n", "\n");
    }
}
