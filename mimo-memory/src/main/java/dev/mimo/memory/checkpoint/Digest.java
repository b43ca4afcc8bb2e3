package dev.mimo.memory.checkpoint;

import dev.mimo.session.Transcript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was done in a part of a session, found without a model. Lists are in the order in which things happened, the newest
 * ones where there are too many; each thing stands once, at its last place.
 *
 * @param said what the user said, word for word; a very long text has its middle left out
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

    /**
     * Reads the entries from {@code from} on, up to but without {@code to}, once; knows the tools {@code read},
     * {@code write}, {@code edit}, {@code patch}, {@code bash} and {@code job}.
     *
     * @throws dev.mimo.session.StoreException when the session cannot be read
     */
    public static Digest of(Transcript transcript, long from, long to) {
        DigestReader reader = new DigestReader();
        int page = 256;
        for (long at = from; at < to; at += page) {
            transcript.page(at, (int) Math.min(page, to - at)).forEach(reader::take);
        }
        return reader.digest();
    }

    /** The same with the branch and the changed files, one line each. */
    public Digest withGit(List<String> lines) {
        return new Digest(said, files, commands, open, lines);
    }

    /** Something the user said. */
    public record Said(long sequence, String text) {}

    /**
     * A file that was touched.
     *
     * @param how the last thing done to it: {@code created}, {@code written}, {@code edited}, {@code moved}, {@code deleted}; {@code read}
     *     when it was only read
     * @param hash of what it held then, 12 hex digits of its SHA-256, where the call shows all of that; else empty
     */
    public record FileUse(long sequence, String path, String how, String hash) {}

    /**
     * A command that was run.
     *
     * @param command on one line
     * @param exitCode null when it did not end by itself, or has not yet
     * @param ending how it ended, in the tool's words: {@code exit 1, 3.2 s}, {@code job-1 is running}
     * @param lines the first and the last line that tell of an error; empty when there are none
     */
    public record CommandRun(
            long sequence, String command, @Nullable Integer exitCode, String ending, List<String> lines) {
        public CommandRun {
            lines = List.copyOf(lines);
        }
    }
}
