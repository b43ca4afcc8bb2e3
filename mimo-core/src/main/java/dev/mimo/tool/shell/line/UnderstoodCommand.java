package dev.mimo.tool.shell.line;

import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A command that a rule may allow.
 *
 * @param named the words that the rule has to name
 * @param inner the commands that it runs itself, as far as they can be found
 * @param complete whether those are all
 */
record UnderstoodCommand(
        PlainCommands.Command command, List<PlainCommands.Word> named, Set<List<ShellWord>> inner, boolean complete) {

    /** Programs of the system, which everybody means by their names alone. */
    private static final List<Path> SYSTEM =
            List.of(Path.of("/bin"), Path.of("/sbin"), Path.of("/usr"), Path.of("/opt/homebrew"));

    /** The commands of a line when both readers agree on them; null when they do not, or no rule can speak of one. */
    static @Nullable List<UnderstoodCommand> in(String line, ShellFindings findings) {
        List<PlainCommands.Command> plain = PlainCommands.find(line);
        if (plain == null || !findings.leavesFilesAlone() || plain.stream().anyMatch(Caution::isBeyondRules)) {
            return null;
        }
        List<UnderstoodCommand> all = plain.stream().map(UnderstoodCommand::of).toList();
        boolean found =
                all.stream().allMatch(one -> findings.commands().stream().anyMatch(one::is));
        boolean explained = findings.commands().stream()
                .allMatch(words -> all.stream().anyMatch(one -> one.is(words) || one.inner.contains(words)));
        boolean complete = findings.complete() || all.stream().anyMatch(one -> !one.complete);
        return found && explained && complete && all.stream().allMatch(UnderstoodCommand::isConsistent) ? all : null;
    }

    private static UnderstoodCommand of(PlainCommands.Command command) {
        ShellFindings own = ShellFindings.in(command.text());
        return new UnderstoodCommand(command, Caution.words(command), own.commands(), own.complete());
    }

    /** What runs others and is not known for it is not understood after all. */
    private boolean isConsistent() {
        boolean alone = complete && inner.stream().allMatch(this::is);
        boolean known = complete
                && Programs.hasSubcommands(Programs.name(command.words().get(0).value()));
        return alone || known || !named.isEmpty();
    }

    private boolean is(List<ShellWord> words) {
        if (command.words().size() != words.size()) {
            return false;
        }
        for (int i = 0; i < words.size(); i++) {
            PlainCommands.Word word = command.words().get(i);
            ShellWord other = words.get(i);
            if (!(other.known() ? word.value() : word.written()).equals(other.value())) {
                return false;
            }
        }
        return true;
    }

    /** What it would do when it runs in {@code folder}. */
    Action action(Path folder, Workspace workspace) {
        List<String> names =
                new ArrayList<>(named.stream().map(PlainCommands.Word::text).toList());
        PlainCommands.Word program = command.words().get(0);
        if (isForeign(program.value(), folder, workspace) && !named.contains(program)) {
            names.add(0, program.text());
        }
        boolean looks = names.isEmpty() && ReadOnlyCommands.contains(command);
        return Action.of(ShellActions.TOOL, command.text(), looks ? Effect.INSPECT : Effect.EXECUTE)
                .withForms(forms())
                .withNamed(names);
    }

    /** Whether it is a file of elsewhere, neither the project's own nor the system's. */
    private static boolean isForeign(String program, Path folder, Workspace workspace) {
        if (program.indexOf('/') < 0) {
            return false;
        }
        try {
            Path file = workspace.resolve(folder.resolve(program).toString());
            return !workspace.contains(file) && SYSTEM.stream().noneMatch(file::startsWith);
        } catch (InvalidCall e) {
            // A loop of links: nothing that a star may allow.
            return true;
        }
    }

    private List<String> forms() {
        List<String> forms = new ArrayList<>();
        if (!complete) {
            forms.add("*");
        }
        forms.addAll(ShellActions.forms(command.text(), words()));
        for (List<ShellWord> one : inner) {
            String text = ShellWord.text(one);
            forms.add(text);
            forms.addAll(ShellActions.forms(text, one));
        }
        return forms.stream()
                .distinct()
                .filter(form -> !form.equals(command.text()))
                .toList();
    }

    private List<ShellWord> words() {
        return command.words().stream()
                .map(word -> word.pattern()
                        ? new ShellWord(word.written(), form(word.written()))
                        : ShellWord.literal(word.value()))
                .toList();
    }

    private static String form(String written) {
        return written.replaceFirst("(?s)\\[.*", "*").replace('?', '*');
    }
}
