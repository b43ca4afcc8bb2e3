package dev.mimo.tool.shell.line;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Reads all that bash reads, and finds every simple command in it: in lists, pipes, groups, control structures, functions,
 * here-documents and substitutions. It never fails: what bash would refuse is read in the way that finds most, and what it is
 * not sure of makes the findings incomplete. Confined to one parse.
 */
final class ShellParser {

    /** Nested substitutions; no person writes more, and deeper ones make the findings incomplete. */
    static final int MOST_DEPTH = 40;

    private static final Set<String> SKIPPED = Set.of(
            "if", "then", "else", "elif", "fi", "while", "until", "do", "done", "{", "}", "!", "time", "coproc",
            "esac");

    private final ShellCursor cursor;
    private final ShellFindings findings;
    private final ShellWordReader words;
    private final int depth;
    private final Deque<HereDocument> waiting = new ArrayDeque<>();

    ShellParser(String text, ShellFindings findings, int depth) {
        this.cursor = new ShellCursor(text);
        this.findings = findings;
        this.words = new ShellWordReader(cursor, findings, this, depth);
        this.depth = depth;
    }

    private record HereDocument(String delimiter, boolean quoted, boolean tabs) {}

    /** Reads the whole text. */
    void parse() {
        if (depth > MOST_DEPTH) {
            findings.doubt();
            return;
        }
        ShellFindings.Line around = findings.begin();
        while (!cursor.atEnd()) {
            list(false, depth);
        }
        findings.end(around);
        if (!waiting.isEmpty()) {
            findings.doubt();
        }
    }

    /** Reads the whole text as the body of a here-document: only expansions count. */
    void expansions() {
        words.quoted();
    }

    /** Reads what stands in {@code $(...)}, up to and with the closing parenthesis. */
    void nested(int level) {
        if (level > MOST_DEPTH) {
            findings.doubt();
            cursor.toEnd();
            return;
        }
        if (!waiting.isEmpty()) {
            findings.doubt();
        }
        list(true, level);
    }

    /** What stands between two line ends or separators so far. */
    private final class Open {
        final List<WordBuilder.Word> words = new ArrayList<>();
        int cases;
        int groups;
        boolean pattern;
        boolean name;

        void end() {
            if (!words.isEmpty()) {
                findings.command(words);
                words.clear();
            }
            name = false;
        }
    }

    private void list(boolean nested, int level) {
        Open open = new Open();
        while (true) {
            int c = cursor.afterBlanks();
            if (c < 0) {
                open.end();
                if (nested || open.groups > 0 || open.cases > 0) {
                    findings.doubt();
                }
                return;
            }
            if (c == ')') {
                open.end();
                cursor.skip();
                if (closes(open, nested)) {
                    return;
                }
            } else {
                read(c, open, level);
            }
        }
    }

    private boolean closes(Open open, boolean nested) {
        if (open.pattern) {
            open.pattern = false;
        } else if (open.groups > 0) {
            open.groups--;
        } else if (nested) {
            if (!waiting.isEmpty()) {
                findings.doubt();
            }
            return true;
        } else {
            findings.doubt();
        }
        return false;
    }

    private void read(int c, Open open, int level) {
        switch (c) {
            case '\n' -> {
                open.end();
                cursor.skip();
                hereDocuments(level);
            }
            case '#' -> cursor.toLineEnd();
            case '(' -> parenthesis(open, level);
            case ';', '&', '|' -> operator(open, level);
            case '<', '>' -> {
                if (cursor.after() == '(') {
                    word(open, level);
                } else {
                    redirect(open, level);
                }
            }
            default -> word(open, level);
        }
    }

    private void parenthesis(Open open, int level) {
        cursor.skip();
        if (open.pattern) {
            return;
        }
        if (!open.words.isEmpty() && cursor.afterBlanks() == ')') {
            // A function's head; its body follows.
            cursor.skip();
            open.words.clear();
            return;
        }
        boolean arithmetic = (open.words.isEmpty() || isNamed(open, "for")) && cursor.peek() == '(';
        if (arithmetic && words.arithmetic(level)) {
            open.words.clear();
            return;
        }
        if (!open.words.isEmpty()) {
            findings.doubt();
        }
        open.end();
        open.groups++;
    }

    private void operator(Open open, int level) {
        int first = cursor.next();
        int second = cursor.peek();
        if (first == '&' && second == '>') {
            redirect(open, level);
            return;
        }
        if (open.pattern && first == '|') {
            return;
        }
        open.end();
        if (first == ';' && (second == ';' || second == '&')) {
            cursor.skip();
            if (second == ';' && cursor.peek() == '&') {
                cursor.skip();
            }
            open.pattern = open.cases > 0;
        }
    }

    private void word(Open open, int level) {
        WordBuilder.Word word = words.word(level);
        int next = cursor.peek();
        if ((next == '<' || next == '>') && word.written().matches("[0-9]+|\\{[A-Za-z_]\\w*\\}")) {
            return;
        }
        if (open.pattern) {
            if (word.written().equals("esac")) {
                open.pattern = false;
                open.cases--;
            }
            return;
        }
        if (open.name) {
            open.name = false;
            return;
        }
        if (open.words.isEmpty() && isReserved(word.written(), open)) {
            return;
        }
        open.words.add(word);
        if (open.words.size() == 3 && isNamed(open, "case") && word.written().equals("in")) {
            open.words.clear();
            open.cases++;
            open.pattern = true;
        }
    }

    /** Skips words that only give structure: the command begins after them. */
    private boolean isReserved(String written, Open open) {
        if (written.equals("function")) {
            open.name = true;
            return true;
        }
        if (!SKIPPED.contains(written)) {
            return false;
        }
        if (written.equals("esac") && open.cases > 0) {
            open.cases--;
        }
        return true;
    }

    private static boolean isNamed(Open open, String name) {
        return !open.words.isEmpty() && open.words.get(0).written().equals(name);
    }

    private void redirect(Open open, int level) {
        StringBuilder operator = new StringBuilder();
        while (cursor.peek() == '<' || cursor.peek() == '>') {
            if (operator.length() == 3 || (operator.length() > 0 && cursor.after() == '(')) {
                break;
            }
            operator.appendCodePoint(cursor.next());
        }
        int next = cursor.peek();
        if (next == '&' || next == '|' || (next == '-' && operator.toString().equals("<<"))) {
            operator.appendCodePoint(cursor.next());
        }
        int c = cursor.afterBlanks();
        boolean missing = c < 0 || "\n;&|()".indexOf(c) >= 0 || ((c == '<' || c == '>') && cursor.after() != '(');
        if (missing) {
            findings.doubt();
            return;
        }
        WordBuilder.Word target = words.word(level);
        String kind = operator.toString();
        if (kind.equals("<<") || kind.equals("<<-")) {
            boolean quoted = target.written().matches("(?s).*[\"'\\\\].*");
            waiting.add(new HereDocument(target.base().value(), quoted, kind.endsWith("-")));
            if (open.words.stream().anyMatch(word -> word.written().contains("["))
                    || !target.base().known()) {
                findings.doubt();
            }
        } else if (kind.equals("<<<")) {
            findings.input(target.base().value());
        } else if (!(kind.endsWith("&") && target.base().value().matches("[0-9]*-?"))) {
            findings.target(target, kind.startsWith("<") && !kind.contains(">"));
        }
    }

    /** The bodies of here-documents begin after the line that names them. */
    private void hereDocuments(int level) {
        while (!waiting.isEmpty()) {
            HereDocument document = waiting.remove();
            StringBuilder body = new StringBuilder();
            boolean ended = false;
            while (!ended && !cursor.atEnd()) {
                String line = cursor.line(!document.quoted());
                String bare = document.tabs() ? line.replaceFirst("^\t+", "") : line;
                ended = bare.equals(document.delimiter());
                if (!ended) {
                    body.append(bare).append('\n');
                }
            }
            if (!ended) {
                findings.doubt();
            }
            if (!document.quoted()) {
                words.expansions(body.toString(), level + 1);
            }
            findings.input(body.toString());
        }
        findings.endLine();
    }
}
