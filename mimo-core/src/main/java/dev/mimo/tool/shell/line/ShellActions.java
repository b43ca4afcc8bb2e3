package dev.mimo.tool.shell.line;

import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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
        ShellFindings findings = ShellFindings.in(line);
        List<UnderstoodCommand> understood = UnderstoodCommand.in(line, findings);
        if (understood == null) {
            actions.add(Action.unclear(TOOL, line, Effect.EXECUTE)
                    .withForms(findings.complete() ? List.of() : List.of("*")));
            findings.commands().forEach(words -> actions.add(unclear(words)));
        } else {
            understood.forEach(command -> actions.add(command.action(folder, workspace)));
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

    private static Action unclear(List<ShellWord> words) {
        String text = ShellWord.text(words);
        return Action.unclear(TOOL, text, Effect.EXECUTE).withForms(forms(text, words));
    }

    /** What a rule that denies may call the same command. */
    static List<String> forms(String text, List<ShellWord> words) {
        List<ShellWord> without = ShellWord.withoutFolder(words);
        return Stream.of(
                        ShellWord.mayBe(words),
                        String.join(" ", words.stream().map(ShellWord::value).toList()),
                        ShellWord.text(without),
                        ShellWord.mayBe(without))
                .distinct()
                .filter(form -> !form.equals(text))
                .toList();
    }
}
