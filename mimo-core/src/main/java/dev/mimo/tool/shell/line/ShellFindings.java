package dev.mimo.tool.shell.line;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is found in a text: each simple command as often as it can be told apart, those inside of wrappers and nested shells
 * too, and the targets of redirects. Rather finds too much than too little. Confined to one text.
 */
final class ShellFindings {

    /** Characters of all commands found together; a text that unfolds into more is not looked through to its end. */
    private static final int MOST_FOUND = 1 << 20;

    /** Characters of a variable's value that are kept, so that values made of values cannot grow without end. */
    private static final int MOST_VALUE = 1024;

    private static final Pattern ASSIGNMENT = Pattern.compile("(?s)([A-Za-z_]\\w*)(\\[.*?\\])?\\+?=(.*)");

    /** Variables that hold commands, or change what later words mean. */
    private static final Pattern TELLING = Pattern.compile(
            "PATH|IFS|SHELLOPTS|BASHOPTS|CDPATH|LD_.*|DYLD_.*|(.*_)?ENV|PS[0-4]|.*(PAGER|EDITOR|VISUAL|COMMAND|SSH|ASKPASS"
                    + "|BROWSER|OPENER|OPTIONS|STARTUP|RUBYOPT|PERL5OPT|LESSOPEN|LESSCLOSE|EXTERNAL_DIFF)|GIT_.*|MAKEFLAGS");

    private final Map<String, List<String>> variables = new HashMap<>();
    private final Set<List<ShellWord>> found = new LinkedHashSet<>();
    private final List<Target> targets = new ArrayList<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Set<String> scripts = new HashSet<>();
    private Line line = new Line();
    private @Nullable String echoed;
    private int count;
    private int size;
    private boolean complete = true;
    private int depth;

    ShellFindings() {
        variables.put("HOME", List.of(System.getProperty("user.home")));
        variables.put("IFS", List.of(" "));
    }

    /**
     * Where a redirect leads.
     *
     * @param read whether it is only read from
     */
    record Target(ShellWord word, boolean read) {}

    /** What is known of one line of a text. */
    static final class Line {
        private final List<String> inputs = new ArrayList<>();
        private boolean shell;
    }

    private record Waiting(List<ShellWord> words, int depth) {}

    /** All that is found in a text. */
    static ShellFindings in(String text) {
        ShellFindings findings = new ShellFindings();
        findings.read(text);
        return findings;
    }

    /** Reads a text and all that is nested in it. */
    void read(String text) {
        new ShellParser(text, this, 0).parse();
        while (!waiting.isEmpty()) {
            Waiting next = waiting.remove();
            depth = next.depth();
            if (found.add(next.words())) {
                Unwrapping.of(next.words(), this);
            }
        }
    }

    Set<List<ShellWord>> commands() {
        return found;
    }

    List<Target> targets() {
        return targets;
    }

    /** Whether no redirect leads to or from a file. */
    boolean leavesFilesAlone() {
        return targets.stream().allMatch(target -> target.word().equals(ShellWord.literal("/dev/null")));
    }

    /** Whether nothing is left that could run something else. */
    boolean complete() {
        return complete;
    }

    /** Whether no more is taken in. */
    boolean full() {
        return size > MOST_FOUND;
    }

    void doubt() {
        complete = false;
    }

    /** A command line that some command would give to a shell. */
    void script(String text) {
        size += text.length();
        if (text.isBlank() || !scripts.add(text)) {
            return;
        }
        if (size > MOST_FOUND || depth >= ShellParser.MOST_DEPTH) {
            doubt();
            return;
        }
        depth++;
        new ShellParser(text, this, depth).parse();
        depth--;
    }

    /** A command within another. */
    void inner(List<ShellWord> words) {
        if (words.isEmpty()) {
            return;
        }
        for (ShellWord word : words) {
            size += word.value().length() + 1;
        }
        if (size > MOST_FOUND) {
            doubt();
        } else {
            waiting.add(new Waiting(List.copyOf(words), depth));
        }
    }

    /** What a command on this line reads from the text itself. */
    void input(String text) {
        line.inputs.add(text);
    }

    /** Shells on the line take their commands from what it gives them. */
    void endLine() {
        Line ended = line;
        line = new Line();
        if (ended.shell) {
            ended.inputs.forEach(this::script);
        }
    }

    /** Begins a text within the text; gives the line around it for {@link #end}. */
    Line begin() {
        Line around = line;
        line = new Line();
        return around;
    }

    void end(Line around) {
        endLine();
        line = around;
    }

    void target(WordBuilder.Word word, boolean read) {
        targets.add(new Target(word.base(), read));
        word.choices()
                .forEach(choice -> choice.forEach(value -> targets.add(new Target(ShellWord.literal(value), read))));
    }

    List<String> choices(String name) {
        return variables.getOrDefault(name, List.of(""));
    }

    void assign(String name, String value) {
        if (value.length() > MOST_VALUE) {
            doubt();
            return;
        }
        List<String> values = new ArrayList<>(variables.getOrDefault(name, List.of("")));
        if (!values.contains(value) && values.size() < WordBuilder.MOST_CHOICES) {
            values.add(0, value);
        }
        variables.put(name, values);
    }

    int mark() {
        return count;
    }

    /** What the only command since then writes, if it is known. */
    @Nullable
    String echoedSince(int mark) {
        return count == mark + 1 ? echoed : null;
    }

    /** A command as it stands in the text, assignments first. */
    void command(List<WordBuilder.Word> all) {
        count++;
        List<WordBuilder.Word> words = withoutAssignments(all);
        echoed = echo(words);
        if (words.isEmpty()) {
            return;
        }
        String first = words.get(0).written();
        if (words.size() > 1 && (first.equals("for") || first.equals("select"))) {
            loop(words);
            return;
        }
        if (first.matches("export|declare|typeset|local|readonly")) {
            words.forEach(word -> assignment(word.base()));
        }
        line.shell |= words.stream().anyMatch(word -> !word.base().known() || Unwrapping.readsCommands(word.base()));
        inner(words.stream().map(WordBuilder.Word::base).toList());
        int most = words.stream().mapToInt(word -> word.choices().size()).max().orElse(0);
        for (int i = 0; i < most; i++) {
            inner(choice(words, i));
        }
        for (int i = 1; i < words.size() - 1; i++) {
            if (words.get(i).written().equals("{")) {
                command(List.copyOf(words.subList(i + 1, words.size())));
                break;
            }
        }
    }

    private static List<ShellWord> choice(List<WordBuilder.Word> words, int number) {
        List<ShellWord> chosen = new ArrayList<>();
        for (WordBuilder.Word word : words) {
            List<List<String>> choices = word.choices();
            if (choices.isEmpty()) {
                chosen.add(word.base());
            } else {
                choices.get(Math.min(number, choices.size() - 1))
                        .forEach(value -> chosen.add(ShellWord.literal(value)));
            }
        }
        return chosen;
    }

    private void loop(List<WordBuilder.Word> words) {
        for (WordBuilder.Word word : words.subList(Math.min(3, words.size()), words.size())) {
            if (word.choices().isEmpty()) {
                assign(words.get(1).written(), word.base().value());
            }
            word.choices()
                    .forEach(choice ->
                            choice.forEach(value -> assign(words.get(1).written(), value)));
        }
    }

    private List<WordBuilder.Word> withoutAssignments(List<WordBuilder.Word> all) {
        int start = 0;
        while (start < all.size()
                && ASSIGNMENT.matcher(all.get(start).written()).matches()) {
            assignment(all.get(start).base());
            all.get(start).choices().forEach(choice -> assignment(ShellWord.literal(String.join(" ", choice))));
            start++;
        }
        return all.subList(start, all.size());
    }

    /** Takes {@code name=value} for what it is; other words are none of it. */
    void assignment(ShellWord word) {
        Matcher parts = ASSIGNMENT.matcher(word.value());
        if (!parts.matches()) {
            return;
        }
        String value = parts.group(3);
        assign(parts.group(1), value);
        if (TELLING.matcher(parts.group(1)).matches()) {
            doubt();
            script(value);
        }
    }

    private static @Nullable String echo(List<WordBuilder.Word> words) {
        boolean echo = words.size() > 1 && words.get(0).base().value().matches("echo|printf");
        if (!echo || !words.stream().allMatch(word -> word.base().known())) {
            return null;
        }
        List<String> values = new ArrayList<>();
        for (WordBuilder.Word word : words.subList(1, words.size())) {
            if (!values.isEmpty() || !word.written().matches("-[neE]+|--|%s(\\\\n)?|'%s(\\\\n)?'|\"%s(\\\\n)?\"")) {
                values.add(word.base().value());
            }
        }
        return String.join(" ", values);
    }
}
