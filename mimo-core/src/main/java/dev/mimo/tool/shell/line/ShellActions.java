package dev.mimo.tool.shell.line;

import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a command line would do, for the gate. Two readers look at it: {@link PlainCommands} understands little and proves what
 * a rule may allow; {@link ShellParser} reads everything and finds what a rule may deny. Either may err, on its own safe side.
 */
public final class ShellActions {

    /** Characters of a command line that is looked through; a longer one may be anything. */
    static final int MOST_CHARACTERS = 1 << 16;

    /** The tool that command lines are run by. */
    public static final String TOOL = "bash";

    private ShellActions() {}

    /** Never empty. */
    public static List<Action> of(String line, Path folder, Workspace workspace) {
        List<Action> actions = new ArrayList<>();
        if (line.length() > MOST_CHARACTERS) {
            actions.add(Action.unclear(TOOL, line, Effect.EXECUTE).withForms(List.of("*")));
            workspace.protectedFolders().forEach(closed -> actions.add(Action.file(TOOL, closed, Effect.EDIT)));
            return List.copyOf(actions);
        }
        ShellFindings findings = new ShellFindings();
        findings.read(line);
        List<PlainCommands.Command> plain = understood(line, findings);
        if (plain == null) {
            actions.add(Action.unclear(TOOL, line, Effect.EXECUTE)
                    .withForms(findings.complete() ? List.of() : List.of("*")));
            findings.commands().forEach(words -> actions.add(unclear(words)));
        } else {
            plain.forEach(command -> actions.add(plain(command)));
        }
        CommandFiles files = new CommandFiles(workspace, folder);
        findings.commands().forEach(files::command);
        findings.targets().forEach(files::target);
        actions.addAll(files.actions());
        if (!workspace.contains(folder)) {
            actions.add(Action.file(TOOL, folder, Effect.READ));
        }
        for (Path closed : NamedFolders.in(line, folder, workspace)) {
            actions.add(Action.file(TOOL, closed, Effect.EDIT));
        }
        return List.copyOf(actions.stream().distinct().toList());
    }

    /** The commands when both readers agree on them and none needs caution. */
    private static @Nullable List<PlainCommands.Command> understood(String line, ShellFindings findings) {
        List<PlainCommands.Command> plain = PlainCommands.find(line);
        if (plain == null || !findings.complete() || !findings.targets().isEmpty()) {
            return null;
        }
        Set<List<ShellWord>> found = findings.commands();
        boolean agreed = plain.stream().allMatch(command -> found.stream().anyMatch(words -> same(command, words)))
                && found.stream().allMatch(words -> plain.stream().anyMatch(command -> same(command, words)));
        return agreed && plain.stream().noneMatch(Caution::needed) ? plain : null;
    }

    private static boolean same(PlainCommands.Command command, List<ShellWord> words) {
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

    private static Action plain(PlainCommands.Command command) {
        Effect effect = ReadOnlyCommands.contains(command) ? Effect.INSPECT : Effect.EXECUTE;
        List<ShellWord> words = command.words().stream()
                .map(word -> word.pattern()
                        ? new ShellWord(word.written(), form(word.written()))
                        : ShellWord.literal(word.value()))
                .toList();
        String text = command.text();
        return Action.of(TOOL, text, effect).withForms(forms(text, words));
    }

    private static String form(String written) {
        return written.replaceFirst("(?s)\\[.*", "*").replace('?', '*');
    }

    private static Action unclear(List<ShellWord> words) {
        String text = ShellWord.text(words);
        return Action.unclear(TOOL, text, Effect.EXECUTE).withForms(forms(text, words));
    }

    /** What a rule that denies may call the same command. */
    private static List<String> forms(String text, List<ShellWord> words) {
        List<String> forms = new ArrayList<>();
        forms.add(ShellWord.mayBe(words));
        forms.add(String.join(" ", words.stream().map(ShellWord::value).toList()));
        List<ShellWord> without = ShellWord.withoutFolder(words);
        forms.add(ShellWord.text(without));
        forms.add(ShellWord.mayBe(without));
        return forms.stream().distinct().filter(form -> !form.equals(text)).toList();
    }
}
