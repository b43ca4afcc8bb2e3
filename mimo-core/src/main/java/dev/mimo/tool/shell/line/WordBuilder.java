package dev.mimo.tool.shell.line;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts a word together from its pieces. Where a piece is known only at run time, the word has several choices: one for each
 * text that the piece may well be, so that rules that deny find them. Confined to one parse.
 */
final class WordBuilder {

    /** Choices of one word; those beyond are covered by its pattern. */
    static final int MOST_CHOICES = 8;

    /** Words that one choice may become. */
    private static final int MOST_WORDS = 64;

    /** Marks of what is special because it stands outside of quotes; private characters in the text only widen the finds. */
    private static final char SPLIT = '\uE000';

    private static final char OPEN = '\uE001';
    private static final char COMMA = '\uE002';
    private static final char CLOSE = '\uE003';
    private static final char DOTS = '\uE004';

    private final StringBuilder possible = new StringBuilder();
    private List<StringBuilder> choices = new ArrayList<>(List.of(new StringBuilder()));
    private boolean unknown;
    private boolean braces;
    private int bracket = -1;
    private int pieces;

    void literal(int c) {
        choices.forEach(choice -> choice.appendCodePoint(c));
        possible.appendCodePoint(c);
    }

    void literal(String text) {
        choices.forEach(choice -> choice.append(text));
        possible.append(text);
    }

    /** An unquoted {@code *}, {@code ?} or {@code [}. */
    void glob(int c) {
        choices.forEach(choice -> choice.appendCodePoint(c));
        possible.append('*');
        unknown = true;
        if (c == '[' && bracket < 0) {
            bracket = possible.length();
        }
    }

    /** An unquoted brace, comma or pair of dots. */
    void brace(char c) {
        char mark = c == '{' ? OPEN : c == ',' ? COMMA : c == '}' ? CLOSE : DOTS;
        choices.forEach(choice -> choice.append(mark));
        possible.append(c == '.' ? ".." : String.valueOf(c));
        braces |= c == '{';
    }

    /** A piece that is known at run time only, and some texts that it may be; blanks in them part words outside of quotes. */
    void unknown(List<String> texts, boolean quoted) {
        unknown = true;
        possible.append('*');
        if (++pieces > MOST_WORDS) {
            return;
        }
        List<StringBuilder> more = new ArrayList<>();
        for (StringBuilder choice : choices) {
            for (String text : texts.isEmpty() ? List.of("") : texts) {
                if (more.size() < MOST_CHOICES) {
                    String given = quoted ? text : text.replaceAll("[ \t\n]+", String.valueOf(SPLIT));
                    more.add(new StringBuilder(choice).append(given));
                }
            }
        }
        choices = more;
    }

    /** The word, given how it stands in the text. */
    Word build(String written) {
        boolean expands = braces && choices.get(0).indexOf(String.valueOf(OPEN)) >= 0 && mayExpand();
        if ((!unknown && !expands) || written.equals("[")) {
            return new Word(written, ShellWord.literal(plain(choices.get(0).toString())), List.of());
        }
        String form = expands ? "*" : form(bracket < 0 ? possible.toString() : possible.substring(0, bracket));
        List<List<String>> all = new ArrayList<>();
        for (StringBuilder choice : choices) {
            all.add(words(choice.toString()));
        }
        return new Word(written, new ShellWord(written, form), all);
    }

    private boolean mayExpand() {
        String first = choices.get(0).toString();
        return first.indexOf(COMMA) >= 0 || first.indexOf(DOTS) >= 0;
    }

    private static String form(String possible) {
        return possible.length() > 4096 ? "*" : possible.replaceAll("\\*{2,}", "*");
    }

    private static List<String> words(String choice) {
        List<String> words = new ArrayList<>();
        for (String part : choice.split(String.valueOf(SPLIT), -1)) {
            for (String word : expand(part)) {
                if (!word.isEmpty() && words.size() < MOST_WORDS) {
                    words.add(plain(word));
                }
            }
        }
        return words;
    }

    /** Unfolds {@code a{b,c}d}; what is left when there are too many is covered by the pattern. */
    private static List<String> expand(String text) {
        List<String> done = new ArrayList<>();
        List<String> open = new ArrayList<>(List.of(text));
        while (!open.isEmpty() && done.size() + open.size() < MOST_WORDS) {
            String next = open.remove(0);
            List<String> parts = split(next);
            if (parts.isEmpty()) {
                done.add(next);
            } else {
                open.addAll(0, parts);
            }
        }
        done.addAll(open);
        return done;
    }

    private static List<String> split(String text) {
        int start = text.indexOf(OPEN);
        List<Integer> cuts = new ArrayList<>();
        int depth = 0;
        for (int i = Math.max(start, 0); start >= 0 && i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == OPEN ? 1 : c == CLOSE ? -1 : 0;
            if (c == COMMA && depth == 1) {
                cuts.add(i);
            }
            if (depth == 0) {
                cuts.add(i);
                return cuts.size() < 2 ? List.of() : pieces(text, start, cuts);
            }
        }
        return List.of();
    }

    private static List<String> pieces(String text, int start, List<Integer> cuts) {
        List<String> pieces = new ArrayList<>();
        String tail = text.substring(cuts.get(cuts.size() - 1) + 1);
        int from = start + 1;
        for (int cut : cuts) {
            pieces.add(text.substring(0, start) + text.substring(from, cut) + tail);
            from = cut + 1;
        }
        return pieces;
    }

    private static String plain(String marked) {
        return marked.replace(OPEN, '{').replace(COMMA, ',').replace(CLOSE, '}').replace(String.valueOf(DOTS), "..");
    }

    /**
     * A word of a text.
     *
     * @param written as it stands there
     * @param base the word as it is, or as it stands when it is known only at run time
     * @param choices what it may become then, each as words; empty when it is known
     */
    record Word(String written, ShellWord base, List<List<String>> choices) {}
}
