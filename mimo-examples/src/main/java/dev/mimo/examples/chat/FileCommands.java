package dev.mimo.examples.chat;

import dev.mimo.agent.Reverted;
import dev.mimo.environment.AtomicFile;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.examples.terminal.Style;
import dev.mimo.examples.terminal.Terminal;
import dev.mimo.session.SessionId;
import dev.mimo.session.Transcript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Commands that write files: the transcript, and what the agent changed. */
final class FileCommands {

    private final Conversation conversation;
    private final Voice voice;

    FileCommands(Conversation conversation, Voice voice) {
        this.conversation = conversation;
        this.voice = voice;
    }

    List<SlashCommand> commands() {
        return List.of(
                new SlashCommand("undo", "", "take back what the last turn did to files", false, arguments -> undo()),
                new SlashCommand(
                        "rewind", "STEP", "take back what was done to files after that step", false, this::rewind),
                new SlashCommand(
                        "export", "[FILE]", "write what was said to a file, .md or .json", true, this::export));
    }

    private void undo() {
        List<String> turns = conversation.undo().turns(id());
        if (turns.isEmpty()) {
            voice.hint("no turn of this session has changed files");
            return;
        }
        show(conversation.session().revert(turns.get(turns.size() - 1)));
    }

    private void rewind(String step) {
        Transcript transcript = conversation.session().transcript();
        List<Past.Step> steps = Past.lastSteps(transcript);
        String turn = Past.findLastTurn(transcript);
        if (turn == null || !step.matches("\\d{1,6}") || Integer.parseInt(step) > steps.size()) {
            showSteps(steps);
            return;
        }
        show(conversation.session().rewind(turn, Integer.parseInt(step)));
    }

    private void showSteps(List<Past.Step> steps) {
        Terminal terminal = voice.terminal();
        voice.together(() -> {
            terminal.line(Style.DIM, "/rewind STEP: 0 is before the last turn, " + steps.size() + " its end");
            steps.forEach(step -> terminal.line(Style.PLAIN, step.number() + "  " + step.calls()));
        });
    }

    private void show(Reverted reverted) {
        Path root = conversation.settings().workspace();
        Terminal terminal = voice.terminal();
        voice.together(() -> {
            reverted.restored().forEach(path -> terminal.line(Style.GREEN, "restored " + shown(root, path)));
            reverted.left()
                    .forEach(left ->
                            terminal.line(Style.YELLOW, "left " + shown(root, left.path()) + ": " + left.reason()));
            if (reverted.restored().isEmpty() && reverted.left().isEmpty()) {
                terminal.line(Style.DIM, "there was nothing to take back");
            }
        });
    }

    private static String shown(Path root, Path path) {
        return (path.startsWith(root) ? root.relativize(path) : path).toString();
    }

    private void export(String name) throws IOException {
        String file = name.isEmpty() ? id().folderName() + ".md" : name;
        Path path = conversation.settings().workspace().resolve(file);
        if (Files.isDirectory(path)) {
            throw new UsageError(path + " is a folder");
        }
        Transcript transcript = conversation.session().transcript();
        String text = file.endsWith(".json") ? Export.json(transcript) : Export.markdown("Session " + id(), transcript);
        AtomicFile.write(path, text.getBytes(StandardCharsets.UTF_8), false);
        voice.hint("written to " + path);
    }

    private SessionId id() {
        return conversation.session().id();
    }
}
