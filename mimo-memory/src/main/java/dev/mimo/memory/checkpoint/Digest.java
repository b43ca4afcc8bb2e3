package dev.mimo.memory.checkpoint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was done in a part of a session, found without a model. Lists are in the order in which things happened; each thing
 * stands once, at its last place.
 *
 * @param said what the user said, word for word
 * @param files what was read, written and made
 * @param commands what was run, and how it ended
 * @param open calls that have no result
 * @param git branch and changed files; empty when there is no repository
 */
public record Digest(
        List<Said> said, List<FileUse> files, List<CommandRun> commands, List<String> open, List<String> git) {

    public Digest {
        said = List.copyOf(said);
        files = List.copyOf(files);
        commands = List.copyOf(commands);
        open = List.copyOf(open);
        git = List.copyOf(git);
    }

    /** Something the user said. */
    public record Said(long sequence, String text) {}

    /**
     * A file that was touched.
     *
     * @param how the last thing done to it: {@code read}, {@code written}, {@code edited}
     * @param hash of what it held then, as the tool told it; empty when it told none
     */
    public record FileUse(long sequence, String path, String how, String hash) {}

    /**
     * A command that was run.
     *
     * @param exitCode null when it did not end
     * @param lines the first and the last line that tell of an error; empty when there are none
     */
    public record CommandRun(
            long sequence, String command, @Nullable Integer exitCode, List<String> lines) {
        public CommandRun {
            lines = List.copyOf(lines);
        }
    }
}
