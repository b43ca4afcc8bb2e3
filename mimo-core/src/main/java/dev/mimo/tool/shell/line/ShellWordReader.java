package dev.mimo.tool.shell.line;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads words: quotes, escapes, expansions and substitutions. Confined to one parse. */
final class ShellWordReader {

    private static final String ENDS = " \t\n;&|()<>";

    /** Places that are looked at twice, so that time stays in proportion to the text. */
    private static final int MOST_TRIES = 64;

    private final ShellCursor cursor;
    private final ShellFindings findings;
    private final ShellParser parser;
    private final int depth;
    private int tries;

    ShellWordReader(ShellCursor cursor, ShellFindings findings, ShellParser parser, int depth) {
        this.cursor = cursor;
        this.findings = findings;
        this.parser = parser;
        this.depth = depth;
    }

    /** The word that begins here; empty only before a parenthesis. */
    WordBuilder.Word word(int level) {
        WordBuilder word = new WordBuilder();
        int start = cursor.at();
        int c = cursor.peek();
        while (c >= 0) {
            if ((c == '<' || c == '>') && cursor.after() == '(') {
                substitution(2, word, true, level);
            } else if (c == '(' && cursor.from(start).matches("[A-Za-z_]\\w*\\+?=")) {
                array(word, level);
            } else if (ENDS.indexOf(c) >= 0) {
                break;
            } else {
                piece(c, word, level);
            }
            c = cursor.peek();
        }
        return word.build(cursor.from(start).replace("\\\n", ""));
    }

    private void piece(int c, WordBuilder word, int level) {
        switch (c) {
            case '\'' -> single(word);
            case '"' -> twofold(word, level, true);
            case '\\' -> {
                cursor.next();
                int escaped = cursor.nextRaw();
                if (escaped >= 0) {
                    word.literal(escaped);
                } else {
                    word.literal('\\');
                }
            }
            case '$' -> dollar(word, level, false);
            case '`' -> backtick(word, level, false);
            case '*', '?', '[' -> word.glob(cursor.next());
            case '{', '}', ',' -> word.brace((char) cursor.next());
            case '.' -> {
                cursor.next();
                if (cursor.peek() == '.') {
                    cursor.next();
                    word.brace('.');
                } else {
                    word.literal('.');
                }
            }
            default -> word.literal(cursor.next());
        }
    }

    private void single(WordBuilder word) {
        cursor.next();
        int c = cursor.nextRaw();
        while (c != '\'') {
            if (c < 0) {
                findings.doubt();
                return;
            }
            word.literal(c);
            c = cursor.nextRaw();
        }
    }

    /** Text in double quotes; that of a here-document ends with the text. */
    private void twofold(WordBuilder word, int level, boolean quotes) {
        if (quotes) {
            cursor.next();
        }
        while (true) {
            int c = cursor.peek();
            if (c < 0) {
                if (quotes) {
                    findings.doubt();
                }
                return;
            }
            switch (c) {
                case '"' -> {
                    cursor.next();
                    if (quotes) {
                        return;
                    }
                    word.literal(c);
                }
                case '\\' -> {
                    cursor.next();
                    int escaped = cursor.nextRaw();
                    if (escaped < 0 || "$`\"\\".indexOf(escaped) < 0) {
                        word.literal('\\');
                    }
                    if (escaped >= 0) {
                        word.literal(escaped);
                    }
                }
                case '$' -> dollar(word, level, true);
                case '`' -> backtick(word, level, true);
                default -> word.literal(cursor.next());
            }
        }
    }

    /** The expansions in the body of a here-document. */
    void expansions(String body, int level) {
        if (level > ShellParser.MOST_DEPTH) {
            findings.doubt();
            return;
        }
        new ShellParser(body, findings, level).expansions();
    }

    /** Reads all of the text as if it stood in double quotes. */
    void quoted() {
        twofold(new WordBuilder(), depth, false);
    }

    private void dollar(WordBuilder word, int level, boolean quoted) {
        cursor.next();
        int c = cursor.peek();
        if (c == '(') {
            cursor.next();
            if (cursor.peek() == '(' && arithmetic(level)) {
                word.unknown(List.of("0"), quoted);
            } else {
                substitution(0, word, quoted, level);
            }
        } else if (c == '{') {
            cursor.next();
            braced(word, level, quoted);
        } else if (c == '[') {
            // An old form of arithmetic.
            findings.doubt();
            word.unknown(List.of("0"), quoted);
        } else if (c == '\'' && !quoted) {
            cursor.next();
            AnsiQuotes.read(cursor, word, findings);
        } else if (c == '"' && !quoted) {
            twofold(word, level, true);
        } else if (c >= 0 && (Character.isLetter(c) || c == '_')) {
            word.unknown(findings.choices(name()), quoted);
        } else if (c >= 0 && ("@*#?$!-".indexOf(c) >= 0 || (c >= '0' && c <= '9'))) {
            cursor.next();
            word.unknown(List.of(""), quoted);
        } else {
            word.literal('$');
        }
    }

    private String name() {
        StringBuilder name = new StringBuilder();
        int c = cursor.peek();
        while (c == '_' || (c < 0x80 && Character.isLetterOrDigit(c))) {
            name.appendCodePoint(cursor.next());
            c = cursor.peek();
        }
        if (name.length() == 0) {
            name.appendCodePoint(cursor.next());
        }
        return name.toString();
    }

    /** Behind the opening brace: the parameter, and what is to be done with it. */
    private void braced(WordBuilder word, int level, boolean quoted) {
        if (level > ShellParser.MOST_DEPTH) {
            findings.doubt();
            cursor.toEnd();
            return;
        }
        int first = cursor.peek();
        if (first == ' ' || first == '\n' || first == '\t' || first == '|') {
            // A newer form of substitution.
            findings.doubt();
        }
        boolean length = first == '#' || first == '!';
        String name = first >= 0 && (first == '_' || Character.isLetter(first)) ? name() : "";
        int operator = cursor.peek();
        WordBuilder.Word rest = rest(level, quoted);
        List<String> texts = new ArrayList<>(findings.choices(name));
        String given = rest.base().value();
        if (!length && (operator == ':' || operator == '-' || operator == '=' || operator == '+')) {
            String alternative = given.replaceFirst("^:?[-=+?]", "");
            texts.add(alternative);
            rest.choices().forEach(choice -> texts.add(String.join(" ", choice).replaceFirst("^:?[-=+?]", "")));
            if (!name.isEmpty() && given.matches("(?s):?=.*")) {
                findings.assign(name, alternative);
            }
        }
        if (operator == '@' && given.startsWith("@P")) {
            findings.doubt();
        }
        word.unknown(texts, quoted);
    }

    /** Up to the closing brace, with all that expands in it. */
    private WordBuilder.Word rest(int level, boolean quoted) {
        WordBuilder rest = new WordBuilder();
        int start = cursor.at();
        int c = cursor.peek();
        while (c != '}') {
            if (c < 0) {
                findings.doubt();
                return rest.build(cursor.from(start));
            }
            if ((c == '<' || c == '>') && cursor.after() == '(') {
                findings.doubt();
            }
            if (c == '\'' && quoted) {
                rest.literal(cursor.next());
                // Whether it quotes depends on the operator.
                findings.doubt();
            } else if (c == '"') {
                twofold(rest, level + 1, true);
            } else if (c == '{' || c == ',' || c == '.' || c == '*' || c == '?' || c == '[') {
                rest.literal(cursor.next());
            } else {
                piece(c, rest, level + 1);
            }
            c = cursor.peek();
        }
        String written = cursor.from(start);
        cursor.next();
        return rest.build(written);
    }

    private void substitution(int skipped, WordBuilder word, boolean quoted, int level) {
        for (int i = 0; i < skipped; i++) {
            cursor.next();
        }
        int mark = findings.mark();
        parser.nested(level + 1);
        word.unknown(texts(findings.echoedSince(mark)), quoted);
    }

    private void backtick(WordBuilder word, int level, boolean quoted) {
        cursor.next();
        StringBuilder inside = new StringBuilder();
        int c = cursor.nextRaw();
        while (c != '`') {
            if (c < 0) {
                findings.doubt();
                break;
            }
            int next = cursor.raw();
            boolean escapes = c == '\\' && (next == '`' || next == '\\' || next == '$' || (quoted && next == '"'));
            inside.appendCodePoint(escapes ? cursor.nextRaw() : c);
            c = cursor.nextRaw();
        }
        int mark = findings.mark();
        new ShellParser(inside.toString(), findings, level + 1).parse();
        word.unknown(texts(findings.echoedSince(mark)), quoted);
    }

    private static List<String> texts(@Nullable String echoed) {
        return echoed == null ? List.of("") : List.of("", echoed);
    }

    private void array(WordBuilder word, int level) {
        cursor.next();
        StringBuilder all = new StringBuilder();
        int c = cursor.afterBlanks();
        while (c >= 0 && c != ')') {
            if (c == '#') {
                cursor.toLineEnd();
            } else if (c == '\n') {
                cursor.next();
            } else if (ENDS.indexOf(c) >= 0 && !((c == '<' || c == '>') && cursor.after() == '(')) {
                findings.doubt();
                cursor.next();
            } else {
                all.append(all.length() == 0 ? "" : " ")
                        .append(word(level).base().value());
            }
            c = cursor.afterBlanks();
        }
        if (c < 0) {
            findings.doubt();
        }
        cursor.next();
        word.literal(all.toString());
    }

    /**
     * Reads arithmetic from its second parenthesis on; false, and nothing read, when it does not end like arithmetic: then
     * it is a group within a group.
     */
    boolean arithmetic(int level) {
        if (++tries > MOST_TRIES) {
            findings.doubt();
            return false;
        }
        int start = cursor.at();
        cursor.next();
        int open = 2;
        while (open > 0) {
            int c = cursor.nextRaw();
            if (c < 0 || (c == ')' && open == 2 && cursor.peek() != ')')) {
                cursor.back(start);
                return false;
            }
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
        }
        String inside = cursor.from(start);
        if (inside.matches("(?s).*[\"'\\\\#].*")) {
            // Quotes could hide where it ends.
            findings.doubt();
        }
        expansions(inside, level + 1);
        return true;
    }
}
