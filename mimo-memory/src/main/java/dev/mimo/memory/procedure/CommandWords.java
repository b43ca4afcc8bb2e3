package dev.mimo.memory.procedure;

import java.util.ArrayList;
import java.util.List;

/** Takes a command line apart, roughly: for comparing what was run, never for deciding what may be. */
final class CommandWords {

    private final List<List<String>> commands = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private List<String> words = new ArrayList<>();
    private boolean begun;

    private CommandWords() {}

    /** The words of each simple command, without quotes; commands without words are left out. */
    static List<List<String>> of(String line) {
        CommandWords all = new CommandWords();
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
                all.add(c, quote != 0);
            } else if (c == '\'' || c == '"') {
                quote = c;
                all.begun = true;
            } else if (c == '\\' && i + 1 < line.length()) {
                all.add(line.charAt(++i), line.charAt(i) != '\n');
            } else if (";|&\n".indexOf(c) >= 0) {
                all.endCommand();
            } else if (Character.isWhitespace(c)) {
                all.endWord();
            } else {
                all.add(c, true);
            }
        }
        all.endCommand();
        return all.commands;
    }

    private void add(char c, boolean wanted) {
        if (wanted) {
            // A quoted text is one word of no meaning, however many spaces it has.
            word.append(Character.isWhitespace(c) ? '\u00a0' : c);
            begun = true;
        }
    }

    private void endWord() {
        if (begun) {
            words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
    }

    private void endCommand() {
        endWord();
        if (!words.isEmpty()) {
            commands.add(words);
        }
        words = new ArrayList<>();
    }
}
